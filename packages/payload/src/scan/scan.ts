import { type ReadResult, readBarcodes } from "zxing-wasm/reader"
import { issue } from "../issue.js"
import { type ParseResult, parse } from "../parse.js"
import { transparentBmp } from "./bmp.js"
import { mixedCharacterSets } from "./character-sets.js"
import { loadDecoder, type WasmSource } from "./decoder.js"
import { type Dimensions, dimensionsOf } from "./dimensions.js"
import { fileKind, isPicture, type PictureKind, unsupported } from "./file-kind.js"
import { gifPixels } from "./gif.js"
import { appearances, type PixelImage } from "./pixels.js"
import { transparentPng } from "./png.js"
import { ScanError } from "./scan-error.js"
import { webpPixels } from "./webp.js"

/** How an image is scanned. */
export interface ScanOptions {
  /** The decoder's WebAssembly, `zxing-wasm/reader/zxing_reader.wasm`. Needed outside Node, once. */
  readonly wasm?: WasmSource
  /** The same for WebP, `@jsquash/webp/codec/dec/webp_dec.wasm`. Needed outside Node with the first WebP. */
  readonly webpWasm?: WasmSource
  /** The largest image that is decoded. Default 50 million pixels, a phone's camera. */
  readonly maxPixels?: number
}

/** One QR code of an image. */
export interface ScannedCode {
  readonly text: string
  /** The text as a payload, or why it is none. */
  readonly result: ParseResult
  /** Corners in pixels: top left, top right, bottom right, bottom left, as the code stands. */
  readonly corners: readonly [Point, Point, Point, Point]
}

/** A place in an image, in pixels from its upper left corner. */
export interface Point {
  readonly x: number
  readonly y: number
}

const MAX_PIXELS = 50_000_000

/**
 * Finds the QR codes of an image, turned, inverted or askew ones too. An image without any gives an empty list. What is
 * transparent is laid on white, and where no code is found there, on black. Of an animation the first picture counts.
 *
 * @param image bytes of a PNG, JPEG, WebP, GIF or BMP file, or pixels
 * @throws ScanError (as a rejection) when the image is of another kind, which `format` names where it is known (PDF,
 * HEIC, SVG, …), is broken or too large, or the decoder cannot be loaded
 * @example
 * ```ts
 * import { readFile } from "node:fs/promises"
 * import { scan } from "@qriskit/payload/scan"
 *
 * const [code] = await scan(await readFile("qris.jpg"))
 * if (code?.result.ok) console.log(code.result.payload.value("59"))
 * ```
 */
export const scan = async (
  image: Uint8Array | PixelImage,
  options: ScanOptions = {},
): Promise<ReadonlyArray<ScannedCode>> => {
  const decoded = await decodedImage(image, options)
  await loadDecoder(options.wasm)
  for (const seen of decoded instanceof Uint8Array ? [decoded] : appearances(decoded)) {
    const codes = await codesIn(seen)
    if (codes.length > 0) return codes
  }
  return []
}

const codesIn = async (image: Uint8Array | PixelImage): Promise<ReadonlyArray<ScannedCode>> => {
  const found = await readBarcodes(decodable(image), { formats: ["QRCode"], tryHarder: true }).catch(
    (cause: unknown) => {
      throw new ScanError("unreadable-image", "The image cannot be decoded.", { cause })
    },
  )
  return found.filter(({ isValid }) => isValid).map(scannedCode)
}

const scannedCode = (read: ReadResult): ScannedCode => {
  const { bytes, text, position } = read
  const { topLeft, topRight, bottomRight, bottomLeft } = position
  const corners = [topLeft, topRight, bottomRight, bottomLeft] as const
  const payload = utf8(bytes)
  if (payload !== undefined) return { text: payload, result: parse(payload), corners }
  const mixed = mixedCharacterSets(read)
  if (mixed === undefined) return { text, result: parse(text), corners }
  const details = { found: mixed, allowed: "UTF-8" }
  return {
    text,
    result: { ok: false, issues: [issue("mixed-character-sets", "error", "", 0, details)] },
    corners,
  }
}

/** A file's bytes where the decoder reads it by itself, else pixels. */
const decodedImage = async (
  image: Uint8Array | PixelImage,
  { maxPixels = MAX_PIXELS, webpWasm }: ScanOptions,
): Promise<Uint8Array | PixelImage> => {
  if (!(image instanceof Uint8Array)) {
    checkSize(image, maxPixels)
    if (image.data.length !== image.width * image.height * 4) {
      throw new ScanError("unreadable-image", "Pixels are four bytes each, width times height of them.")
    }
    // Field by field: a browser's `ImageData` has them as getters.
    return { data: image.data, width: image.width, height: image.height }
  }
  const kind = fileKind(image)
  if (!isPicture(kind)) {
    throw new ScanError("unsupported-image", unsupported(kind), kind === undefined ? {} : { format: kind })
  }
  const size = dimensionsOf(image, kind)
  if (size === undefined) {
    throw new ScanError("unreadable-image", "The header of the file has no size.", { format: kind })
  }
  checkSize(size, maxPixels)
  try {
    return (await PIXELS[kind]?.(image, size, webpWasm)) ?? image
  } catch (cause) {
    if (cause instanceof ScanError) throw cause
    throw new ScanError("unreadable-image", "The image cannot be decoded.", { cause, format: kind })
  }
}

type Pixels = (
  file: Uint8Array,
  size: Dimensions,
  webpWasm: WasmSource | undefined,
) => Promise<PixelImage | undefined> | PixelImage | undefined

/** What the codes' decoder does not read, or reads as if nothing were transparent. */
const PIXELS: Readonly<Partial<Record<PictureKind, Pixels>>> = {
  png: transparentPng,
  gif: gifPixels,
  bmp: transparentBmp,
  webp: (file, _, wasm) => webpPixels(file, wasm),
}

const checkSize = ({ width, height }: Dimensions, maxPixels: number): void => {
  const isSize = Number.isSafeInteger(width) && Number.isSafeInteger(height) && width > 0 && height > 0
  if (!isSize) throw new ScanError("unreadable-image", "Width and height are whole numbers of pixels.")
  if (width * height > maxPixels) {
    throw new ScanError("too-large", `The image has ${width} x ${height} pixels, more than ${maxPixels}.`)
  }
}

/** The decoder's type wants the browser's `ImageData`, of which it reads these fields. */
const decodable = (image: Uint8Array | PixelImage): Parameters<typeof readBarcodes>[0] =>
  image instanceof Uint8Array ? image : { ...image, colorSpace: "srgb" }

/** Payloads are UTF-8. The decoder's text is a guess at the characters that spells out control characters. */
const utf8 = (bytes: Uint8Array): string | undefined => {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}
