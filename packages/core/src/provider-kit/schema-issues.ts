import type * as Schema from "effect/Schema"
import * as SchemaIssue from "effect/SchemaIssue"
import type { FieldIssue } from "../field-issue.js"

const format = SchemaIssue.makeFormatterStandardSchemaV1()

const keyOf = (segment: PropertyKey | { readonly key: PropertyKey }): string =>
  String(typeof segment === "object" ? segment.key : segment)

/** Effect's default messages, in words that follow a field's name. */
const WORDING: Readonly<Record<string, string>> = {
  "Missing key": "is required",
  "Expected no excess property": "is not a known field",
  "Expected string": "must be text",
  "Expected number": "must be a number",
  "Expected object": "must be an object",
  "Expected array": "must be a list",
  "Expected URL": "must be a URL",
}

const reword = (message: string): string => WORDING[message] ?? message.replace(/^Expected /, "must be ")

/**
 * Every field a schema complains about, once each, by dotted path. Messages never contain the value, unless the value
 * was decoded with `reportInput`, which nothing here does.
 */
export const issuesOf = (error: Schema.SchemaError): ReadonlyArray<FieldIssue> => {
  const issues = new Map<string, FieldIssue>()
  for (const { path = [], message } of format(error.issue).issues) {
    const field = path.map(keyOf).join(".")
    // A union complains once for each member; the first complaint is enough.
    if (!issues.has(field)) issues.set(field, { path: field, message: reword(message) })
  }
  return [...issues.values()]
}
