import { imageDimensionsFromData } from "image-dimensions"
import type { PictureKind } from "./file-kind.js"

export interface Dimensions {
  readonly width: number
  readonly height: number
}

/** `IHDR`, which every PNG begins with. */
const PNG_HEADER = [0x49, 0x48, 0x44, 0x52] as const

/**
 * Apple's optimised PNG has a chunk of its own in front of the header. Reader and decoder would look for the header in
 * different places, so that a file could promise one size and have another. A browser shows no such file either.
 */
const isPngProper = (file: Uint8Array): boolean => PNG_HEADER.every((byte, at) => file[12 + at] === byte)

/** The headers of Windows' bitmaps have 40 bytes or more; OS/2's first one has 12, with shorter numbers. */
const OLD_BMP_HEADER = 12
const BMP_SIZES_END = 26

const bmpDimensions = (file: Uint8Array): Dimensions | undefined => {
  if (file.length < BMP_SIZES_END) return undefined
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength)
  return view.getUint32(14, true) === OLD_BMP_HEADER
    ? { width: view.getUint16(18, true), height: view.getUint16(20, true) }
    : // Negative: rows from top to bottom.
      { width: view.getInt32(18, true), height: Math.abs(view.getInt32(22, true)) }
}

/** Read from the header alone, so that a small file cannot ask for gigabytes of pixels. */
export const dimensionsOf = (file: Uint8Array, kind: PictureKind): Dimensions | undefined => {
  if (kind === "bmp") return bmpDimensions(file)
  if (kind === "png" && !isPngProper(file)) return undefined
  const dimensions = imageDimensionsFromData(file)
  return dimensions?.type === kind ? dimensions : undefined
}
