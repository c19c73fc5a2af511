/**
 * CRC-16/CCITT-FALSE of a text's UTF-8 bytes, as QRIS and EMVCo want it in tag 63: polynomial 0x1021,
 * initial value 0xFFFF, no reflection, no final xor, four upper-case hexadecimal digits.
 *
 * @param text what the check covers: the whole payload up to and including `6304`
 * @example crc16("123456789") // "29B1"
 */
export const crc16 = (text: string): string => toHex(crcOfPrefix(text, text.length))

/** The check over the first `end` UTF-16 units of `text`. */
export const crcOfPrefix = (text: string, end: number): number => {
  const crc = crcOfAscii(text, end)
  return crc === NOT_ASCII ? crcOfBytes(new TextEncoder().encode(text.slice(0, end))) : crc
}

export const toHex = (crc: number): string => (HEX[crc >> 8] ?? "") + (HEX[crc & 0xff] ?? "")

const HEX: ReadonlyArray<string> = Array.from({ length: 256 }, (_, byte) =>
  byte.toString(16).toUpperCase().padStart(2, "0"),
)

export const NOT_ASCII = -1

/**
 * The same for ASCII, straight from the string, four characters a step; {@link NOT_ASCII} when a character is
 * outside, so that one pass tells a parser both the check and whether characters and UTF-16 units can differ.
 */
export const crcOfAscii = (text: string, end: number): number => {
  let crc = 0xffff
  let union = 0
  let at = 0
  for (const last = end - 3; at < last; at += 4) {
    const first = text.charCodeAt(at)
    const second = text.charCodeAt(at + 1)
    const third = text.charCodeAt(at + 2)
    const fourth = text.charCodeAt(at + 3)
    union |= first | second | third | fourth
    crc = step(3, (crc >> 8) ^ first) ^ step(2, (crc & 0xff) ^ second) ^ step(1, third) ^ step(0, fourth)
  }
  for (; at < end; at++) {
    const code = text.charCodeAt(at)
    union |= code
    crc = (crc << 8) ^ step(0, (crc >> 8) ^ code)
    crc &= 0xffff
  }
  return union < 0x80 ? crc : NOT_ASCII
}

const crcOfBytes = (bytes: Uint8Array): number => {
  let crc = 0xffff
  for (const byte of bytes) crc = ((crc << 8) ^ step(0, (crc >> 8) ^ byte)) & 0xffff
  return crc
}

/** What a byte contributes to the check when `following` more bytes come after it (0 to 3). */
const step = (following: number, byte: number): number => TABLE[(following << 8) | (byte & 0xff)] ?? 0

const TABLE = /* @__PURE__ */ contributions()

function contributions(): Uint16Array {
  const table = new Uint16Array(4 * 256)
  for (let entry = 0; entry < table.length; entry++) {
    let crc = entry < 256 ? entry << 8 : (table[entry - 256] ?? 0)
    for (let bit = 0; bit < 8; bit++) crc = ((crc << 1) ^ (crc & 0x8000 ? 0x1021 : 0)) & 0xffff
    table[entry] = crc
  }
  return table
}
