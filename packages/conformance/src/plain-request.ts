import type { CreatePayment } from "@qriskit/core"

const plain = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== "object" || value === null || value instanceof Date || value instanceof URL)
    return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]))
}

const set = (value: unknown, [key = "", ...rest]: ReadonlyArray<string>, leaf: unknown): unknown => {
  const fields = typeof value === "object" && value !== null ? { ...value } : {}
  const inner = rest.length === 0 ? leaf : set(Reflect.get(fields, key), rest, leaf)
  if (inner === undefined) Reflect.deleteProperty(fields, key)
  else Reflect.set(fields, key, inner)
  return fields
}

/**
 * A request as an untyped caller hands it over: plain objects, without classes, with fields changed by dotted path
 * (`undefined` takes a field away). It claims to be a valid request; that is what the scenarios are about.
 */
export const plainRequest = (
  request: CreatePayment,
  change: Readonly<Record<string, unknown>> = {},
): CreatePayment =>
  Object.entries(change).reduce<unknown>(
    (changed, [path, leaf]) => set(changed, path.split("."), leaf),
    plain(request),
  ) as CreatePayment
