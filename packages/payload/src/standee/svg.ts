import { darkPath, escapeXml } from "../render/xml.js"
import { type StandeeOptions, standee, type TextItem } from "./layout.js"

const WEIGHTS = { regular: 400, bold: 700 } as const

/** Hundredths of a millimetre are finer than any printer. */
const rounded = (millimetres: number): number => Math.round(millimetres * 100) / 100

/**
 * Draws a merchant's static code as it stands on counters: name, national merchant id and terminal, all read from the
 * code. As SVG in millimetres, for a page or a print shop. Whatever font stands in for Helvetica keeps its width.
 *
 * @param payload a static code without errors
 * @throws StandeeError when the text is no payload, has errors, or is not static
 * @throws RangeError when there is no such paper
 * @example
 * ```ts
 * import { writeFile } from "node:fs/promises"
 * import { standeeSvg } from "@qriskit/payload/standee"
 *
 * const save = (payload: string) => writeFile("standee.svg", standeeSvg(payload, { paper: "A6" }))
 * ```
 */
export const standeeSvg = (payload: string, options: StandeeOptions = {}): string => {
  const { width, height, title, texts, qr } = standee(payload, options)
  const scale = qr.side / qr.symbol.length
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}mm" height="${height}mm" viewBox="0 0 ${width} ${height}"` +
    ` role="img" font-family="Helvetica, Arial, sans-serif"><title>${escapeXml(title)}</title>` +
    `<path fill="#fff" d="M0 0h${width}v${height}H0z"/>${texts.map(line).join("")}` +
    `<path shape-rendering="crispEdges" transform="translate(${rounded(qr.x)} ${rounded(qr.y)}) scale(${scale})"` +
    ` d="${darkPath(qr.symbol)}"/></svg>\n`
  )
}

const line = ({ text, weight, size, width, x, baseline }: TextItem): string =>
  `<text x="${rounded(x)}" y="${rounded(baseline)}" font-size="${rounded(size)}" font-weight="${WEIGHTS[weight]}"` +
  ` textLength="${rounded(width)}" lengthAdjust="spacingAndGlyphs">${escapeXml(text)}</text>`
