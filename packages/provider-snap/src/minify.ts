const QUOTE = 0x22
const BACKSLASH = 0x5c

/** JSON's white space: space, tab, line feed, carriage return. Others, such as U+00A0, are data. */
const isWhiteSpace = (byte: number): boolean =>
  byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d

/**
 * A JSON text without the white space outside its strings, and changed in nothing else: no order, no escape, no number
 * (SNAP BI, signature [S]). Works on bytes, in one pass, whatever they are: a text that is no JSON is
 * minified likewise.
 */
export const minify = (body: Uint8Array): Uint8Array => {
  const kept = new Uint8Array(body.length)
  let length = 0
  let isInString = false
  let isEscaped = false
  for (const byte of body) {
    if (!isInString && isWhiteSpace(byte)) continue
    kept[length++] = byte
    if (byte === QUOTE && !isEscaped) isInString = !isInString
    isEscaped = isInString && byte === BACKSLASH && !isEscaped
  }
  return length === body.length ? body : kept.subarray(0, length)
}
