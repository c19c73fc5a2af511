import { defineConfig } from "tsup"

export default defineConfig({
  entry: [
    "src/index.ts",
    "src/promise.ts",
    "src/endpoints.ts",
    "src/prometheus.ts",
    "src/pool.ts",
    "src/drizzle.ts",
    "src/kysely.ts",
    "src/knex.ts",
    "src/typeorm.ts",
    "src/mikro-orm.ts",
    "src/prisma.ts",
  ],
  format: "esm",
  target: "es2023",
  dts: true,
  clean: true,
  sourcemap: true,
  // node:sqlite has no name without it.
  removeNodeProtocol: false,
})
