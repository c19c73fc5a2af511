import {
  type DataObject,
  findObject,
  HEADER_LENGTH,
  isHighSurrogate,
  isLowSurrogate,
  lengthInCharacters,
} from "./data-object.js"

/** Why a text is not a payload. */
export type FramingCode =
  | "malformed-tag"
  | "malformed-length"
  | "zero-length"
  | "truncated"
  | "overrun"
  | "duplicate-tag"
  | "text-after-crc"

/** The first break in a text's framing. `tag` is empty where none could be read. */
export class Fault {
  readonly code: FramingCode
  readonly tag: string
  readonly offset: number
  readonly found: string
  readonly allowed: string

  constructor(code: FramingCode, tag: string, offset: number, found = "", allowed = "") {
    this.code = code
    this.tag = tag
    this.offset = offset
    this.found = found
    this.allowed = allowed
  }
}

/** Which tags of a level are templates, and of what: one entry per tag number. */
export interface Level extends ReadonlyArray<Level | undefined> {}

const CRC = 63
const TAGS: ReadonlyArray<string> = Array.from({ length: 100 }, (_, tag) => String(tag).padStart(2, "0"))

const levelOf = (templateOf: (tag: number) => Level | undefined): Level =>
  Array.from({ length: 100 }, (_, tag) => templateOf(tag))

/** A level without templates. */
export const PRIMITIVES: Level = levelOf(() => undefined)

/** Inside tag 62, sub-tags 50 to 99 are templates of payment systems (EMVCo). */
const ADDITIONAL_DATA: Level = levelOf((tag) => (tag >= 50 ? PRIMITIVES : undefined))

/** 02-25 are card schemes' primitives; 26-51, 62, 64 and 80-99 are templates (spec section 3). */
export const ROOT: Level = levelOf((tag) => {
  if (tag === 62) return ADDITIONAL_DATA
  return (tag >= 26 && tag <= 51) || tag === 64 || tag >= 80 ? PRIMITIVES : undefined
})

/**
 * Cuts `text[from, to)` into data objects, in time linear in its length, or says where that fails first.
 * A template whose inside is broken stays a plain value without children: acquirers put free text into
 * templates (62.50, 62.60, 62.98; spec section 6).
 *
 * @param isPlain false when a character may be two UTF-16 units, so that lengths have to be walked
 */
export const frame = (
  text: string,
  from: number,
  to: number,
  level: Level,
  isPlain: boolean,
): Array<DataObject> | Fault => {
  const objects: Array<DataObject> = []
  let highest = -1
  let at = from
  while (at < to) {
    const tagNumber = twoDigits(text, at)
    const length = twoDigits(text, at + 2)
    const start = at + HEADER_LENGTH
    const end = isPlain ? start + length : endOfCharacters(text, start, length)
    if (tagNumber < 0 || length <= 0 || end > to) return faultAt(text, at, to, end)

    const tag = TAGS[tagNumber] ?? ""
    // Most payloads are in ascending order, where no tag can repeat; there are at most 100 to look through.
    if (tagNumber > highest) highest = tagNumber
    else if (findObject(objects, tag) !== undefined) return new Fault("duplicate-tag", tag, at)

    const template = level[tagNumber]
    const children = template && frame(text, start, end, template, isPlain)
    objects.push({
      tag,
      value: text.slice(start, end),
      children: children instanceof Fault ? undefined : children,
      offset: at,
    })
    at = end
    if (tagNumber === CRC && level === ROOT && at < to) {
      return new Fault("text-after-crc", tag, at, text.slice(at, Math.min(to, at + 20)))
    }
  }
  return objects
}

/** Names the break at `at`, in the order in which a reader meets it. */
const faultAt = (text: string, at: number, to: number, end: number): Fault => {
  const tag = TAGS[twoDigits(text, at)] ?? ""
  const lengthAt = at + 2
  const start = at + HEADER_LENGTH
  if (lengthAt <= to && tag === "") return new Fault("malformed-tag", "", at, text.slice(at, lengthAt))
  if (start > to) return new Fault("truncated", tag, at, text.slice(at, to))
  const length = text.slice(lengthAt, start)
  if (length === "00") return new Fault("zero-length", tag, at)
  if (end < start) return new Fault("malformed-length", tag, at, length)
  return new Fault("overrun", tag, at, length, String(lengthInCharacters(text.slice(start, to))))
}

/** 0 to 99, or negative where two digits are not found. */
const twoDigits = (text: string, at: number): number => {
  const tens = text.charCodeAt(at) - 48
  const ones = text.charCodeAt(at + 1) - 48
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -1
}

/** The index after `count` characters from `at` on; beyond the text's end when it is too short. */
const endOfCharacters = (text: string, at: number, count: number): number => {
  let end = at + Math.min(count, 0)
  for (let left = count; left > 0; left--) {
    const isPair = isHighSurrogate(text.charCodeAt(end)) && isLowSurrogate(text.charCodeAt(end + 1))
    end += isPair ? 2 : 1
  }
  return end
}
