import { crc16 } from "./crc16.js"
import { type DataObject, lengthInCharacters } from "./data-object.js"
import { type Issue, issue, joinPath } from "./issue.js"
import type { QrisPayload } from "./payload.js"

/** A data object to be written: with its value, or as a template with the objects inside. */
export type Encodable =
  | DataObject
  | { readonly tag: string; readonly value?: undefined; readonly children: ReadonlyArray<Encodable> }

/** An object that the framing cannot carry: a tag that is not two digits, or a value of 0 or above 99 characters. */
export class EncodeError extends Error {
  override readonly name = "EncodeError"
  readonly code: "not-text" | "malformed-tag" | "zero-length" | "wrong-length" | "crc-given"
  /** The tag and sub-tags that lead to the object, joined by dots. */
  readonly path: string

  constructor(code: EncodeError["code"], path: string) {
    super(`${path}: ${code}`)
    this.code = code
    this.path = path
  }
}

/**
 * Writes data objects in the order given and appends tag 63 with the CRC. Knows the framing and no rule: what it
 * writes can be any payload, also a wrong one. Merchants' codes are made with `build`.
 *
 * @param objects without tag 63; where an object has a value, its children are ignored
 * @throws EncodeError when an object cannot be framed, or tag 63 is among them
 * @example
 * ```ts
 * import { encode } from "@qriskit/payload"
 *
 * encode([
 *   { tag: "00", value: "01" },
 *   { tag: "62", children: [{ tag: "05", value: "INV-1" }] },
 * ])
 * ```
 */
export const encode = (objects: ReadonlyArray<Encodable>): string => {
  for (const { tag } of objects) {
    if (tag === "63") throw new EncodeError("crc-given", tag)
  }
  return sealed(objects.map((object) => encodeObject(object, "")).join(""))
}

/** The same; what cannot be framed becomes an issue. */
export const encodeOrIssue = (objects: ReadonlyArray<Encodable>): string | Issue => {
  try {
    return encode(objects)
  } catch (error) {
    if (!(error instanceof EncodeError)) throw error
    return issue(error.code, "error", error.path, 0)
  }
}

/**
 * Writes a payload as it was read, byte for byte, a wrong CRC included.
 *
 * @example
 * ```ts
 * import { parse, serialize } from "@qriskit/payload"
 *
 * const isLossless = (text: string): boolean => {
 *   const result = parse(text)
 *   return result.ok && serialize(result.payload) === text
 * }
 * ```
 */
export const serialize = (payload: QrisPayload): string => payload.text

/** Appends the CRC to everything before it. */
const sealed = (text: string): string => `${text}6304${crc16(`${text}6304`)}`

const encodeObject = (object: Encodable, parent: string): string => {
  const path = joinPath(parent, object.tag)
  const value = object.value ?? object.children?.map((child) => encodeObject(child, path)).join("")
  // Callers without TypeScript may hand over anything.
  if (typeof value !== "string") throw new EncodeError("not-text", path)
  if (!/^\d\d$/.test(object.tag)) throw new EncodeError("malformed-tag", path)
  const length = lengthInCharacters(value)
  if (length === 0) throw new EncodeError("zero-length", path)
  if (length > 99) throw new EncodeError("wrong-length", path)
  return object.tag + String(length).padStart(2, "0") + value
}
