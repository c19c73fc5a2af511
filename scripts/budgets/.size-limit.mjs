import { BUNDLES } from "./src/limits.ts"

/** How esbuild finds what a runtime runs. An edge has Node's modules, but neither its sockets nor its conditions. */
const RUNTIMES = {
  browser: { platform: "browser" },
  edge: { platform: "browser", conditions: ["workerd", "edge-light"], external: ["node:*"] },
  node: { platform: "node", external: ["undici"] },
  own: { platform: "node", packages: "external" },
}

export default BUNDLES.map(({ name, file, use, runtime, limit }) => ({
  name: `${name} (${runtime})`,
  path: `../../packages/${file}`,
  ...(use !== undefined && { import: use }),
  modifyEsbuildConfig: (config) => ({
    ...config,
    ...RUNTIMES[runtime],
    format: "esm",
    target: "es2023",
    logLevel: "error",
  }),
  gzip: true,
  limit,
  message: "If it is worth it, raise the limit in scripts/budgets/src/limits.ts, and say why in the commit.",
}))
