import { readFile } from "node:fs/promises"
import { createRequire } from "node:module"
import { initWasm } from "@resvg/resvg-wasm"

const started = initWasm(readFile(createRequire(import.meta.url).resolve("@resvg/resvg-wasm/index_bg.wasm")))

/** Waits until SVG can be drawn. It starts once in a process, however many files ask. */
export const resvgStarted = (): Promise<void> => started
