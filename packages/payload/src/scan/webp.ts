import { type WasmSource, wasmBytes } from "./decoder.js"
import type { PixelImage } from "./pixels.js"
import { ScanError } from "./scan-error.js"

type Decode = (file: ArrayBuffer) => Promise<PixelImage>

/** Loaded with the first WebP, once for all; a failed attempt does not count. */
let loading: Promise<Decode> | undefined

const WASM = "@jsquash/webp/codec/dec/webp_dec.wasm"

const load = async (source: WasmSource | undefined): Promise<Decode> => {
  try {
    const wasmBinary = await wasmBytes(source, WASM, "webpWasm")
    const { default: decode, init } = await import("@jsquash/webp/decode.js")
    // Its complaints become our errors, and nothing else.
    await init({ wasmBinary, print: () => {}, printErr: () => {} })
    return (file) => decode(file)
  } catch (cause) {
    if (cause instanceof ScanError) throw cause
    throw new ScanError("decoder-not-loaded", "The WebAssembly that reads WebP cannot be loaded.", { cause })
  }
}

/** In its header: the file has several pictures. */
const isAnimated = (file: Uint8Array): boolean =>
  String.fromCharCode(...file.subarray(12, 16)) === "VP8X" && ((file[20] ?? 0) & 0x02) !== 0

/** The pixels of a WebP file. Rejects for what is broken. */
export const webpPixels = async (file: Uint8Array, source: WasmSource | undefined): Promise<PixelImage> => {
  if (isAnimated(file)) {
    throw new ScanError(
      "unsupported-image",
      "The file is an animated WebP: save one of its pictures as PNG.",
      {
        format: "webp",
      },
    )
  }
  // The decoder leaves a class `ImageData` behind where there is none, by which others tell browsers.
  const hadImageData = "ImageData" in globalThis
  loading ??= load(source).catch((error: unknown) => {
    loading = undefined
    throw error
  })
  try {
    const decode = await loading
    const { data, width, height } = await decode(Uint8Array.from(file).buffer)
    return { data, width, height }
  } finally {
    if (!hadImageData) Reflect.deleteProperty(globalThis, "ImageData")
  }
}
