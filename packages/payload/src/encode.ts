import { checkOf, isPlainCheck, toHex } from "./crc16.js"
import { type DataObject, lengthInCharacters, TWO_DIGITS } from "./data-object.js"
import { type Issue, issue, joinPath } from "./issue.js"
import type { QrisPayload } from "./payload.js"
import { utf8 } from "./utf8.js"

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
  return write(objects, quickLength)
}

const write = (objects: ReadonlyArray<Encodable>, lengthOf: Length): string => {
  const text = `${encodeAll(objects, "", lengthOf)}6304`
  const { bytes, length } = utf8(text)
  const check = checkOf(bytes, length)
  // Only a character that is not plain can be two units, and next to no payload has one.
  return isPlainCheck(check) || lengthOf === lengthInCharacters
    ? text + toHex(check)
    : write(objects, lengthInCharacters)
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

/** How long a value is said to be. */
type Length = (value: string) => number

/** The length where no character is two units; and always right about whether a value is too long. */
const quickLength: Length = (value) => (value.length > 99 ? lengthInCharacters(value) : value.length)

const encodeAll = (objects: ReadonlyArray<Encodable>, parent: string, lengthOf: Length): string => {
  let text = ""
  for (const object of objects) text += encodeObject(object, parent, lengthOf)
  return text
}

const encodeObject = ({ tag, value, children }: Encodable, parent: string, lengthOf: Length): string => {
  const written = value ?? (children && encodeAll(children, joinPath(parent, tag), lengthOf))
  // Callers without TypeScript may hand over anything.
  if (typeof written !== "string") throw new EncodeError("not-text", joinPath(parent, tag))
  if (!TAGS.has(tag)) throw new EncodeError("malformed-tag", joinPath(parent, tag))
  const length = lengthOf(written)
  if (length === 0) throw new EncodeError("zero-length", joinPath(parent, tag))
  if (length > 99) throw new EncodeError("wrong-length", joinPath(parent, tag))
  return tag + TWO_DIGITS[length] + written
}

const TAGS = /* @__PURE__ */ new Set(TWO_DIGITS)
