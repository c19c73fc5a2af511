import { qrSymbol, type SymbolOptions } from "./symbol.js"
import { darkPath, escapeXml } from "./xml.js"

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
    `<path fill="#fff" d="M0 0h${side}v${side}H0z"/><path d="${darkPath(symbol)}"/></svg>`
  )
}
