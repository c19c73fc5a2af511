import { type QrSymbol, qrSymbol, type SymbolOptions } from "./symbol.js"

/** How an SVG is drawn. */
export interface SvgOptions extends SymbolOptions {
  /** Width and height in CSS pixels. Default: none, so that it fills its place. */
  readonly size?: number
  /** What a screen reader says. Default `QRIS`. */
  readonly title?: string
}

/**
 * Draws a payload as SVG: one path, black on white, sharp at every size.
 *
 * @throws RenderError when no QR code can hold the text
 * @example
 * ```ts
 * import { renderSvg } from "@qriskit/payload/render"
 *
 * const answer = (payload: string) =>
 *   new Response(renderSvg(payload), { headers: { "content-type": "image/svg+xml" } })
 * ```
 */
export const renderSvg = (payload: string, options: SvgOptions = {}): string => {
  const { size, title = "QRIS" } = options
  const symbol = qrSymbol(payload, options)
  const side = symbol.length
  const dimensions = size === undefined ? "" : ` width="${Number(size)}" height="${Number(size)}"`
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${side} ${side}"${dimensions}` +
    ` role="img" shape-rendering="crispEdges"><title>${escapeXml(title)}</title>` +
    `<path fill="#fff" d="M0 0h${side}v${side}H0z"/><path d="${darkRuns(symbol)}"/></svg>`
  )
}

/** Each run of dark modules in a row as a rectangle of the path. */
const darkRuns = (symbol: QrSymbol): string =>
  symbol
    .flatMap((row, y) => {
      const line = row.map((isDark) => (isDark ? "1" : "0")).join("")
      return [...line.matchAll(/1+/g)].map(
        ({ 0: run, index }) => `M${index} ${y}h${run.length}v1h-${run.length}z`,
      )
    })
    .join("")

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" }

/** Control characters are not allowed in XML at all. */
const escapeXml = (text: string): string =>
  text.replace(/\p{Cc}/gu, " ").replace(/[&<>"]/g, (character) => ENTITIES[character] ?? "")
