import { StandeeError } from "./standee-error.js"

/** What Windows' Latin character set has between its two halves, which are ISO-8859-1's. */
const BETWEEN: Readonly<Record<string, number>> = {
  "€": 0x80,
  "…": 0x85,
  "‘": 0x91,
  "’": 0x92,
  "“": 0x93,
  "”": 0x94,
  "•": 0x95,
  "–": 0x96,
  "—": 0x97,
  "™": 0x99,
}

const isLatin1 = (code: number): boolean => (code >= 0x20 && code <= 0x7e) || (code >= 0xa0 && code <= 0xff)

/** A text as a PDF's hexadecimal string in the one character set that its own fonts have. */
export const winAnsiHex = (text: string): string => {
  const bytes = Array.from(text, (character) => {
    const code = character.codePointAt(0) ?? 0
    const byte = isLatin1(code) ? code : BETWEEN[character]
    if (byte === undefined) {
      throw new StandeeError(
        "unprintable-text",
        `The PDF's fonts have no "${character}": draw the standee as SVG.`,
      )
    }
    return byte.toString(16).padStart(2, "0")
  })
  return `<${bytes.join("")}>`
}
