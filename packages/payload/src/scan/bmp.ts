import type { Dimensions } from "./dimensions.js"
import type { PixelImage } from "./pixels.js"

const BITS_AT = 28
const COMPRESSION_AT = 30
const BIT_FIELDS = 3
const MASKS_AT = 54
/** From this header on there is a mask for transparency. */
const HEADER_WITH_ALPHA = 56

const bytesShift = (mask: number): number | undefined => {
  const shift = [0, 8, 16, 24].find((bits) => mask === (0xff << bits) >>> 0)
  return shift
}

/**
 * The pixels of a bitmap that may be transparent: four bytes a pixel, one of them named as transparency. Undefined for
 * any other, which the code's decoder reads by itself.
 */
export const transparentBmp = (file: Uint8Array, { width, height }: Dimensions): PixelImage | undefined => {
  if (file.length < MASKS_AT + 16) return undefined
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength)
  const isCandidate =
    view.getUint32(14, true) >= HEADER_WITH_ALPHA &&
    view.getUint16(BITS_AT, true) === 32 &&
    view.getUint32(COMPRESSION_AT, true) === BIT_FIELDS
  if (!isCandidate) return undefined
  const shifts = [0, 4, 8, 12].map((mask) => bytesShift(view.getUint32(MASKS_AT + mask, true)))
  const start = view.getUint32(10, true)
  if (shifts.includes(undefined) || start + width * height * 4 > file.length) return undefined

  const isTopDown = view.getInt32(22, true) < 0
  const data = new Uint8ClampedArray(width * height * 4)
  for (let y = 0; y < height; y++) {
    const row = start + (isTopDown ? y : height - 1 - y) * width * 4
    for (let x = 0; x < width; x++) {
      const pixel = view.getUint32(row + x * 4, true)
      shifts.forEach((shift = 0, channel) => {
        data[(y * width + x) * 4 + channel] = (pixel >>> shift) & 0xff
      })
    }
  }
  return { data, width, height }
}
