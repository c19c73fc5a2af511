/** Parts of a profile that hold columns. */
const HOLD_COLUMNS: ReadonlySet<string> = new Set([
  "column",
  "by",
  "role",
  "spills",
  "providerId",
  "columns",
  "money",
  "mid",
  "count",
])

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value)

const namesIn = (value: unknown): ReadonlyArray<string> => {
  if (typeof value === "string") return [value]
  if (Array.isArray(value)) return value.flatMap(namesIn)
  if (!isRecord(value)) return []
  if ("at" in value) return []
  if (typeof value["name"] === "string" && "nth" in value) return [value["name"]]
  return Object.values(value).flatMap(namesIn)
}

const walk = (value: unknown): ReadonlyArray<string> => {
  if (Array.isArray(value)) return value.flatMap(walk)
  if (!isRecord(value)) return []
  return Object.entries(value).flatMap(([key, inner]) =>
    HOLD_COLUMNS.has(key) && inner !== "suffix" ? namesIn(inner) : key === "summary" ? [] : walk(inner),
  )
}

/**
 * Every column that a profile names, once, in the order in which it names them. A second table has columns of its own.
 */
export const columnNames = (profile: object): ReadonlyArray<string> => [...new Set(walk(profile))]
