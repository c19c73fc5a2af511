import { NodeInspectSymbol } from "effect/Inspectable"

/**
 * Lets errors of these classes be printed as errors: message, stack, fields and cause. Effect's print their fields
 * alone, so that a log (`console.error`, Nest's) would say neither what happened nor where.
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
    const fieldsOf: unknown = Reflect.get(prototype, NodeInspectSymbol)
    Object.defineProperty(prototype, NodeInspectSymbol, {
      configurable: true,
      value(this: Error, _: number, options: object, inspect?: Inspect): string {
        const stack = this.stack ?? `${this.name}: ${this.message}`
        if (inspect === undefined) return stack
        const fields = typeof fieldsOf === "function" ? ` ${inspect(fieldsOf.call(this), options)}` : ""
        const cause = this.cause === undefined ? "" : `\n  [cause]: ${inspect(this.cause, options)}`
        return `${stack}${fields}${cause}`
      },
    })
  }
}

type Inspect = (value: unknown, options: object) => string
