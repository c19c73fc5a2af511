/** Red, green, blue, alpha of each pixel, as a canvas gives it. */
export interface PixelImage {
  readonly data: Uint8ClampedArray
  readonly width: number
  readonly height: number
}

const OPAQUE = 255
const ALPHA = 3

const isTransparent = ({ data }: PixelImage): boolean => {
  for (let at = ALPHA; at < data.length; at += 4) if (data[at] !== OPAQUE) return true
  return false
}

const WHITE = 255
const BLACK = 0

/** The image on a background of one shade of grey: what a browser shows of it there. */
const laidOn = (shade: number, { data, width, height }: PixelImage): PixelImage => {
  const flat = new Uint8ClampedArray(data.length)
  for (let at = 0; at < data.length; at += 4) {
    const alpha = (data[at + ALPHA] ?? 0) / OPAQUE
    for (let channel = 0; channel < ALPHA; channel++) {
      flat[at + channel] = (data[at + channel] ?? 0) * alpha + shade * (1 - alpha)
    }
    flat[at + ALPHA] = OPAQUE
  }
  return { data: flat, width, height }
}

/**
 * What may be seen of an image: itself, or, where it is transparent, the image on white, then on black. A decoder
 * ignores transparency, and would see black on black in most codes that were cut out.
 */
export function* appearances(image: PixelImage): Generator<PixelImage> {
  if (!isTransparent(image)) {
    yield image
    return
  }
  yield laidOn(WHITE, image)
  yield laidOn(BLACK, image)
}
