import { imageDimensionsFromData } from "image-dimensions"
import { readBarcodes } from "zxing-wasm/reader"
import { type ParseResult, parse } from "../parse.js"
import { loadDecoder, type WasmSource } from "./decoder.js"
import { ScanError } from "./scan-error.js"

/** Red, green, blue, alpha of each pixel, as a canvas gives it. */
export interface PixelImage {
  readonly data: Uint8ClampedArray
  readonly width: number
  readonly height: number
}

/** How an image is scanned. */
export interface ScanOptions {
  /** The decoder's WebAssembly: bytes, or where to fetch them. Needed outside Node, once. */
  readonly wasm?: WasmSource
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
 * Finds the QR codes of an image, turned, inverted or askew ones too. An image without any gives an empty list.
 *
 * @param image bytes of a PNG or JPEG file, or pixels
 * @throws ScanError (as a rejection) when the image is no PNG or JPEG, is too large, or the decoder cannot be loaded
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
  checkSize(image, options.maxPixels ?? MAX_PIXELS)
  await loadDecoder(options.wasm)
  const found = await readBarcodes(decodable(image), { formats: ["QRCode"], tryHarder: true }).catch(
    (cause: unknown) => {
      throw new ScanError("unreadable-image", "The image cannot be decoded.", { cause })
    },
  )
  return found
    .filter(({ isValid }) => isValid)
    .map(({ bytes, text, position }) => {
      const payload = utf8(bytes) ?? text
      const { topLeft, topRight, bottomRight, bottomLeft } = position
      return { text: payload, result: parse(payload), corners: [topLeft, topRight, bottomRight, bottomLeft] }
    })
}

const checkSize = (image: Uint8Array | PixelImage, maxPixels: number): void => {
  const { width, height } = image instanceof Uint8Array ? dimensionsOf(image) : image
  const isSize = Number.isSafeInteger(width) && Number.isSafeInteger(height) && width > 0 && height > 0
  if (!isSize) throw new ScanError("unreadable-image", "Width and height are whole numbers of pixels.")
  if (!(image instanceof Uint8Array) && image.data.length !== width * height * 4) {
    throw new ScanError("unreadable-image", "Pixels are four bytes each, width times height of them.")
  }
  if (width * height > maxPixels) {
    throw new ScanError("too-large", `The image has ${width} x ${height} pixels, more than ${maxPixels}.`)
  }
}

/** `IHDR`, which every PNG begins with. */
const PNG_HEADER = [0x49, 0x48, 0x44, 0x52] as const

/**
 * Apple's optimised PNG has a chunk of its own in front of the header. Reader and decoder would look for the header in
 * different places, so that a file could promise one size and have another. A browser shows no such file either.
 */
const isPngProper = (file: Uint8Array): boolean => PNG_HEADER.every((byte, at) => file[12 + at] === byte)

/** Read from the header alone, so that a small file cannot ask for gigabytes of pixels. */
const dimensionsOf = (file: Uint8Array): { readonly width: number; readonly height: number } => {
  const dimensions = imageDimensionsFromData(file)
  const isKnown = dimensions?.type === "jpeg" || (dimensions?.type === "png" && isPngProper(file))
  if (dimensions === undefined || !isKnown) {
    throw new ScanError("unsupported-image", "The image is neither PNG nor JPEG.")
  }
  return dimensions
}

/**
 * The decoder's type wants the browser's `ImageData`, of which it reads these fields. They are named one by one: a
 * browser's own `ImageData` has them as getters, which spreading would lose.
 */
const decodable = (image: Uint8Array | PixelImage): Parameters<typeof readBarcodes>[0] => {
  if (image instanceof Uint8Array) return image
  const { data, width, height } = image
  return { data, width, height, colorSpace: "srgb" }
}

/** Payloads are UTF-8. The decoder's text is a guess at the characters that spells out control characters. */
const utf8 = (bytes: Uint8Array): string | undefined => {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}
