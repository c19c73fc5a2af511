import { builtinModules } from "node:module"
import { gzipSync } from "node:zlib"
import { type BuildOptions, build } from "esbuild"

/** What a bundle is made for. */
export type Runtime = "node" | "edge" | "browser"

const NODE_BUILTINS = [...builtinModules, "node:*"]

const OPTIONS: Readonly<Record<Runtime, Pick<BuildOptions, "platform" | "conditions" | "external">>> = {
  node: { platform: "node" },
  // Edge runtimes have Node's modules, but neither its sockets nor its conditions.
  edge: { platform: "browser", conditions: ["workerd", "edge-light"], external: NODE_BUILTINS },
  browser: { platform: "browser" },
}

/** What is sent or deployed. */
export interface BundleWeight {
  /** Bytes, minified. */
  readonly minified: number
  /** Bytes, minified and compressed by gzip at its best. */
  readonly gzipped: number
  /** Bytes of the minified bundle, by the file that they come from, largest first. */
  readonly inputs: ReadonlyArray<readonly [file: string, bytes: number]>
}

/**
 * Bundles a few lines of code with all they need. Rejects where the runtime cannot have what they need.
 *
 * @param code such as `export { createZipay } from "@qriskit/provider-zipay/promise"`
 * @param folder where its imports are looked for
 */
export const bundleWeight = async (code: string, folder: string, runtime: Runtime): Promise<BundleWeight> => {
  const { outputFiles, metafile } = await build({
    ...OPTIONS[runtime],
    stdin: { contents: code, resolveDir: folder, loader: "ts" },
    absWorkingDir: folder,
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2023",
    legalComments: "none",
    logLevel: "silent",
    write: false,
    metafile: true,
  })
  const [file] = outputFiles
  if (file === undefined) throw new Error("esbuild wrote nothing")
  const inputs = Object.values(metafile.outputs)
    .flatMap((output) => Object.entries(output.inputs))
    .map(([input, { bytesInOutput }]) => [input, bytesInOutput] as const)
    .filter(([, bytes]) => bytes > 0)
    .sort(([, a], [, b]) => b - a)
  return { minified: file.contents.length, gzipped: gzipSync(file.contents, { level: 9 }).length, inputs }
}
