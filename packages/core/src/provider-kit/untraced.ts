import type * as Effect from "effect/Effect"
import { gen } from "./without-fiber.js"

/**
 * `Effect.fnUntraced` at a fifth of its memory, which counts where every account of thousands has its own: it does not
 * set the function's `length`, and takes no pipeable beside the body.
 *
 * @example
 * ```ts
 * import { untraced } from "@qriskit/core/provider-kit"
 * import * as Effect from "effect/Effect"
 *
 * const doubled = untraced(function* (number: number) {
 *   return 2 * (yield* Effect.succeed(number))
 * })
 * ```
 */
export const untraced: typeof Effect.fnUntraced = ((
  body: (...args: ReadonlyArray<unknown>) => Generator<Effect.Effect<unknown>, unknown, unknown>,
) => {
  return (...args: ReadonlyArray<unknown>) => gen(body, ...args)
  // The types are those of `Effect.fnUntraced`, which has an overload for every number of pipeables.
}) as unknown as typeof Effect.fnUntraced
