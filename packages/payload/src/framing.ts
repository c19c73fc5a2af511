import {
  type DataObject,
  findObject,
  HEADER_LENGTH,
  isHighSurrogate,
  isLowSurrogate,
  lengthInCharacters,
  TWO_DIGITS,
} from "./data-object.js"
import { type FramingCode, type Issue, issue, joinPath } from "./issue.js"

const CRC = 63

/** Where data objects stand: at the first level, in tag 62, or in any other template. */
export type Level = "root" | "62" | "template"

/** The level inside a tag, where that is a template (spec section 3). */
const levelInside = (level: Level, tag: number): Level | undefined => {
  // 02-25 are card schemes' primitives; inside 62, 50 to 99 are templates of payment systems (EMVCo).
  if (level === "root") {
    if (tag === 62) return "62"
    return (tag >= 26 && tag <= 51) || tag === 64 || tag >= 80 ? "template" : undefined
  }
  return level === "62" && tag >= 50 ? "template" : undefined
}

/**
 * Cuts `text[from, to)` into data objects, in time linear in its length, or says where that fails first.
 * A template whose inside is broken stays a plain value without children: acquirers put free text into
 * templates (62.50, 62.60, 62.98; spec section 6).
 *
 * @param isPlain false when a character may be two UTF-16 units, so that lengths have to be walked
 * @param parent the path of the template that is cut, for the issue
 */
export const frame = (
  text: string,
  from: number,
  to: number,
  level: Level,
  isPlain: boolean,
  parent = "",
): Array<DataObject> | Issue => {
  const objects: Array<DataObject> = []
  let highest = -1
  let at = from
  while (at < to) {
    const tagNumber = twoDigits(text, at)
    const length = twoDigits(text, at + 2)
    const start = at + HEADER_LENGTH
    const end = isPlain ? start + length : endOfCharacters(text, start, length)
    if (tagNumber < 0 || length <= 0 || end > to) return breakAt(text, at, to, end, parent)

    const tag = TWO_DIGITS[tagNumber] ?? ""
    // Most payloads are in ascending order, where no tag can repeat; there are at most 100 to look through.
    if (tagNumber > highest) highest = tagNumber
    else if (findObject(objects, tag) !== undefined) {
      return issue("duplicate-tag", "error", joinPath(parent, tag), at, { rule: "4.3.1.2" })
    }
    const inside = levelInside(level, tagNumber)
    const children = inside && frame(text, start, end, inside, isPlain)
    objects.push({
      tag,
      value: text.slice(start, end),
      children: Array.isArray(children) ? children : undefined,
      offset: at,
    })
    at = end
    if (tagNumber === CRC && level === "root" && at < to) {
      return issue("text-after-crc", "error", tag, at, { rule: "4.6.1.2", found: text.slice(at, at + 20) })
    }
  }
  return objects
}

/** Names the break at `at`, in the order in which a reader meets it. */
const breakAt = (text: string, at: number, to: number, end: number, parent: string): Issue => {
  const broken = (code: FramingCode, rule: string, found: string, allowed?: string): Issue =>
    issue(code, "error", joinPath(parent, tag), at, { rule, found, ...(allowed && { allowed }) })
  const tag = TWO_DIGITS[twoDigits(text, at)] ?? ""
  const lengthAt = at + 2
  const start = at + HEADER_LENGTH
  if (lengthAt <= to && tag === "") return broken("malformed-tag", "4.3.1.1", text.slice(at, lengthAt))
  if (start > to) return broken("truncated", "4.4.1.2", text.slice(at, to))
  const length = text.slice(lengthAt, start)
  if (length === "00") return broken("zero-length", "3.2", length)
  if (end < start) return broken("malformed-length", "4.4.1.2", length)
  return broken("overrun", "4.4.1.1", length, String(lengthInCharacters(text.slice(start, to))))
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
