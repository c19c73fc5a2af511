import { writeFile } from "node:fs/promises"
import { browserText } from "@qriskit/browser-text"
import { build } from "esbuild"
import { defineConfig } from "tsup"

export default defineConfig({
  entry: ["src/index.ts", "src/html.ts", "src/node.ts", "src/fastify.ts", "src/nestjs.ts"],
  format: "esm",
  target: "es2023",
  dts: true,
  clean: true,
  sourcemap: true,
  esbuildPlugins: [browserText()],
  onSuccess: async () => {
    const { outputFiles } = await build({
      entryPoints: ["src/style/style.css"],
      bundle: true,
      write: false,
    })
    await writeFile("dist/style.css", outputFiles[0]?.contents ?? "")
  },
})
