import type { Verb } from "@qriskit/cli/verbs"
import * as Schema from "effect/Schema"

/** A JSON Schema of an object, as tools have it. */
export interface ObjectSchema {
  readonly type: "object"
  readonly [keyword: string]: unknown
}

const REFERENCE = "#/$defs/"

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value)

/** Tools want an object at the root: a reference to one is followed. */
const rootOf = (
  schema: Readonly<Record<string, unknown>>,
  definitions: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> => {
  const reference = schema["$ref"]
  if (typeof reference !== "string" || !reference.startsWith(REFERENCE)) return schema
  const name = reference.slice(REFERENCE.length).replaceAll("~1", "/").replaceAll("~0", "~")
  const root = definitions[name]
  return isRecord(root) ? rootOf(root, definitions) : schema
}

const objectSchema = (schema: Schema.Constraint, onExcessProperty: "ignore" | "error"): ObjectSchema => {
  const { schema: root, definitions } = Schema.toJsonSchemaDocument(schema, { onExcessProperty })
  const defs = Object.keys(definitions).length === 0 ? {} : { $defs: definitions }
  return { ...rootOf(root, definitions), ...defs, type: "object" }
}

/** An answer of more records than this helps no assistant. */
export const MOST_ITEMS = 100

/** How many records a list has where nobody says. */
export const USUAL_ITEMS = 20

/** What a tool takes. Nothing else is taken. */
export const inputSchemaOf = ({ input, isList, options }: Verb): ObjectSchema => {
  // Effect's schema of a struct without fields takes whatever there is.
  if (Object.keys(options).length === 0)
    return { type: "object", properties: {}, additionalProperties: false }
  const schema = objectSchema(input, "error")
  const properties = schema["properties"]
  if (!isList || !("limit" in options) || !isRecord(properties)) return schema
  const limit = {
    type: "integer",
    minimum: 1,
    maximum: MOST_ITEMS,
    default: USUAL_ITEMS,
    description: "How many at most.",
  }
  return { ...schema, properties: { ...properties, limit } }
}

/** What a tool answers. A later release may add to it. */
export const outputSchemaOf = ({ output }: Verb): ObjectSchema => objectSchema(output, "ignore")
