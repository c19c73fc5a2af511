import { defineConfig } from "tsup"

export default defineConfig({
  entry: ["src/index.ts", "src/node.ts", "src/fastify.ts", "src/webhook-kit.ts"],
  format: "esm",
  target: "es2023",
  dts: true,
  clean: true,
  sourcemap: true,
  // Edge runtimes know `node:crypto` and not `crypto`.
  removeNodeProtocol: false,
})
