import { execFileSync } from "node:child_process"
import * as fs from "node:fs"
import * as path from "node:path"

/** The kinds of dependencies that a user's package manager looks at. */
export const DEPENDENCY_KINDS = ["dependencies", "peerDependencies", "optionalDependencies"] as const

/** As much of a package.json as is looked at here. */
export interface Manifest {
  readonly name: string
  readonly version: string
  readonly private?: boolean
  readonly repository?: { readonly url?: string; readonly directory?: string }
  readonly exports?: Readonly<Record<string, unknown>>
  readonly dependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
}

/** A package as it would be published. */
export interface Tarball {
  readonly file: string
  readonly manifest: Manifest
  /** Paths within the package. */
  readonly files: ReadonlyArray<string>
}

const tar = (...args: ReadonlyArray<string>): string => execFileSync("tar", args, { encoding: "utf8" })

/** Opens one packed package. */
export const readTarball = (file: string): Tarball => ({
  file,
  // A package.json is decoded by nobody: what we read of it is what npm itself relies on.
  manifest: JSON.parse(tar("-xzOf", file, "package/package.json")) as Manifest,
  files: tar("-tzf", file)
    .trim()
    .split("\n")
    .map((entry) => entry.replace(/^package\//, "")),
})

/** Opens all packed packages in a folder. */
export const readTarballs = (folder: string): ReadonlyArray<Tarball> =>
  fs
    .readdirSync(folder)
    .filter((name) => name.endsWith(".tgz"))
    .map((name) => readTarball(path.join(folder, name)))
