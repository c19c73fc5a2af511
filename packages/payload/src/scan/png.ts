import type { DecodedPng } from "fast-png"
import type { Dimensions } from "./dimensions.js"
import type { PixelImage } from "./pixels.js"

/** A part of a PNG file: four letters, and its bytes with length, name and check. */
interface Chunk {
  readonly name: string
  readonly bytes: Uint8Array
}

const SIGNATURE_LENGTH = 8
/** Length and name in front of a chunk's data, its check behind. */
const HEAD = 8
const CHECK = 4

const chunksOf = (file: Uint8Array): ReadonlyArray<Chunk> => {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength)
  const chunks: Array<Chunk> = []
  for (let at = SIGNATURE_LENGTH; at + HEAD <= file.length; ) {
    const end = at + HEAD + view.getUint32(at) + CHECK
    chunks.push({
      name: String.fromCharCode(...file.subarray(at + 4, at + HEAD)),
      bytes: file.subarray(at, end),
    })
    at = end
  }
  return chunks
}

/** What the picture needs. Everything else is left out before it is decoded: it could be packed without bound. */
const NEEDED = ["IHDR", "PLTE", "tRNS", "IDAT", "IEND"]

const CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }
const DEPTH_AT = HEAD + 8
const COLOR_TYPE_AT = HEAD + 9

/** Twice as many bytes as the rows have covers interlaced pictures, too. */
const mostBytes = (header: Uint8Array, { width, height }: Dimensions): number => {
  const bits = (header[DEPTH_AT] ?? 0) * (CHANNELS[header[COLOR_TYPE_AT] ?? 0] ?? 0)
  return 2 * height * (1 + Math.ceil((width * bits) / 8))
}

/**
 * True when packed data has no more than `most` bytes, as far as it can be unpacked. It is unpacked piece by piece and
 * thrown away.
 */
const unpacksWithin = async (most: number, packed: ReadonlyArray<Uint8Array>): Promise<boolean> => {
  const parts = packed.map((part) => Uint8Array.from(part))
  const unpacked = new Blob(parts).stream().pipeThrough(new DecompressionStream("deflate"))
  let length = 0
  try {
    for await (const piece of unpacked) {
      length += piece.length
      // Leaving the loop cancels the stream.
      if (length > most) return false
    }
  } catch {
    // What comes after the break is nobody's: whoever decodes it says so.
  }
  return true
}

const joined = (parts: ReadonlyArray<Uint8Array>): Uint8Array => {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

/**
 * The pixels of a PNG that may be transparent. Undefined for any other, which the code's decoder reads by itself.
 * Throws for what is broken, and for a picture whose data would unpack to more than its pixels.
 */
export const transparentPng = async (file: Uint8Array, size: Dimensions): Promise<PixelImage | undefined> => {
  const chunks = chunksOf(file).filter(({ name }) => NEEDED.includes(name))
  const [header, ...rest] = chunks
  if (header === undefined || rest.some(({ name }) => name === "IHDR")) throw new RangeError("not one header")
  const packed = rest.filter(({ name }) => name === "IDAT").map(({ bytes }) => bytes.subarray(HEAD, -CHECK))
  if (!(await unpacksWithin(mostBytes(header.bytes, size), packed)))
    throw new RangeError("more than its pixels")

  const colorType = header.bytes[COLOR_TYPE_AT]
  const mayBeTransparent = colorType === 4 || colorType === 6 || rest.some(({ name }) => name === "tRNS")
  if (!mayBeTransparent) return undefined
  // Loaded when it is needed, so that pages that scan a camera do without.
  const { convertIndexedToRgb, decode } = await import("fast-png")
  const png = decode(joined([file.subarray(0, SIGNATURE_LENGTH), ...chunks.map(({ bytes }) => bytes)]))
  if (png.palette === undefined) return rgba(png)
  // Where only some colours are transparent, the others are three bytes and not four.
  const palette = png.palette.map(([red = 0, green = 0, blue = 0, alpha = 255]) => [red, green, blue, alpha])
  return { ...size, data: new Uint8ClampedArray(convertIndexedToRgb({ ...png, palette })) }
}

/** Samples of a pixel, each as it is in the file, before the colours that stand for transparent ones. */
const rgba = (png: DecodedPng): PixelImage => {
  const { width, height, depth } = png
  const samples = depth < 8 ? unpackedBits(png) : png.data
  const { channels, transparency } = png
  const most = 2 ** depth - 1
  const data = new Uint8ClampedArray(width * height * 4)
  const isGrey = channels < 3
  for (let pixel = 0; pixel < width * height; pixel++) {
    const from = pixel * channels
    const color = [0, isGrey ? 0 : 1, isGrey ? 0 : 2].map((channel) => samples[from + channel] ?? 0)
    const isKey =
      transparency !== undefined && color.every((sample, at) => sample === transparency[isGrey ? 0 : at])
    const alpha = channels % 2 === 0 ? (samples[from + channels - 1] ?? 0) : isKey ? 0 : most
    data.set(
      [...color, alpha].map((sample) => (sample * 255) / most),
      pixel * 4,
    )
  }
  return { data, width, height }
}

/** One sample a byte; in the file several share one, and each row begins with a byte of its own. */
const unpackedBits = ({ data, width, height, depth }: DecodedPng): Uint8Array => {
  const samples = new Uint8Array(width * height)
  const rowBytes = Math.ceil((width * depth) / 8)
  for (let at = 0; at < samples.length; at++) {
    const bit = (at % width) * depth
    const byte = data[Math.floor(at / width) * rowBytes + (bit >> 3)] ?? 0
    samples[at] = (byte >> (8 - depth - (bit & 7))) & (2 ** depth - 1)
  }
  return samples
}
