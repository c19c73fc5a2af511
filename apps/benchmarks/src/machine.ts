import { existsSync, readFileSync } from "node:fs"
import { createRequire } from "node:module"
import { cpus, totalmem } from "node:os"
import { join } from "node:path"

const require = createRequire(import.meta.url)

/**
 * The version of an installed package, whether or not it exports its manifest.
 *
 * @param through the package that brings it, where that is not this one
 */
export const versionOf = (name: string, through?: string): string => {
  const { resolve } = through === undefined ? require : createRequire(require.resolve(through))
  const manifest = (resolve.paths(name) ?? [])
    .map((modules) => join(modules, name, "package.json"))
    .find(existsSync)
  if (manifest === undefined) throw new Error(`${name} is not installed`)
  const { version }: { readonly version: string } = JSON.parse(readFileSync(manifest, "utf8"))
  return version
}

/** What the numbers were taken on. */
export const machine = (): string => {
  const cores = cpus()
  const memory = Math.round(totalmem() / 2 ** 30)
  const cpu = cores[0]?.model.trim() ?? "unknown CPU"
  return `Node ${process.versions.node}, ${cores.length} × ${cpu}, ${memory} GiB, ${process.platform} ${process.arch}`
}
