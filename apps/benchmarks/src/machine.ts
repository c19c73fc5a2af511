import { readFileSync } from "node:fs"
import { createRequire } from "node:module"
import { cpus, totalmem } from "node:os"

const require = createRequire(import.meta.url)

/** The version of an installed package, or `?` where its manifest is not exported. */
export const versionOf = (name: string): string => {
  try {
    const manifest: unknown = JSON.parse(readFileSync(require.resolve(`${name}/package.json`), "utf8"))
    return typeof manifest === "object" && manifest !== null && "version" in manifest
      ? String(manifest.version)
      : "?"
  } catch {
    return "?"
  }
}

/** What the numbers were taken on. */
export const machine = (): string => {
  const cores = cpus()
  const memory = Math.round(totalmem() / 2 ** 30)
  return `Node ${process.versions.node}, ${cores.length} × ${cores[0]?.model ?? "unknown CPU"}, ${memory} GiB, ${process.platform} ${process.arch}`
}
