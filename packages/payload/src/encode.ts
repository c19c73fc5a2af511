import { crc16 } from "./crc16.js"
import { type DataObject, lengthInCharacters } from "./data-object.js"
import type { QrisPayload } from "./payload.js"

/** A data object to be written: with its value, or as a template with the objects inside. */
export type Encodable =
  | DataObject
  | { readonly tag: string; readonly value?: undefined; readonly children: ReadonlyArray<Encodable> }

/** An object that the framing cannot carry: a tag that is not two digits, or a value of 0 or above 99 characters. */
export class EncodeError extends Error {
  override readonly name = "EncodeError"
  readonly code: "not-text" | "malformed-tag" | "zero-length" | "value-too-long" | "crc-given"
  /** The tag and sub-tags that lead to the object, joined by dots. */
  readonly path: string

  constructor(code: EncodeError["code"], path: string, message: string) {
    super(message)
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
 * @example encode([{ tag: "00", value: "01" }, { tag: "62", children: [{ tag: "05", value: "INV-1" }] }])
 */
export const encode = (objects: ReadonlyArray<Encodable>): string => {
  for (const { tag } of objects) {
    if (tag === "63") throw new EncodeError("crc-given", "63", "Tag 63 is computed; leave it out.")
  }
  return sealed(objects.map((object) => encodeObject(object, "")).join(""))
}

/**
 * Writes a payload as it was read, byte for byte, a wrong CRC included.
 *
 * @example serialize(payload) === text
 */
export const serialize = (payload: QrisPayload): string => payload.text

/** Appends the CRC to everything before it. */
const sealed = (text: string): string => `${text}6304${crc16(`${text}6304`)}`

const encodeObject = (object: Encodable, parent: string): string => {
  const path = parent + object.tag
  const value = object.value ?? object.children?.map((child) => encodeObject(child, `${path}.`)).join("")
  // Callers without TypeScript may hand over anything.
  if (typeof value !== "string") throw new EncodeError("not-text", path, `${path} is not a text.`)
  if (!/^\d\d$/.test(object.tag)) throw new EncodeError("malformed-tag", path, `"${path}" is not a tag.`)
  const length = lengthInCharacters(value)
  if (length === 0) throw new EncodeError("zero-length", path, `${path} has no value.`)
  if (length > 99) throw new EncodeError("value-too-long", path, `${path} has ${length} characters of 99.`)
  return object.tag + String(length).padStart(2, "0") + value
}
