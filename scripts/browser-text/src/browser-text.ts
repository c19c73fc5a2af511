import { mkdir, writeFile } from "node:fs/promises"
import { join, resolve } from "node:path"
import { build, type Plugin as EsbuildPlugin } from "esbuild"
// By this name, since whoever builds with it type-checks it without imports that end with .ts.
import { LICENCES_FILE, licencesOf } from "#licences"

/** `import text from "./console.ts?browser"`: what browsers load, bundled and made small, as one text. */
const SUFFIX = "?browser"

interface Bundled {
  readonly text: string
  /** Of which files something is in it, by absolute path. */
  readonly files: ReadonlyArray<string>
}

const bundled = async (entry: string): Promise<Bundled> => {
  const { outputFiles, metafile } = await build({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    target: ["es2022"],
    charset: "utf8",
    metafile: true,
  })
  return {
    text: outputFiles[0]?.text ?? "",
    files: Object.values(metafile.outputs).flatMap(({ inputs }) =>
      Object.entries(inputs).flatMap(([file, { bytesInOutput }]) =>
        bytesInOutput > 0 ? [resolve(file)] : [],
      ),
    ),
  }
}

/**
 * For tsup. The licences of what is bundled from others come to stand beside the output, in `THIRD_PARTY_LICENSES.txt`.
 */
export const browserText = (): EsbuildPlugin => ({
  name: "browser-text",
  setup: ({ initialOptions, onResolve, onLoad, onEnd }) => {
    const files = new Set<string>()
    onResolve({ filter: /\?browser$/ }, async ({ path, resolveDir }) => ({
      // With its suffix: tsup's own way with style sheets is not meant.
      path: new URL(path.slice(0, -SUFFIX.length), `file://${resolveDir}/`).pathname + SUFFIX,
      namespace: "browser-text",
    }))
    onLoad({ filter: /.*/, namespace: "browser-text" }, async ({ path }) => {
      const { text, files: inputs } = await bundled(path.slice(0, -SUFFIX.length))
      for (const file of inputs) files.add(file)
      return { contents: text, loader: "text" }
    })
    onEnd(async () => {
      const licences = licencesOf([...files])
      if (licences === "") return
      const folder = initialOptions.outdir ?? "dist"
      await mkdir(folder, { recursive: true })
      await writeFile(join(folder, LICENCES_FILE), licences)
    })
  },
})

/** A name in which vitest finds neither a style sheet nor a source. */
const PREFIX = "\\0browser-text:"

/** The same for vitest, which runs the sources. */
export const browserTextInTests = () => ({
  name: "browser-text",
  enforce: "pre" as const,
  resolveId: (id: string, importer: string | undefined): string | undefined =>
    id.endsWith(SUFFIX)
      ? PREFIX +
        Buffer.from(new URL(id.slice(0, -SUFFIX.length), `file://${importer}`).pathname).toString("hex")
      : undefined,
  load: async (id: string): Promise<string | undefined> => {
    if (!id.startsWith(PREFIX)) return undefined
    const { text } = await bundled(Buffer.from(id.slice(PREFIX.length), "hex").toString())
    return `export default ${JSON.stringify(text)}`
  },
})
