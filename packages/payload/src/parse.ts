import { checkOf, crc16, isPlainCheck, toHex } from "./crc16.js"
import { lengthInCharacters } from "./data-object.js"
import { frame } from "./framing.js"
import { type Issue, issue } from "./issue.js"
import { misreading } from "./misreading.js"
import { QrisPayload } from "./payload.js"
import { utf8 } from "./utf8.js"

/** What a text holds, or why its framing cannot be read. */
export type ParseResult =
  | { readonly ok: true; readonly payload: QrisPayload }
  | { readonly ok: false; readonly issues: ReadonlyArray<Issue> }

/** How a text is read. */
export interface ParseOptions {
  /** The longest text that is read, in characters. Default 512 (rule 4.1). */
  readonly maxLength?: number
}

export const MAX_LENGTH = 512
const CRC_LENGTH = 4
/** Only these have small letters that mean the same: the capital of a ligature such as `ﬀ` is `FF`, too. */
const HEX_DIGITS = /^[\da-f]{4}$/i

/**
 * Reads the text of a QR code. Lenient and without loss: only broken framing fails; whether the content keeps
 * the rules is `validate`'s to say. Never throws; time is linear in the text, which is refused unread when it is
 * longer than `maxLength`.
 *
 * @example
 * ```ts
 * import { parse } from "@qriskit/payload"
 *
 * const nameIn = (text: string): string | undefined => {
 *   const result = parse(text)
 *   if (result.ok) return result.payload.value("59")
 *   console.log(result.issues)
 *   return undefined
 * }
 * ```
 */
export const parse = (text: string, options?: ParseOptions): ParseResult => {
  const maxLength = options?.maxLength ?? MAX_LENGTH
  if (typeof text !== "string") return refused(issue("not-text", "error", "", 0, { found: typeof text }))
  if (text.length === 0) return refused(issue("empty", "error", "", 0))
  // A character has at most two units: a text of more than twice as many is not even counted.
  if (text.length > maxLength && (text.length > 2 * maxLength || lengthInCharacters(text) > maxLength)) {
    return refused(issue("too-long", "error", "", 0, { rule: "4.1", allowed: String(maxLength) }))
  }

  const { bytes, length } = utf8(text)
  const check = checkOf(bytes, length - CRC_LENGTH, length)
  const isPlain = isPlainCheck(check)
  const objects = frame(text, 0, text.length, "root", isPlain)
  if (!Array.isArray(objects)) return refused(misreading(text, isPlain) ?? objects)

  // Framing lets tag 63 occur only as the last object.
  const last = objects[objects.length - 1]
  if (last?.tag !== "63") return { ok: true, payload: new QrisPayload(text, objects, undefined, isPlain) }
  const stated = last.value
  const end = text.length - stated.length
  const isUsual = isPlain && stated.length === CRC_LENGTH
  const computed = isUsual ? toHex(check) : crc16(text.slice(0, end))
  const isValid = stated === computed || (HEX_DIGITS.test(stated) && stated.toUpperCase() === computed)
  const payload = new QrisPayload(text, objects, { stated, computed, isValid }, isPlain)
  return { ok: true, payload }
}

const refused = (...issues: ReadonlyArray<Issue>): ParseResult => ({ ok: false, issues })
