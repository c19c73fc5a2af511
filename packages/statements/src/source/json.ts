import { type Cell, NumberCell } from "../cell.js"
import { UnreadableFile } from "../error.js"
import { refuse } from "../refuse.js"

/** A number of the document as it is written: 100000.10 is not what a float makes of it. */
export class JsonNumber {
  readonly source: string
  constructor(source: string) {
    this.source = source
  }
}

const NOT_JSON = "Ask the provider for the page again; a page that was cut off is no page."

/** Parses a document, its numbers as they are written. */
export const parseJson = (text: string): unknown => {
  try {
    // The third argument of a reviver is newer than the types: the text of a primitive value.
    const keepNumbers = (_: string, value: unknown, context?: { readonly source?: string }): unknown =>
      typeof value === "number" ? new JsonNumber(context?.source ?? String(value)) : value
    return JSON.parse(text, keepNumbers as (key: string, value: unknown) => unknown)
  } catch {
    return refuse(new UnreadableFile({ why: "it is no JSON document", advice: NOT_JSON }))
  }
}

/** What stands at a place, names of fields joined with dots. */
export const at = (value: unknown, place: string): unknown => {
  let inner = value
  for (const name of place.split(".")) {
    if (typeof inner !== "object" || inner === null || !Object.hasOwn(inner, name)) return undefined
    inner = Reflect.get(inner, name)
  }
  return inner
}

/** A field as a cell. Lists and objects are none: a profile that names one names the wrong field. */
export const cellAt = (record: unknown, place: string): Cell => {
  const value = at(record, place)
  if (value instanceof JsonNumber) return new NumberCell(value.source)
  return typeof value === "string" || typeof value === "boolean" ? String(value) : ""
}
