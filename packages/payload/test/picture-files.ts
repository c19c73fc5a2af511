import { readFile } from "node:fs/promises"
import { createRequire } from "node:module"
import { crc32, deflateSync } from "node:zlib"
import encodeWebp, { init } from "@jsquash/webp/encode.js"
import { GifWriter } from "omggif"
import type { PixelImage } from "../src/scan/index.js"

type Color = readonly [red: number, green: number, blue: number, alpha: number]

/** Modules of a symbol as pixels: what is dark and what is light, with room around. */
export const painted = (
  symbol: ReadonlyArray<ReadonlyArray<boolean>>,
  dark: Color,
  light: Color,
  scale = 4,
): PixelImage => {
  const side = symbol.length * scale
  const data = new Uint8ClampedArray(side * side * 4)
  for (let at = 0; at < side * side; at++) {
    const isDark = symbol[Math.floor(at / side / scale)]?.[Math.floor((at % side) / scale)] === true
    data.set(isDark ? dark : light, at * 4)
  }
  return { data, width: side, height: side }
}

const chunk = (type: string, content: Uint8Array): Uint8Array => {
  const named = Buffer.concat([Buffer.from(type, "latin1"), content])
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(content.length)
  check.writeUInt32BE(crc32(named))
  return Buffer.concat([length, named, check])
}

/** How a PNG writes its pixels; each sample is `depth` bits. */
export interface PngForm {
  readonly colorType: 0 | 2 | 3 | 4 | 6
  readonly depth: 1 | 2 | 4 | 8 | 16
  /** The samples of a pixel. */
  readonly samples: (color: Color) => ReadonlyArray<number>
  readonly palette?: ReadonlyArray<number>
  readonly transparency?: ReadonlyArray<number>
}

const packedRow = (samples: ReadonlyArray<number>, depth: number): Uint8Array => {
  const bits = samples.map((sample) => sample.toString(2).padStart(depth, "0")).join("")
  const bytes = bits.match(/.{1,8}/g) ?? []
  return Uint8Array.from(bytes, (byte) => Number.parseInt(byte.padEnd(8, "0"), 2))
}

/** A PNG file, made byte by byte, with chunks of the caller's between header and data. */
export const pngFile = (
  { data, width, height }: PixelImage,
  form: PngForm,
  more: ReadonlyArray<readonly [type: string, content: Uint8Array]> = [],
): Uint8Array<ArrayBuffer> => {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header[8] = form.depth
  header[9] = form.colorType
  const rows = Array.from({ length: height }, (_, y) => {
    const samples = Array.from({ length: width }, (_, x) => {
      const at = (y * width + x) * 4
      return form.samples([data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0, data[at + 3] ?? 0])
    })
    return Buffer.concat([Buffer.alloc(1), packedRow(samples.flat(), form.depth)])
  })
  return new Uint8Array(
    Buffer.concat([
      Buffer.from("\x89PNG\r\n\x1a\n", "latin1"),
      chunk("IHDR", header),
      ...more.map(([type, content]) => chunk(type, content)),
      ...(form.palette ? [chunk("PLTE", Uint8Array.from(form.palette))] : []),
      ...(form.transparency ? [chunk("tRNS", Uint8Array.from(form.transparency))] : []),
      chunk("IDAT", deflateSync(Buffer.concat(rows))),
      chunk("IEND", new Uint8Array()),
    ]),
  )
}

/** A GIF of two colours, one of which may be transparent; the picture may have a place on a larger canvas. */
export const gifFile = (
  { data, width, height }: PixelImage,
  transparent: "none" | "dark" | "light",
  darkColor = 0x000000,
): Uint8Array => {
  const buffer = new Uint8Array(width * height * 2 + 1024)
  const writer = new GifWriter(buffer, width, height, { palette: [darkColor, 0xffffff] })
  const isDark = Array.from({ length: width * height }, (_, at) => (data[at * 4] ?? 0) < 128)
  writer.addFrame(
    0,
    0,
    width,
    height,
    isDark.map((dark) => (dark ? 0 : 1)),
    transparent === "none" ? {} : { transparent: transparent === "dark" ? 0 : 1 },
  )
  return buffer.slice(0, writer.end())
}

/** A bitmap of 24 bits a pixel, or of 32 with transparency; bottom up, as most are. */
export const bmpFile = (
  { data, width, height }: PixelImage,
  bits: 24 | 32,
  isTopDown = false,
): Uint8Array => {
  const headerLength = bits === 24 ? 40 : 108
  const rowLength = Math.ceil((width * bits) / 32) * 4
  const file = Buffer.alloc(14 + headerLength + rowLength * height)
  file.write("BM", "latin1")
  file.writeUInt32LE(file.length, 2)
  file.writeUInt32LE(14 + headerLength, 10)
  file.writeUInt32LE(headerLength, 14)
  file.writeInt32LE(width, 18)
  file.writeInt32LE(isTopDown ? -height : height, 22)
  file.writeUInt16LE(1, 26)
  file.writeUInt16LE(bits, 28)
  if (bits === 32) {
    file.writeUInt32LE(3, 30)
    for (const [at, mask] of [0xff0000, 0xff00, 0xff, 0xff000000].entries())
      file.writeUInt32LE(mask, 54 + at * 4)
  }
  for (let y = 0; y < height; y++) {
    const row = 14 + headerLength + (isTopDown ? y : height - 1 - y) * rowLength
    for (let x = 0; x < width; x++) {
      const [red = 0, green = 0, blue = 0, alpha = 0] = data.subarray((y * width + x) * 4)
      const bytes = bits === 24 ? [blue, green, red] : [blue, green, red, alpha]
      file.set(bytes, row + x * bytes.length)
    }
  }
  return new Uint8Array(file)
}

const require = createRequire(import.meta.url)

/** A WebP file by libwebp: lossless, or as photos are. */
export const webpFile = async (image: PixelImage, isLossless: boolean): Promise<Uint8Array> => {
  const wasmBinary = await readFile(require.resolve("@jsquash/webp/codec/enc/webp_enc.wasm"))
  await init({ wasmBinary })
  const { data, width, height } = image
  const pixels = { data: new Uint8ClampedArray(data), width, height, colorSpace: "srgb" } as const
  return new Uint8Array(await encodeWebp(pixels, isLossless ? { lossless: 1 } : { quality: 60 }))
}
