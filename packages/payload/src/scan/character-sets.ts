import type { ReadResult } from "zxing-wasm/reader"

/** Some of the numbers by which a code names the character set of what follows (ECI). */
const NAMES: Readonly<Record<string, string>> = {
  "3": "ISO-8859-1",
  "20": "Shift_JIS",
  "26": "UTF-8",
  "28": "Big5",
  "29": "GB 18030",
}
const UTF_8 = "26"

/**
 * The character sets of a code whose bytes are not UTF-8, where it has several: decoders read those in different ways,
 * many of them as garbage. Undefined where it has one, as far as can be seen.
 */
export const mixedCharacterSets = ({ bytesECI }: Pick<ReadResult, "bytesECI">): string | undefined => {
  const designators = new TextDecoder("latin1").decode(bytesECI).matchAll(/\\(\d{6})/g)
  const numbers = [...new Set(Array.from(designators, ([, number = ""]) => String(Number(number))))]
  const names = numbers.map((number) => NAMES[number] ?? `ECI ${number}`)
  if (names.length > 1) return names.join(", ")
  // It says that it is UTF-8 and is not: a part in another mode, such as kanji, came after.
  return numbers[0] === UTF_8 ? "UTF-8, Shift_JIS" : undefined
}
