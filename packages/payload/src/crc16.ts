import { utf8 } from "./utf8.js"

/**
 * CRC-16/CCITT-FALSE of a text's UTF-8 bytes, as QRIS and EMVCo want it in tag 63: polynomial 0x1021,
 * initial value 0xFFFF, no reflection, no final xor, four upper-case hexadecimal digits.
 *
 * @param text what the check covers: the whole payload up to and including `6304`
 * @example
 * ```ts
 * import { crc16 } from "@qriskit/payload"
 *
 * crc16("123456789") // "29B1"
 * ```
 */
export const crc16 = (text: string): string => {
  const { bytes, length } = utf8(text)
  return toHex(checkOf(bytes, length))
}

/** Set in a check beside the CRC's 16 bits when a byte was not printable ASCII. */
const NOT_PLAIN = 0x10000

/**
 * The CRC of the bytes before `end` (of none where it is negative), and in the same pass whether all before `length`
 * are plain, that is printable ASCII: read them from the result with {@link toHex} and {@link isPlainCheck}. Eight
 * bytes a step.
 */
export const checkOf = (bytes: Uint8Array, end: number, length = end): number => {
  let crc = 0xffff
  let signs = 0
  let at = 0
  for (const last = end - 7; at < last; at += 8) {
    const byte0 = bytes[at] ?? 0
    const byte1 = bytes[at + 1] ?? 0
    const byte2 = bytes[at + 2] ?? 0
    const byte3 = bytes[at + 3] ?? 0
    const byte4 = bytes[at + 4] ?? 0
    const byte5 = bytes[at + 5] ?? 0
    const byte6 = bytes[at + 6] ?? 0
    const byte7 = bytes[at + 7] ?? 0
    signs |= outside(byte0) | outside(byte1) | outside(byte2) | outside(byte3)
    signs |= outside(byte4) | outside(byte5) | outside(byte6) | outside(byte7)
    crc =
      step(7, (crc >> 8) ^ byte0) ^
      step(6, (crc & 0xff) ^ byte1) ^
      step(5, byte2) ^
      step(4, byte3) ^
      step(3, byte4) ^
      step(2, byte5) ^
      step(1, byte6) ^
      step(0, byte7)
  }
  for (; at < end; at++) {
    const byte = bytes[at] ?? 0
    signs |= outside(byte)
    crc = ((crc << 8) ^ step(0, (crc >> 8) ^ byte)) & 0xffff
  }
  for (; at < length; at++) signs |= outside(bytes[at] ?? 0)
  return signs < 0 ? crc | NOT_PLAIN : crc
}

export const isPlainCheck = (check: number): boolean => check < NOT_PLAIN

export const toHex = (check: number): string => (HEX[(check >> 8) & 0xff] ?? "") + (HEX[check & 0xff] ?? "")

/** Negative for a byte that is not printable ASCII. */
const outside = (byte: number): number => (byte - 0x20) | (0x7e - byte)

/** What a byte contributes to the check when `following` more bytes come after it (0 to 7). */
const step = (following: number, byte: number): number => TABLE[(following << 8) | byte] ?? 0

const TABLE = /* @__PURE__ */ contributions()

function contributions(): Uint16Array {
  const table = new Uint16Array(8 * 256)
  for (let entry = 0; entry < table.length; entry++) {
    let crc = entry < 256 ? entry << 8 : (table[entry - 256] ?? 0)
    for (let bit = 0; bit < 8; bit++) crc = ((crc << 1) ^ (crc & 0x8000 ? 0x1021 : 0)) & 0xffff
    table[entry] = crc
  }
  return table
}

const HEX: ReadonlyArray<string> = /* @__PURE__ */ Array.from({ length: 256 }, (_, byte) =>
  byte.toString(16).toUpperCase().padStart(2, "0"),
)
