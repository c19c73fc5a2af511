import { darkRuns } from "../render/runs.js"
import { type Standee, type StandeeOptions, standee, type TextItem } from "./layout.js"
import { winAnsiHex } from "./win-ansi.js"

/** A PDF counts in points, of which an inch has 72, from the lower left corner. */
const POINTS = 72 / 25.4

const points = (millimetres: number): string => (millimetres * POINTS).toFixed(3)

const FONTS = { regular: "F1", bold: "F2" } as const

/**
 * The same as PDF 1.4, a page of its own, with Helvetica as every reader brings it. The same code gives the same bytes.
 *
 * A writer of a page of rectangles and lines of text is shorter than what the libraries weigh: pdf-lib installs 23 MB.
 *
 * @param payload a static code without errors
 * @throws StandeeError when the text is no payload, has errors, is not static, or its name has letters that the fonts
 * of a PDF lack (Latin ones are there)
 * @throws RangeError when there is no such paper
 * @example
 * ```ts
 * import { writeFile } from "node:fs/promises"
 * import { standeePdf } from "@qriskit/payload/standee"
 *
 * const save = (payload: string) => writeFile("standee.pdf", standeePdf(payload, { paper: "A4" }))
 * ```
 */
export const standeePdf = (payload: string, options: StandeeOptions = {}): Uint8Array<ArrayBuffer> => {
  const drawing = standee(payload, options)
  const content = page(drawing)
  const box = `[0 0 ${points(drawing.width)} ${points(drawing.height)}]`
  return file([
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    `<< /Type /Page /Parent 2 0 R /MediaBox ${box} /Contents 4 0 R /Resources << /Font << /F1 5 0 R /F2 6 0 R >> >> >>`,
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    font("Helvetica"),
    font("Helvetica-Bold"),
    `<< /Title ${winAnsiHex(drawing.title)} >>`,
  ])
}

const INFO = "7 0 R"

const font = (name: string): string =>
  `<< /Type /Font /Subtype /Type1 /BaseFont /${name} /Encoding /WinAnsiEncoding >>`

/** White paper, the lines of text, a rectangle for each run of dark modules. */
const page = ({ width, height, texts, qr }: Standee): string => {
  const module = qr.side / qr.symbol.length
  const rectangles = darkRuns(qr.symbol).map(({ x, y, length }) =>
    [qr.x + x * module, height - qr.y - (y + 1) * module, length * module, module]
      .map(points)
      .concat("re")
      .join(" "),
  )
  return [
    `1 g 0 0 ${points(width)} ${points(height)} re f`,
    "0 g",
    ...texts.map((text) => line(text, height)),
    ...rectangles,
    "f",
  ].join("\n")
}

const line = ({ text, weight, size, x, baseline }: TextItem, height: number): string =>
  `BT /${FONTS[weight]} ${points(size)} Tf ${points(x)} ${points(height - baseline)} Td ${winAnsiHex(text)} Tj ET`

/** Objects, numbered from 1 on, and where each of them starts. All of it is ASCII, so that a character is a byte. */
const file = (objects: ReadonlyArray<string>): Uint8Array<ArrayBuffer> => {
  let text = "%PDF-1.4\n"
  const starts = objects.map((object, at) => {
    const start = text.length
    text += `${at + 1} 0 obj\n${object}\nendobj\n`
    return `${String(start).padStart(10, "0")} 00000 n \n`
  })
  const size = objects.length + 1
  const table = `xref\n0 ${size}\n0000000000 65535 f \n${starts.join("")}`
  const trailer = `trailer\n<< /Size ${size} /Root 1 0 R /Info ${INFO} >>\nstartxref\n${text.length}\n%%EOF\n`
  return new TextEncoder().encode(text + table + trailer)
}
