/** A text's bytes; those beyond `length` mean nothing. */
export interface Utf8 {
  readonly bytes: Uint8Array
  readonly length: number
}

/** The longest text, in UTF-16 units, whose bytes go into the shared buffer. */
const SHARED_UNITS = 512
const MOST_BYTES_PER_UNIT = 3

const encoder = /* @__PURE__ */ new TextEncoder()
/** Written and read within one call, never across: nothing here waits. */
const shared = /* @__PURE__ */ new Uint8Array(SHARED_UNITS * MOST_BYTES_PER_UNIT)

/** Encodes a text. The bytes are good until the next call. */
export const utf8 = (text: string): Utf8 => {
  const bytes = text.length > SHARED_UNITS ? new Uint8Array(text.length * MOST_BYTES_PER_UNIT) : shared
  return { bytes, length: encoder.encodeInto(text, bytes).written }
}
