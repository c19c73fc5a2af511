import { NodeInspectSymbol } from "effect/Inspectable"

/**
 * Lets errors of these classes be printed as errors: message, stack and cause. Effect's print their fields alone, so that
 * a log (`console.error`, Nest's) would say neither what happened nor where.
 *
 * @example
 * ```ts
 * import { printedWhole } from "@qriskit/core/provider-kit"
 *
 * class NoPaper extends Error {}
 * printedWhole(NoPaper)
 * ```
 */
export const printedWhole = (...classes: ReadonlyArray<{ readonly prototype: Error }>): void => {
  for (const { prototype } of classes) {
    Object.defineProperty(prototype, NodeInspectSymbol, { configurable: true, value: print })
  }
}

function print(
  this: Error,
  _: number,
  options: object,
  inspect?: (value: unknown, options: object) => string,
): string {
  const stack = this.stack ?? `${this.name}: ${this.message}`
  if (this.cause === undefined || inspect === undefined) return stack
  return `${stack}\n  [cause]: ${inspect(this.cause, options)}`
}
