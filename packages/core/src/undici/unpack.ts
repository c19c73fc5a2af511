import { brotliDecompressSync, gunzipSync, inflateSync } from "node:zlib"
import { MAX_BODY_BYTES } from "../transport.js"

const UNPACK: Readonly<Record<string, typeof gunzipSync>> = {
  gzip: gunzipSync,
  "x-gzip": gunzipSync,
  deflate: inflateSync,
  br: brotliDecompressSync,
}

/** Every layer costs time, and no server needs two. */
const MOST_LAYERS = 2

/**
 * The bytes of an answer that came packed though nobody asked for it: a gateway in between must not hide what became of
 * a payment. `undefined` where they would be too long. What cannot be unpacked stays as it is: it is no JSON, and the
 * failure names the encoding.
 */
export const unpacked = (body: Uint8Array, contentEncoding: string): Uint8Array | undefined => {
  const layers = contentEncoding
    .toLowerCase()
    .split(",")
    .map((layer) => layer.trim())
  const unpackers = layers.filter((layer) => layer !== "identity").map((layer) => UNPACK[layer])
  if (unpackers.length > MOST_LAYERS || body.length === 0) return body
  try {
    return unpackers.reduceRight<Uint8Array>((packed, unpack) => {
      if (unpack === undefined) throw new RangeError()
      return unpack(packed, { maxOutputLength: MAX_BODY_BYTES })
    }, body)
  } catch (error) {
    const isTooLong = error instanceof Error && "code" in error && error.code === "ERR_BUFFER_TOO_LARGE"
    return isTooLong ? undefined : body
  }
}
