import { qrSymbol, type SymbolOptions } from "./symbol.js"

/** How a terminal is written to. */
export interface TerminalOptions extends SymbolOptions {
  /**
   * True: black on white by escape codes, right on every background. False: plain characters, right where letters
   * are lighter than their background. Default true.
   */
  readonly color?: boolean
}

const BLACK_ON_WHITE = "\u001b[30;107m"
const RESET = "\u001b[0m"

/** Two modules above each other as one character, by whether the upper and the lower are inked. */
const HALF_BLOCKS = { "00": " ", "01": "▄", "10": "▀", "11": "█" } as const

/**
 * Draws a payload for a terminal, two rows of modules a line.
 *
 * @throws RenderError when no QR code can hold the text
 * @example
 * ```ts
 * import { renderTerminal } from "@qriskit/payload/render"
 *
 * const show = (payload: string): void => console.log(renderTerminal(payload))
 * ```
 */
export const renderTerminal = (payload: string, options: TerminalOptions = {}): string => {
  const { color = true } = options
  const symbol = qrSymbol(payload, options)
  // Ink is what a character draws: dark modules where the background is white, light ones where it is dark.
  const ink = (isDark: boolean | undefined): "0" | "1" => ((isDark ?? false) === color ? "1" : "0")
  const lines: Array<string> = []
  for (let y = 0; y < symbol.length; y += 2) {
    const upper = symbol[y] ?? []
    const lower = symbol[y + 1]
    const line = upper.map((isDark, x) => HALF_BLOCKS[`${ink(isDark)}${ink(lower?.[x])}`]).join("")
    lines.push(color ? `${BLACK_ON_WHITE}${line}${RESET}` : line)
  }
  return lines.join("\n")
}
