import { readFileSync } from "node:fs"
import { join } from "node:path"
import { parse } from "yaml"
import { WORKSPACE } from "./workspace.ts"

/**
 * What the workspace's lockfile holds, of the packages that it holds in one version only. An installation elsewhere that
 * is pinned to them weighs the same tomorrow, whatever is published in between.
 */
export const lockedVersions = (): Readonly<Record<string, string>> => {
  const { packages }: { readonly packages: Readonly<Record<string, unknown>> } = parse(
    readFileSync(join(WORKSPACE, "pnpm-lock.yaml"), "utf8"),
  )
  const versions = new Map<string, Array<string>>()
  for (const id of Object.keys(packages)) {
    const at = id.lastIndexOf("@")
    const name = id.slice(0, at)
    versions.set(name, [...(versions.get(name) ?? []), id.slice(at + 1)])
  }
  return Object.fromEntries(
    [...versions].flatMap(([name, [only, ...more]]) =>
      only !== undefined && more.length === 0 ? [[name, only]] : [],
    ),
  )
}
