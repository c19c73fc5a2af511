export type { WasmSource } from "./decoder.js"
export { type PixelImage, type Point, type ScannedCode, type ScanOptions, scan } from "./scan.js"
export { ScanError } from "./scan-error.js"
