import type * as Schema from "effect/Schema"

const inJson = (_key: string, value: unknown): unknown => (typeof value === "bigint" ? String(value) : value)

/** What payments gave, as JSON: times in ISO 8601 (UTC), amounts as numbers, sums (`bigint`) as text. */
export const jsonOf = (value: unknown): Schema.Json => JSON.parse(JSON.stringify(value, inJson))
