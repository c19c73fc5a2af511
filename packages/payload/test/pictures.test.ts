import { deflateSync } from "node:zlib"
import { generate, mode } from "lean-qr"
import { describe, expect, test } from "vitest"
import { qrSymbol } from "../src/render/symbol.js"
import { type PixelImage, ScanError, scan } from "../src/scan/index.js"
import { bmpFile, gifFile, type PngForm, painted, pngFile, webpFile } from "./picture-files.js"
import { SAMPLES } from "./samples.js"

const ONE = SAMPLES.winpayDynamic.payload
const SYMBOL = qrSymbol(ONE)

const BLACK = [0, 0, 0, 255] as const
const WHITE = [255, 255, 255, 255] as const
/** What a program leaves where nothing is: a decoder that ignores transparency sees black. */
const NOTHING = [0, 0, 0, 0] as const

const OPAQUE = painted(SYMBOL, BLACK, WHITE)
/** Cut out for a light page, and for a dark one. */
const FOR_WHITE = painted(SYMBOL, BLACK, NOTHING)
const FOR_BLACK = painted(SYMBOL, NOTHING, WHITE)

const texts = async (image: Uint8Array | PixelImage): Promise<ReadonlyArray<string>> =>
  (await scan(image)).map(({ text }) => text)

const rejection = (image: Uint8Array): Promise<unknown> => scan(image).catch((error: unknown) => error)

const RGBA: PngForm = { colorType: 6, depth: 8, samples: (color) => color }
const FORMS: Readonly<Record<string, PngForm>> = {
  "red, green, blue, alpha": RGBA,
  "the same, 16 bits each": { ...RGBA, depth: 16, samples: (color) => color.map((sample) => sample * 257) },
  "grey and alpha": { colorType: 4, depth: 8, samples: ([grey, , , alpha]) => [grey, alpha] },
  "a palette with transparency, one bit a pixel": {
    colorType: 3,
    depth: 1,
    samples: ([red, , , alpha]) => [red === 255 || alpha === 0 ? 1 : 0],
    palette: [0, 0, 0, 0, 0, 0],
    transparency: [255, 0],
  },
  "a palette of which the first colour is transparent": {
    colorType: 3,
    depth: 8,
    samples: ([, , , alpha]) => [alpha === 0 ? 0 : 2],
    palette: [0, 0, 0, 9, 9, 9, 0, 0, 0],
    transparency: [0],
  },
  "grey with a colour that stands for transparent, two bits": {
    colorType: 0,
    depth: 2,
    samples: ([, , , alpha]) => [alpha === 0 ? 1 : 0],
    transparency: [0, 1],
  },
  "colours of which one stands for transparent": {
    colorType: 2,
    depth: 8,
    samples: ([, , , alpha]) => (alpha === 0 ? [0, 0, 1] : [0, 0, 0]),
    transparency: [0, 0, 0, 0, 0, 1],
  },
}

describe("transparent pictures are laid on white, then on black", () => {
  test.each(Object.entries(FORMS))("PNG: %s", async (_, form) => {
    expect(await texts(pngFile(FOR_WHITE, form))).toEqual([ONE])
  })

  test("PNG for a dark page", async () => {
    expect(await texts(pngFile(FOR_BLACK, RGBA))).toEqual([ONE])
  })

  test.each([
    ["light", FOR_WHITE],
    ["dark", FOR_BLACK],
  ])("pixels of a canvas for a %s page", async (_, image) => {
    expect(await texts(image)).toEqual([ONE])
  })

  test("half transparent grey", async () => {
    expect(await texts(painted(SYMBOL, [0, 0, 0, 200], [0, 0, 0, 20]))).toEqual([ONE])
  })

  test("GIF", async () => {
    expect(await texts(gifFile(OPAQUE, "light"))).toEqual([ONE])
    expect(await texts(gifFile(OPAQUE, "dark"))).toEqual([ONE])
  })

  test.each([[true], [false]])("WebP, lossless %s", async (isLossless) => {
    expect(await texts(await webpFile(FOR_WHITE, isLossless))).toEqual([ONE])
    expect(await texts(await webpFile(FOR_BLACK, isLossless))).toEqual([ONE])
  })

  test("BMP, from the bottom up and from the top down", async () => {
    expect(await texts(bmpFile(FOR_WHITE, 32))).toEqual([ONE])
    expect(await texts(bmpFile(FOR_BLACK, 32, true))).toEqual([ONE])
  })

  test("a picture that is transparent all over has no code", async () => {
    expect(await texts(pngFile(painted(SYMBOL, NOTHING, NOTHING), RGBA))).toEqual([])
  })
})

describe("other kinds of pictures", () => {
  test("GIF", async () => {
    expect(await texts(gifFile(OPAQUE, "none"))).toEqual([ONE])
  })

  test.each([[true], [false]])("WebP, lossless %s, and no global is left behind", async (isLossless) => {
    expect(await texts(await webpFile(OPAQUE, isLossless))).toEqual([ONE])
    const hadImageData = "ImageData" in globalThis
    Reflect.deleteProperty(globalThis, "ImageData")
    expect(await texts(await webpFile(OPAQUE, isLossless).then(withoutImageData))).toEqual([ONE])
    expect("ImageData" in globalThis).toBe(false)
    expect(hadImageData).toBeTypeOf("boolean")
  })

  test("BMP", async () => {
    expect(await texts(bmpFile(OPAQUE, 24))).toEqual([ONE])
    expect(await texts(bmpFile(OPAQUE, 32))).toEqual([ONE])
  })
})

/** The encoder of the tests brings the class, too. */
const withoutImageData = (file: Uint8Array): Uint8Array => {
  Reflect.deleteProperty(globalThis, "ImageData")
  return file
}

describe("what is no picture is named as what it is", () => {
  const latin1 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, "latin1"))

  test.each([
    ["pdf", latin1("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj"), /a PDF/],
    ["svg", latin1('<svg xmlns="http://www.w3.org/2000/svg"/>'), /an SVG/],
    ["svg", latin1('\xef\xbb\xbf<?xml version="1.0"?>\n<!-- x -->\n<svg/>'), /an SVG/],
    ["heic", latin1("\0\0\0\x18ftypheic\0\0\0\0mif1heic"), /a HEIC photo/],
    ["heic", latin1("\0\0\0\x18ftypmif1\0\0\0\0"), /a HEIC photo/],
    ["avif", latin1("\0\0\0\x1cftypavif\0\0\0\0"), /an AVIF/],
    ["tiff", latin1("II*\0\x08\0\0\0"), /a TIFF/],
    ["tiff", latin1("MM\0*\0\0\0\x08"), /a TIFF/],
    ["jxl", latin1("\0\0\0\x0cJXL \r\n"), /JPEG XL/],
    ["html", latin1("<!DOCTYPE html><html>"), /a web page/],
    ["zip", latin1("PK\x03\x04\x14\0"), /a ZIP/],
    [undefined, latin1("hello"), /no picture that is known/],
    [undefined, new Uint8Array(100), /no picture that is known/],
  ])("%s", async (format, file, message) => {
    const error = await rejection(file)
    expect(error).toBeInstanceOf(ScanError)
    expect(error).toMatchObject({
      code: "unsupported-image",
      format,
      message: expect.stringMatching(message),
    })
  })

  test("an animated WebP", async () => {
    const file = latin1(`RIFF\x1a\0\0\0WEBPVP8X\x0a\0\0\0\x02\0\0\0\x63\0\0\x63\0\0`)
    expect(await rejection(file)).toMatchObject({ code: "unsupported-image", format: "webp" })
  })
})

describe("hostile files are typed errors, and take no more than they promise", () => {
  const small = painted(qrSymbol("1"), BLACK, WHITE, 1)

  test.each([
    ["PNG", pngFile(FOR_WHITE, RGBA)],
    ["GIF", gifFile(OPAQUE, "light")],
    ["BMP", bmpFile(FOR_WHITE, 32)],
  ])("a %s cut anywhere", async (_, file) => {
    for (let share = 1; share < 16; share++) {
      const cut = file.slice(0, Math.floor((file.length * share) / 16))
      const answer = await scan(cut).catch((error: unknown) => error)
      expect(Array.isArray(answer) || answer instanceof ScanError).toBe(true)
    }
  })

  test("a WebP cut anywhere, or with a byte changed", async () => {
    const file = await webpFile(FOR_WHITE, true)
    for (let share = 1; share < 16; share++) {
      const at = Math.floor((file.length * share) / 16)
      for (const broken of [file.slice(0, at), file.with(at, 0xff)]) {
        const answer = await scan(broken).catch((error: unknown) => error)
        expect(Array.isArray(answer) || answer instanceof ScanError).toBe(true)
      }
    }
  })

  test.each([
    ["GIF", "GIF89a\xff\xff\xff\xff\0\0\0"],
    ["BMP", `BM${"\0".repeat(12)}\x28\0\0\0\xff\xff\0\0\xff\xff\0\0${"\0".repeat(40)}`],
    ["WebP", "RIFF\x1a\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\xff\xff\0\xff\xff\0"],
  ])("a %s that promises gigapixels", async (_, header) => {
    const error = await rejection(new Uint8Array(Buffer.from(header, "latin1")))
    expect(error).toMatchObject({ name: "ScanError", code: "too-large" })
  })

  test("a GIF whose picture is larger than its canvas", async () => {
    const file = gifFile(OPAQUE, "none")
    // The canvas becomes one pixel; the picture in it stays.
    const error = await rejection(file.with(6, 1).with(7, 0).with(8, 1).with(9, 0))
    expect(error).toMatchObject({ name: "ScanError", code: "unreadable-image", format: "gif" })
  })

  test.each([
    ["transparent", RGBA],
    [
      "opaque",
      { ...RGBA, colorType: 2, samples: ([red, green, blue]) => [red, green, blue] } satisfies PngForm,
    ],
  ] as const)(
    "a PNG, %s, whose data unpacks to far more than its pixels is not unpacked",
    async (_, form) => {
      const bomb = deflateSync(Buffer.alloc(30_000_000))
      expect(await rejection(pngFile(small, form, [["IDAT", bomb]]))).toMatchObject({
        code: "unreadable-image",
        format: "png",
        cause: { message: "more than its pixels" },
      })
    },
  )

  test("a transparent PNG with a profile that unpacks without bound", async () => {
    const profile = Buffer.concat([Buffer.from("x\0\0", "latin1"), deflateSync(Buffer.alloc(50_000_000))])
    expect(await texts(pngFile(FOR_WHITE, RGBA, [["iCCP", profile]]))).toEqual([ONE])
  })

  test("a second header of another size", async () => {
    const header = Buffer.from([0, 0, 255, 255, 0, 0, 255, 255, 8, 6, 0, 0, 0])
    expect(await rejection(pngFile(small, RGBA, [["IHDR", header]]))).toMatchObject({
      code: "unreadable-image",
    })
  })
})

describe("character sets", () => {
  const pixels = (symbol: { readonly size: number; get(x: number, y: number): boolean }): PixelImage => {
    const side = Array.from({ length: symbol.size + 8 }, (_, at) => at - 4)
    return painted(
      side.map((y) => side.map((x) => symbol.get(x, y))),
      BLACK,
      WHITE,
    )
  }
  const bytes = (text: string, encoding: "latin1" | "utf8") => mode.bytes(Buffer.from(text, encoding))

  test("a code that mixes some is named, and is no payload", async () => {
    const mixed = [
      mode.multi(mode.eci(26), bytes("TOKO \u00e9", "utf8"), mode.shift_jis("\u6700")),
      mode.multi(mode.eci(26), bytes("TOKO \u6700", "utf8"), mode.eci(3), bytes("CAF\u00c9", "latin1")),
    ]
    for (const parts of mixed) {
      const [code] = await scan(pixels(generate(parts)))
      expect(code?.result).toMatchObject({
        ok: false,
        issues: [
          { code: "mixed-character-sets", found: expect.stringMatching(/^UTF-8, /), allowed: "UTF-8" },
        ],
      })
    }
  })

  test("a code in one other set is read", async () => {
    for (const parts of [
      bytes("TOKO CAF\u00c9", "latin1"),
      mode.multi(mode.eci(3), bytes("TOKO CAF\u00c9", "latin1")),
    ]) {
      expect(await texts(pixels(generate(parts)))).toEqual(["TOKO CAF\u00c9"])
    }
  })
})
