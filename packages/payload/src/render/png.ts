import { encode } from "fast-png"
import { type QrSymbol, qrSymbol, type SymbolOptions } from "./symbol.js"

/** How a PNG is drawn. */
export interface PngOptions extends SymbolOptions {
  /** Pixels of a module's side, 1 to 64. Default 8, some 500 pixels for a usual payload. */
  readonly moduleSize?: number
}

const LARGEST_MODULE = 64

/**
 * Draws a payload as a PNG image, one bit a pixel, black on white.
 *
 * @throws RenderError when no QR code can hold the text
 * @throws RangeError when the module size is not a whole number from 1 to 64
 * @example
 * ```ts
 * import { writeFile } from "node:fs/promises"
 * import { renderPng } from "@qriskit/payload/render"
 *
 * const save = (payload: string) => writeFile("qris.png", renderPng(payload))
 * ```
 */
export const renderPng = (payload: string, options: PngOptions = {}): Uint8Array<ArrayBuffer> => {
  const { moduleSize = 8 } = options
  if (!Number.isInteger(moduleSize) || moduleSize < 1 || moduleSize > LARGEST_MODULE) {
    throw new RangeError(`moduleSize is 1 to ${LARGEST_MODULE} whole pixels, not ${moduleSize}.`)
  }
  const symbol = qrSymbol(payload, options)
  const side = symbol.length * moduleSize
  const data = pixels(symbol, moduleSize)
  return new Uint8Array(encode({ width: side, height: side, depth: 1, channels: 1, data }))
}

/**
 * The same as a `data:` URL, for an `<img>`.
 *
 * @throws RenderError when no QR code can hold the text
 */
export const renderDataUrl = (payload: string, options: PngOptions = {}): string => {
  const bytes = renderPng(payload, options)
  return `data:image/png;base64,${btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""))}`
}

/** Rows of bits, each row from a byte of its own; a set bit is white. */
const pixels = (symbol: QrSymbol, moduleSize: number): Uint8Array => {
  const side = symbol.length * moduleSize
  const rowBytes = Math.ceil(side / 8)
  const data = new Uint8Array(rowBytes * side)
  symbol.forEach((modules, moduleY) => {
    const row = new Uint8Array(rowBytes)
    for (let x = 0; x < side; x++) {
      const isDark = modules[Math.floor(x / moduleSize)] === true
      if (!isDark) row[x >> 3] = (row[x >> 3] ?? 0) | (0x80 >> (x & 7))
    }
    for (let y = 0; y < moduleSize; y++) data.set(row, (moduleY * moduleSize + y) * rowBytes)
  })
  return data
}
