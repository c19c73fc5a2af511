import { Resvg } from "@resvg/resvg-wasm"
import { decode as decodePng } from "fast-png"
import { beforeAll, describe, expect, test } from "vitest"
import { RenderError, renderDataUrl, renderPng, renderSvg, renderTerminal } from "../src/render/index.js"
import { type PixelImage, scan } from "../src/scan/index.js"
import { SAMPLES, SOUND_SAMPLES } from "./samples.js"
import { resvgStarted } from "./support/resvg.js"

// Written by uqr, read back by ZXing: two implementations that share no code.
const readBack = async (image: Uint8Array | PixelImage): Promise<ReadonlyArray<string>> =>
  (await scan(image)).map(({ text }) => text)

const PAYLOAD = SAMPLES.winpayDynamic.payload
const CHINESE = SAMPLES.bestTransport.payload

describe("PNG", () => {
  test.each(SOUND_SAMPLES)("%s is read back", async (_, { payload }) => {
    expect(await readBack(renderPng(payload))).toEqual([payload])
  })

  test.each(["L", "M", "Q", "H"] as const)("error correction %s is read back", async (errorCorrection) => {
    expect(await readBack(renderPng(PAYLOAD, { errorCorrection }))).toEqual([PAYLOAD])
  })

  test("the image has whole modules and a quiet zone of four of them", () => {
    const { width, height, data } = decodePng(renderPng(PAYLOAD, { moduleSize: 8 }))
    expect(width).toBe(height)
    expect(width % 8).toBe(0)
    const isWhite = (x: number, y: number): boolean =>
      (((data[y * Math.ceil(width / 8) + (x >> 3)] ?? 0) >> (7 - (x & 7))) & 1) === 1
    for (let at = 0; at < width; at++) {
      expect([isWhite(at, 31), isWhite(31, at), isWhite(at, height - 32)]).toEqual([true, true, true])
    }
    expect(isWhite(32, 32)).toBe(false)
  })

  test.each([[0], [1.5], [65], [Number.NaN], [-8]])("a module of %d pixels is refused", (moduleSize) => {
    expect(() => renderPng(PAYLOAD, { moduleSize })).toThrow(RangeError)
  })

  test("a data URL holds the same image", async () => {
    const url = renderDataUrl(PAYLOAD)
    const bytes = Uint8Array.from(Buffer.from(url.replace("data:image/png;base64,", ""), "base64"))
    expect(bytes).toEqual(renderPng(PAYLOAD))
  })
})

describe("SVG", () => {
  beforeAll(async () => {
    await resvgStarted()
  })

  test.each([[PAYLOAD], [CHINESE]])("drawn by an SVG renderer, it is read back", async (payload) => {
    const drawn = new Resvg(renderSvg(payload), { fitTo: { mode: "width", value: 600 } }).render()
    expect(await readBack(drawn.asPng())).toEqual([payload])
  })

  test("size and title are attributes, and a title cannot break out", () => {
    const svg = renderSvg(PAYLOAD, { size: 300, title: '</title><script>"&\u0000' })
    expect(svg).toContain('width="300" height="300"')
    expect(svg).toContain("<title>&lt;/title&gt;&lt;script&gt;&quot;&amp; </title>")
    expect(svg).not.toContain("<script")
  })
})

describe("terminal", () => {
  /** The characters as pixels, as a screen with square half blocks shows them. */
  const seen = (lines: ReadonlyArray<string>, inkIsDark: boolean): PixelImage => {
    const scale = 8
    const width = Math.max(...lines.map((line) => line.length)) * scale
    const height = lines.length * 2 * scale
    const data = new Uint8ClampedArray(width * height * 4).fill(255)
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const half = Math.floor(y / scale)
        const character = lines[half >> 1]?.[Math.floor(x / scale)] ?? " "
        const isInked = character === "█" || character === (half % 2 === 0 ? "▀" : "▄")
        data.fill(isInked === inkIsDark ? 0 : 255, (y * width + x) * 4, (y * width + x) * 4 + 3)
      }
    }
    return { data, width, height }
  }

  test("black on white is read back", async () => {
    const lines = renderTerminal(PAYLOAD).split("\n")
    const [before, after] = ["\u001b[30;107m", "\u001b[0m"]
    const plain = lines.map((line) => line.slice(before.length, -after.length))
    expect(lines).toEqual(plain.map((line) => before + line + after))
    for (const line of plain) expect(line).toMatch(/^[ ▀▄█]+$/)
    expect(await readBack(seen(plain, true))).toEqual([PAYLOAD])
  })

  test("plain characters on a dark background are read back", async () => {
    const lines = renderTerminal(PAYLOAD, { color: false }).split("\n")
    expect(await readBack(seen(lines, false))).toEqual([PAYLOAD])
  })
})

describe("what no QR code can hold is a typed error", () => {
  test.each([
    ["nothing", "", "empty"],
    ["a megabyte", "0".repeat(1_000_000), "too-long"],
    ["more than level H holds", "a".repeat(1500), "not-encodable"],
  ])("%s", (_, text, code) => {
    for (const render of [renderPng, renderSvg, renderTerminal]) {
      expect(() => render(text, { errorCorrection: "H" })).toThrow(expect.objectContaining({ code }))
      expect(() => render(text, { errorCorrection: "H" })).toThrow(RenderError)
    }
  })
})
