export { type PngOptions, renderDataUrl, renderPng } from "./png.js"
export { renderSvg, type SvgOptions } from "./svg.js"
export { type ErrorCorrection, RenderError, type SymbolOptions } from "./symbol.js"
export { renderTerminal, type TerminalOptions } from "./terminal.js"
