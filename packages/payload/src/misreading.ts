import { frame } from "./framing.js"
import { type Issue, issue } from "./issue.js"
import { utf8 } from "./utf8.js"

/** As much of a web link as is shown. */
const SHOWN = 80

/**
 * What a text is whose framing is broken: a web link, or a payload that was written or read in another way. Undefined
 * where it is nothing that is known. A text of printable ASCII has only one reading.
 */
export const misreading = (text: string, isPlain: boolean): Issue | undefined => {
  if (/^\s*(https?:\/\/|www\.)/i.test(text)) {
    return issue("web-link", "error", "", 0, { found: text.slice(0, SHOWN) })
  }
  if (isPlain) return undefined
  if (isFramed(text, true)) return wrongUnit("UTF-16 units")
  const { bytes, length } = utf8(text)
  if (isFramed(String.fromCharCode(...bytes.subarray(0, length)), true)) return wrongUnit("UTF-8 bytes")
  if (/[^\0-\xff]/.test(text)) return undefined
  const written = new TextDecoder().decode(Uint8Array.from(text, (character) => character.charCodeAt(0)))
  return isFramed(written, false)
    ? issue("wrong-character-set", "error", "", 0, { found: "ISO-8859-1", allowed: "UTF-8" })
    : undefined
}

const wrongUnit = (found: string): Issue =>
  issue("wrong-length-unit", "error", "", 0, { rule: "4.4.1.1", found, allowed: "characters" })

const isFramed = (text: string, inUnits: boolean): boolean =>
  Array.isArray(frame(text, 0, text.length, "root", inUnits))
