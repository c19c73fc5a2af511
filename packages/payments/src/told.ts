import { inspect } from "node:util"

/**
 * What was thrown, in words: an `Error` by name and message, anything else as it looks, one line and bounded. Never
 * `[object Object]`.
 */
export const told = (thrown: unknown): string => {
  if (thrown instanceof Error) return `${thrown.name}: ${thrown.message}`
  if (typeof thrown === "string") return thrown
  try {
    return inspect(thrown, {
      depth: 2,
      breakLength: Number.POSITIVE_INFINITY,
      maxStringLength: 200,
      maxArrayLength: 10,
    })
  } catch {
    return "something that cannot be described"
  }
}
