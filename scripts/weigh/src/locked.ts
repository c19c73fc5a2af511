import { readFileSync } from "node:fs"
import { join } from "node:path"
import { parse } from "yaml"
import { WORKSPACE } from "./workspace.ts"

type Importer = Readonly<Record<string, Readonly<Record<string, { readonly version: string }>> | undefined>>

interface Lockfile {
  readonly packages: Readonly<Record<string, unknown>>
  readonly importers: Readonly<Record<string, Importer>>
}

const push = (versions: Map<string, Set<string>>, name: string, version: string): void => {
  versions.set(name, (versions.get(name) ?? new Set()).add(version))
}

/** Every version that is locked, by name. */
const allOf = ({ packages }: Lockfile): ReadonlyMap<string, ReadonlySet<string>> => {
  const versions = new Map<string, Set<string>>()
  for (const id of Object.keys(packages)) {
    const at = id.lastIndexOf("@")
    push(versions, id.slice(0, at), id.slice(at + 1))
  }
  return versions
}

/** The versions that the published packages name themselves, without the peers that they were resolved with. */
const namedBy = ({ importers }: Lockfile): ReadonlyMap<string, ReadonlySet<string>> => {
  const versions = new Map<string, Set<string>>()
  for (const [place, importer] of Object.entries(importers)) {
    if (!place.startsWith("packages/")) continue
    for (const kind of ["dependencies", "devDependencies"])
      for (const [name, { version }] of Object.entries(importer[kind] ?? {}))
        push(versions, name, version.split("(", 1)[0] ?? version)
  }
  return versions
}

/**
 * What the workspace's lockfile holds in one version only, and where it holds several, the one that published packages
 * name. An installation elsewhere that is pinned to them weighs the same tomorrow, whatever is published in between.
 */
export const lockedVersions = (): Readonly<Record<string, string>> => {
  const lockfile: Lockfile = parse(readFileSync(join(WORKSPACE, "pnpm-lock.yaml"), "utf8"))
  const named = namedBy(lockfile)
  return Object.fromEntries(
    [...allOf(lockfile)].flatMap(([name, all]) => {
      const [only, ...more] = all.size === 1 ? all : (named.get(name) ?? [])
      return only !== undefined && more.length === 0 ? [[name, only]] : []
    }),
  )
}
