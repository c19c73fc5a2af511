import { readFile } from "node:fs/promises"
import { PDFiumLibrary } from "@hyzyla/pdfium"
import { Resvg } from "@resvg/resvg-wasm"
import { decode as decodePng } from "fast-png"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import type { PixelImage } from "../src/scan/index.js"
import { type Paper, StandeeError, standeePdf, standeeSvg } from "../src/standee/index.js"
import { DECODERS } from "./decoders.js"
import { edited, STATIC_OBJECTS, set } from "./parsed.js"
import { SAMPLES } from "./samples.js"
import { resvgStarted } from "./support/resvg.js"

const STATIC = edited(STATIC_OBJECTS, set("62.07", "A01"))
const PAPERS = ["A6", "A4"] as const
/** A draft on paper, seen by a phone: 100 dots an inch. */
const DOTS_PER_MM = 100 / 25.4
const WIDTHS: Readonly<Record<Paper, number>> = { A6: 105, A4: 210 }

let pdfium: PDFiumLibrary

beforeAll(async () => {
  await resvgStarted()
  pdfium = await PDFiumLibrary.init()
})
afterAll(() => pdfium.destroy())

const ofSvg = (svg: string, paper: Paper): PixelImage => {
  const width = Math.round(WIDTHS[paper] * DOTS_PER_MM)
  const {
    width: w,
    height,
    data,
  } = decodePng(new Resvg(svg, { fitTo: { mode: "width", value: width } }).render().asPng())
  return { data: new Uint8ClampedArray(data), width: w, height }
}

interface Printed {
  readonly image: PixelImage
  readonly text: string
  readonly pages: number
  readonly points: readonly [width: number, height: number]
}

/** What PDFium, the reader in Chrome, makes of a file. */
const ofPdf = async (file: Uint8Array): Promise<Printed> => {
  const document = await pdfium.loadDocument(file)
  try {
    const page = document.getPage(0)
    const { originalWidth, originalHeight } = page.getOriginalSize()
    // Rendering closes the page.
    const text = page.getText()
    const { data, width, height } = await page.render({ scale: 100 / 72, render: "bitmap" })
    // Blue, green, red, alpha; black and white are the same in any order.
    const image = { data: new Uint8ClampedArray(data), width, height }
    return {
      image,
      text,
      pages: document.getPageCount(),
      points: [originalWidth, originalHeight],
    }
  } finally {
    document.destroy()
  }
}

const LONG = edited(
  STATIC_OBJECTS,
  set("59", "WARUNG CONTOH (CABANG) & 2"),
  set("60", "JAKARTA SELATAN"),
  set("62.07", "TERMINAL NOMOR SATU LANTAI"),
)

describe.each(PAPERS)("on %s", (paper) => {
  test.each(Object.entries(DECODERS))("the SVG is read back by %s", async (_, decoder) => {
    for (const payload of [STATIC, LONG]) {
      expect(await decoder(ofSvg(standeeSvg(payload, { paper }), paper))).toBe(payload)
    }
  })

  test.each(Object.entries(DECODERS))("the PDF is read back by %s", async (_, decoder) => {
    for (const payload of [STATIC, LONG]) {
      const { image } = await ofPdf(standeePdf(payload, { paper }))
      expect(await decoder(image)).toBe(payload)
    }
  })

  test("the PDF is one page of that size with what the code says", async () => {
    const { text, pages, points } = await ofPdf(standeePdf(STATIC, { paper }))
    expect(pages).toBe(1)
    expect(points[0]).toBeCloseTo((WIDTHS[paper] * 72) / 25.4, 1)
    expect(points[1]).toBeCloseTo(((paper === "A6" ? 148 : 297) * 72) / 25.4, 1)
    for (const said of ["QRIS", "TOKO CONTOH", "NMID : ID1020000000001", "A01", "JAKARTA"]) {
      expect(text).toContain(said)
    }
  })

  test("nothing stands beyond the margins or in the code, however long a name is", () => {
    const svg = standeeSvg(LONG, { paper })
    const lines = [
      ...svg.matchAll(/<text x="([\d.]+)" y="([\d.]+)" font-size="([\d.]+)"[^>]* textLength="([\d.]+)"/g),
    ]
    expect(lines.length).toBeGreaterThan(5)
    const scale = WIDTHS[paper] / 105
    for (const [, x, y, size, width] of lines) {
      expect(Number(x)).toBeGreaterThanOrEqual(7.9 * scale)
      expect(Number(x) + Number(width)).toBeLessThanOrEqual(97.1 * scale)
      const [top, bottom] = [Number(y) - Number(size), Number(y) + Number(size) / 4]
      expect(bottom <= 47 * scale || top >= 128 * scale).toBe(true)
      expect(bottom).toBeLessThan(148 * scale)
    }
  })
})

test("the SVG says what the code says, and a name cannot break out of it", () => {
  const svg = standeeSvg(edited(STATIC_OBJECTS, set("59", '</text><script>"&'), set("62.07", "A01")))
  expect(svg).toContain("NMID : ID1020000000001</text>")
  expect(svg).toContain(">A01</text>")
  expect(svg).toContain("&lt;/text&gt;&lt;script&gt;&quot;&amp;</text>")
  expect(svg).not.toContain("<script")
})

test("what the code does not say is not printed", () => {
  const bare = edited(STATIC_OBJECTS, set("51", undefined), set("62.07", "***"))
  expect(standeeSvg(bare)).not.toMatch(/NMID|\*\*\*/)
})

test("a fixed amount is printed, since it is what the customer pays", () => {
  expect(standeeSvg(edited(STATIC_OBJECTS, set("54", "25000")))).toContain("Rp 25.000</text>")
})

test("Latin letters beyond ASCII are in the PDF, and other scripts in the SVG only", async () => {
  const accents = edited(STATIC_OBJECTS, set("59", "Café Ñandú – “Contoh”"))
  expect((await ofPdf(standeePdf(accents))).text).toContain("Café Ñandú – “Contoh”")
  const chinese = edited(STATIC_OBJECTS, set("59", "最佳运输"))
  expect(standeeSvg(chinese)).toContain(">最佳运输</text>")
  expect(() => standeePdf(chinese)).toThrow(expect.objectContaining({ code: "unprintable-text" }))
})

test("a name that is PDF or steers printers stays text", async () => {
  const hostile = edited(STATIC_OBJECTS, set("59", ") Tj ET endstream (\u001b\u202e"))
  const { text, pages } = await ofPdf(standeePdf(hostile))
  expect(pages).toBe(1)
  expect(text).toContain(") Tj ET endstream (")
  expect(standeeSvg(hostile)).not.toMatch(/[\u202e]/)
})

test("the same code gives the same bytes", () => {
  expect(standeePdf(STATIC)).toEqual(standeePdf(STATIC))
  expect(standeeSvg(STATIC)).toBe(standeeSvg(STATIC))
})

describe("what must not stand on a counter is refused", () => {
  test.each([
    ["a code for one payment", SAMPLES.winpayDynamic.payload, "not-static"],
    ["a wrong CRC", `${STATIC.slice(0, -4)}0000`, "not-payable"],
    ["another country's", SAMPLES.promptPay.payload, "not-payable"],
    ["a transfer to an account", SAMPLES.transfer.payload, "not-payable"],
    ["a web link", "https://example.com", "not-payable"],
    ["nothing", "", "not-payable"],
  ])("%s", (_, payload, code) => {
    for (const draw of [standeeSvg, standeePdf]) {
      expect(() => draw(payload)).toThrow(StandeeError)
      expect(() => draw(payload)).toThrow(expect.objectContaining({ code }))
    }
  })

  test("a paper that there is not", () => {
    expect(() => standeeSvg(STATIC, JSON.parse('{ "paper": "toString" }'))).toThrow(RangeError)
  })
})

test("the picture in the README is what is drawn", async () => {
  const picture = await readFile(new URL("../../../docs/pictures/standee.svg", import.meta.url), "utf8")
  expect(picture).toBe(standeeSvg(STATIC))
})
