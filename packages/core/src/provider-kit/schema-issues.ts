import type * as Schema from "effect/Schema"
import * as SchemaIssue from "effect/SchemaIssue"
import type { FieldIssue } from "../reason.js"

const format = SchemaIssue.makeFormatterStandardSchemaV1()

const keyOf = (segment: PropertyKey | { readonly key: PropertyKey }): string =>
  String(typeof segment === "object" ? segment.key : segment)

const WORDING: Readonly<Record<string, string>> = {
  "Missing key": "is required",
  "Unexpected key": "is not a known field",
}

/** Every field a schema complains about, once each, by dotted path. Messages never contain the value. */
export const issuesOf = (error: Schema.SchemaError): ReadonlyArray<FieldIssue> => {
  const issues = new Map<string, FieldIssue>()
  for (const { path = [], message } of format(error.issue).issues) {
    const field = path.map(keyOf).join(".")
    // A union complains once for each member; the first complaint is enough.
    if (!issues.has(field)) issues.set(field, { path: field, message: WORDING[message] ?? message })
  }
  return [...issues.values()]
}
