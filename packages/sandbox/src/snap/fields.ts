import { isJsonObject, type JsonObject } from "../dotted-path.js"
import { isJson, parseJson } from "../request-content.js"
import type { WireRequest } from "../wire.js"
import { Refused } from "./refused.js"

// What a request's body says, or the refusal that names the field [S].

export const missing = (field: string): Refused =>
  new Refused("400", "02", `Invalid Mandatory Field {${field}}`)

export const misformed = (field: string): Refused =>
  new Refused("400", "01", `Invalid Field Format {${field}}`)

/** What is at a dotted path; undefined where nothing is. */
export const at = (body: unknown, path: string): unknown =>
  path
    .split(".")
    .reduce(
      (value, name) => (isJsonObject(value) && Object.hasOwn(value, name) ? value[name] : undefined),
      body,
    )

/** A request's JSON object. @throws Refused 400 case 00 where it is none, case 02 where a mandatory field is missing */
export function bodyOf(request: WireRequest, mandatory: ReadonlyArray<string>): JsonObject {
  const body = isJson(request) ? parseJson(request.body) : undefined
  if (!isJsonObject(body)) throw new Refused("400", "00", "Bad Request")
  for (const path of mandatory) {
    const value = at(body, path)
    if (value === undefined || value === null || value === "") throw missing(path)
  }
  return body
}

/** The text of a field; undefined where there is none. @throws Refused 400 case 01 where it is no text */
export function textAt(body: JsonObject, path: string): string | undefined {
  const value = at(body, path)
  if (value === undefined || value === null || value === "") return undefined
  if (typeof value !== "string") throw misformed(path)
  return value
}

/** Rupiah. @throws Refused 400 case 01 or 02; 404 case 13 for a fraction */
export function amountAt(body: JsonObject, path: string): number {
  const value = at(body, `${path}.value`)
  if (value === undefined) throw missing(`${path}.value`)
  const isMoney =
    typeof value === "string" && /^\d{1,13}\.\d{2}$/.test(value) && at(body, `${path}.currency`) === "IDR"
  if (!isMoney) throw misformed(path)
  if (!value.endsWith(".00")) throw new Refused("404", "13", "Invalid Amount")
  return Number(value)
}
