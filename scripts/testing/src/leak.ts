import { inspect } from "node:util"

/** All that printing or logging a value can show. */
export const visible = (value: unknown): string =>
  [
    inspect(value, { depth: Number.POSITIVE_INFINITY, showHidden: true }),
    JSON.stringify(value),
    String(value),
    value instanceof Error ? `${value.message}\n${value.stack}` : "",
  ].join("\n")
