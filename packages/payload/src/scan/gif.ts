import type { Dimensions } from "./dimensions.js"
import type { PixelImage } from "./pixels.js"

/** The first picture of a GIF on its canvas, transparent where it draws nothing. Throws for what is broken. */
export const gifPixels = async (file: Uint8Array, { width, height }: Dimensions): Promise<PixelImage> => {
  const { GifReader } = await import("omggif")
  const reader = new GifReader(file)
  const frame = reader.frameInfo(0)
  // A picture may be said to be larger than the canvas that it is drawn on.
  if (frame.x + frame.width > width || frame.y + frame.height > height)
    throw new RangeError("beyond its canvas")
  const data = new Uint8ClampedArray(width * height * 4)
  reader.decodeAndBlitFrameRGBA(0, data)
  return { data, width, height }
}
