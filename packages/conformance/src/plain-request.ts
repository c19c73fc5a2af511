import type { CreatePayment } from "@qriskit/core"
import { withField } from "./json-edit.js"

const plain = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== "object" || value === null || value instanceof Date || value instanceof URL)
    return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]))
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
    (changed, [path, leaf]) => withField(changed, path, leaf),
    plain(request),
  ) as CreatePayment
