import { build, type Plugin as EsbuildPlugin } from "esbuild"

/** `import text from "./console.ts?browser"`: what browsers load, bundled and made small, as one text. */
const SUFFIX = "?browser"

const textOf = async (entry: string): Promise<string> => {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    target: ["es2022"],
    charset: "utf8",
  })
  return outputFiles[0]?.text ?? ""
}

/** For tsup. */
export const browserText = (): EsbuildPlugin => ({
  name: "browser-text",
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /\?browser$/ }, async ({ path, resolveDir }) => ({
      // With its suffix: tsup's own way with style sheets is not meant.
      path: new URL(path.slice(0, -SUFFIX.length), `file://${resolveDir}/`).pathname + SUFFIX,
      namespace: "browser-text",
    }))
    onLoad({ filter: /.*/, namespace: "browser-text" }, async ({ path }) => ({
      contents: await textOf(path.slice(0, -SUFFIX.length)),
      loader: "text",
    }))
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
  load: async (id: string): Promise<string | undefined> =>
    id.startsWith(PREFIX)
      ? `export default ${JSON.stringify(await textOf(Buffer.from(id.slice(PREFIX.length), "hex").toString()))}`
      : undefined,
})
