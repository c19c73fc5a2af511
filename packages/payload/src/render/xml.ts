import { darkRuns } from "./runs.js"
import type { QrSymbol } from "./symbol.js"

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" }

/** A text for an element or an attribute. Control characters and halves of characters are not allowed in XML at all. */
export const escapeXml = (text: string): string =>
  text
    .replace(/[\p{Cc}\p{Cs}\ufffe\uffff]/gu, " ")
    .replace(/[&<>"]/g, (character) => ENTITIES[character] ?? "")

/** The dark modules as the `d` of a path, one unit a module. */
export const darkPath = (symbol: QrSymbol): string =>
  darkRuns(symbol)
    .map(({ x, y, length }) => `M${x} ${y}h${length}v1h-${length}z`)
    .join("")
