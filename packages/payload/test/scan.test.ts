import { crc32, deflateRawSync } from "node:zlib"
import { decode as decodePng } from "fast-png"
import { encode as encodeJpeg } from "jpeg-js"
import { describe, expect, test } from "vitest"
import { encode } from "../src/index.js"
import { renderPng } from "../src/render/index.js"
import { type PixelImage, ScanError, scan } from "../src/scan/index.js"
import { SAMPLES } from "./samples.js"

const ONE = SAMPLES.winpayDynamic.payload
const OTHER = SAMPLES.zipayStatic.payload

/** A symbol as the pixels of a canvas, on grey, moved and with room around. */
const pixels = (payload: string, left = 40, room = 80): PixelImage => {
  const { width: side, data: bits } = decodePng(renderPng(payload, { moduleSize: 4 }))
  const width = side + room
  const data = new Uint8ClampedArray(width * width * 4).fill(200)
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const bit = ((bits[y * Math.ceil(side / 8) + (x >> 3)] ?? 0) >> (7 - (x & 7))) & 1
      const at = ((y + 40) * width + x + left) * 4
      data.set([bit * 255, bit * 255, bit * 255, 255], at)
    }
  }
  return { data, width, height: width }
}

const turned = ({ data, width, height }: PixelImage): PixelImage => {
  const other = new Uint8ClampedArray(data.length)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      other.set(
        data.subarray((y * width + x) * 4, (y * width + x) * 4 + 4),
        (x * height + (height - 1 - y)) * 4,
      )
    }
  }
  return { data: other, width: height, height: width }
}

const beside = (left: PixelImage, right: PixelImage): PixelImage => {
  const width = left.width + right.width
  const height = Math.max(left.height, right.height)
  const data = new Uint8ClampedArray(width * height * 4).fill(255)
  for (const [image, offset] of [
    [left, 0],
    [right, left.width],
  ] as const) {
    for (let y = 0; y < image.height; y++) {
      data.set(image.data.subarray(y * image.width * 4, (y + 1) * image.width * 4), (y * width + offset) * 4)
    }
  }
  return { data, width, height }
}

test("a browser's ImageData, whose fields are getters, is read like any pixels", async () => {
  const { data, width, height } = pixels(ONE)
  class ImageData {
    get data() {
      return data
    }
    get width() {
      return width
    }
    get height() {
      return height
    }
  }
  expect((await scan(new ImageData())).map(({ text }) => text)).toEqual([ONE])
})

test("pixels of a canvas give text, payload and place", async () => {
  const [code, ...others] = await scan(pixels(ONE))
  expect(others).toEqual([])
  expect(code?.text).toBe(ONE)
  expect(code?.result.ok && code.result.payload.value("59")).toBe("TOKO WINPAY")
  const [topLeft] = code?.corners ?? []
  expect(topLeft?.x).toBeGreaterThan(40)
  expect(topLeft?.x).toBeLessThan(80)
})

test("a JPEG is read", async () => {
  const { data, width, height } = pixels(ONE)
  const { data: jpeg } = encodeJpeg({ data: Buffer.from(data.buffer), width, height }, 60)
  expect((await scan(new Uint8Array(jpeg))).map(({ text }) => text)).toEqual([ONE])
})

test("a turned code is read", async () => {
  expect((await scan(turned(pixels(ONE)))).map(({ text }) => text)).toEqual([ONE])
})

test("an inverted code is read", async () => {
  const image = pixels(ONE)
  for (let at = 0; at < image.data.length; at += 4) {
    for (let channel = 0; channel < 3; channel++)
      image.data[at + channel] = 255 - (image.data[at + channel] ?? 0)
  }
  expect((await scan(image)).map(({ text }) => text)).toEqual([ONE])
})

test("two codes of one image are both found", async () => {
  const found = await scan(beside(pixels(ONE), pixels(OTHER)))
  expect(new Set(found.map(({ text }) => text))).toEqual(new Set([ONE, OTHER]))
})

test("Chinese in UTF-8 is read as such", async () => {
  const { payload } = SAMPLES.bestTransport
  const [code] = await scan(renderPng(payload))
  expect(code?.result.ok && code.result.payload.value("64", "02")).toBe("北京")
})

test("control characters are read as they are, not spelled out", async () => {
  const payload = encode([{ tag: "59", value: "TOKO\u0000\u001b" }])
  expect((await scan(renderPng(payload))).map(({ text }) => text)).toEqual([payload])
})

test("a QR code that is no payload says so", async () => {
  const [code] = await scan(renderPng("https://example.com"))
  expect(code).toMatchObject({
    text: "https://example.com",
    result: { ok: false, issues: [{ code: "web-link" }] },
  })
})

test("an image without a code gives none", async () => {
  const data = new Uint8ClampedArray(100 * 100 * 4).fill(255)
  expect(await scan({ data, width: 100, height: 100 })).toEqual([])
})

describe("what cannot be looked at is a typed error", () => {
  const rejection = async (image: Uint8Array | PixelImage): Promise<unknown> =>
    scan(image).catch((error) => error)

  test.each<[what: string, image: Uint8Array | PixelImage, code: ScanError["code"]]>([
    ["nothing", new Uint8Array(), "unsupported-image"],
    ["text", new TextEncoder().encode("00020101"), "unsupported-image"],
    [
      "a GIF without a picture",
      new TextEncoder().encode("GIF89a\u0001\u0000\u0001\u0000\u0000\u0000\u0000"),
      "unreadable-image",
    ],
    [
      "pixels that do not fill the image",
      { data: new Uint8ClampedArray(12), width: 2, height: 2 },
      "unreadable-image",
    ],
    [
      "pixels of no size",
      { data: new Uint8ClampedArray(0), width: Number.NaN, height: 2 },
      "unreadable-image",
    ],
    [
      "pixels of less than no size",
      { data: new Uint8ClampedArray(16), width: -2, height: -2 },
      "unreadable-image",
    ],
    ["parts of pixels", { data: new Uint8ClampedArray(16), width: 0.5, height: 8 }, "unreadable-image"],
  ])("%s", async (_, image, code) => {
    const error = await rejection(image)
    expect(error).toBeInstanceOf(ScanError)
    expect(error).toMatchObject({ code })
  })

  test("a small file that promises gigapixels is refused by its header", async () => {
    const bomb = renderPng(ONE)
    const header = new DataView(bomb.buffer, bomb.byteOffset)
    header.setUint32(16, 65_535)
    header.setUint32(20, 65_535)
    expect(await rejection(bomb)).toMatchObject({ name: "ScanError", code: "too-large" })
  })

  test("a small file that hides its size in front of its header is no PNG here", async () => {
    const chunk = (type: string, content: Uint8Array): Uint8Array => {
      const named = Buffer.concat([Buffer.from(type), content])
      const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)]
      length.writeUInt32BE(content.length)
      check.writeUInt32BE(crc32(named))
      return Buffer.concat([length, named, check])
    }
    const size = (side: number): Uint8Array => {
      const header = Buffer.alloc(13)
      header.writeUInt32BE(side, 0)
      header.writeUInt32BE(side, 4)
      header[8] = 8
      return header
    }
    const side = 8_000
    const bomb = Buffer.concat([
      Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
      // Where Apple's files have their header stands one of ten pixels, inside a longer chunk.
      chunk("CgBI", Buffer.concat([Buffer.alloc(12), Buffer.from("IHDR"), size(10), Buffer.alloc(8)])),
      chunk("IHDR", size(side)),
      chunk("IDAT", deflateRawSync(Buffer.alloc((side + 1) * side))),
      chunk("IEND", new Uint8Array()),
    ])
    expect(bomb.length).toBeLessThan(100_000)
    expect(await rejection(new Uint8Array(bomb))).toMatchObject({ code: "unreadable-image", format: "png" })
  })

  test("a PNG cut in half has no code, or is unreadable, and nothing worse", async () => {
    const png = renderPng(ONE)
    const result = await rejection(png.slice(0, png.length / 2))
    expect(Array.isArray(result) || result instanceof ScanError).toBe(true)
  })
})
