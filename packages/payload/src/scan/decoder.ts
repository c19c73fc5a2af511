import { prepareZXingModule } from "zxing-wasm/reader"
import { ScanError } from "./scan-error.js"

/** The bytes of a WebAssembly file, or where to fetch them. */
export type WasmSource = ArrayBuffer | URL

/** The decoder is loaded once for all; a failed attempt does not count. */
let loading: Promise<unknown> | undefined

/**
 * Loads the decoder. In Node its WebAssembly comes from the installed package; elsewhere the caller says where it is,
 * because the library would otherwise fetch it from a public CDN, which is no place for a program that reads
 * payments.
 */
export const loadDecoder = (source?: WasmSource): Promise<unknown> => {
  loading ??= prepare(source).catch((error: unknown) => {
    loading = undefined
    throw error
  })
  return loading
}

const WASM = "zxing-wasm/reader/zxing_reader.wasm"

const prepare = async (source: WasmSource | undefined): Promise<unknown> => {
  try {
    const wasmBinary = await wasmBytes(source, WASM, "wasm")
    return await prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true })
  } catch (cause) {
    if (cause instanceof ScanError) throw cause
    throw new ScanError("decoder-not-loaded", "The decoder's WebAssembly cannot be loaded.", { cause })
  }
}

/** The WebAssembly that the caller points to, or else that of the installed package. */
export const wasmBytes = (
  source: WasmSource | undefined,
  file: string,
  option: string,
): Promise<ArrayBuffer> | ArrayBuffer =>
  source === undefined ? installedWasm(file, option) : bytesOf(source)

const bytesOf = async (source: WasmSource): Promise<ArrayBuffer> => {
  if (source instanceof ArrayBuffer) return source
  const response = await fetch(source)
  if (!response.ok) throw new ScanError("decoder-not-loaded", `${source} answered ${response.status}.`)
  return response.arrayBuffer()
}

const installedWasm = async (file: string, option: string): Promise<ArrayBuffer> => {
  // Asked of the process instead of imported, so that bundlers for browsers find no Node module here.
  const files = globalThis.process?.getBuiltinModule?.("node:fs/promises")
  if (files === undefined) {
    throw new ScanError(
      "decoder-not-loaded",
      `Outside Node, pass \`${option}\`: the bytes or the URL of ${file}.`,
    )
  }
  const bytes = await files.readFile(new URL(import.meta.resolve(file)))
  return Uint8Array.from(bytes).buffer
}
