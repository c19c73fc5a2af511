const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value)

const edited = (value: unknown, [key = "", ...rest]: ReadonlyArray<string>, leaf: unknown): unknown => {
  const fields: Record<string, unknown> = isObject(value) ? { ...value } : {}
  const inner = rest.length === 0 ? leaf : edited(fields[key], rest, leaf)
  if (inner === undefined) delete fields[key]
  else fields[key] = inner
  return fields
}

/** A copy with one field set, by dotted path; `undefined` takes the field away. */
export const withField = (value: unknown, path: string, leaf: unknown): unknown =>
  edited(value, path.split("."), leaf)

/** What stands at a dotted path; a number leads into a list. */
export const fieldAt = (value: unknown, path: string): unknown =>
  path
    .split(".")
    .reduce(
      (inner, key) => (Array.isArray(inner) ? inner[Number(key)] : isObject(inner) ? inner[key] : undefined),
      value,
    )

/** The dotted paths of all fields, objects and what is in them alike. */
export const pathsIn = (value: unknown): ReadonlyArray<string> =>
  isObject(value)
    ? Object.entries(value).flatMap(([key, inner]) => [
        key,
        ...pathsIn(inner).map((path) => `${key}.${path}`),
      ])
    : []
