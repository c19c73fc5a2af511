import { existsSync, lstatSync, readdirSync, readFileSync } from "node:fs"
import { basename, join } from "node:path"

/** One package on disk. */
export interface InstalledPackage {
  readonly name: string
  readonly version: string
  /** Absolute. */
  readonly folder: string
  /** Sum of its files' lengths, without packages nested in it. */
  readonly bytes: number
}

/** Everything that an installation brought. */
export interface InstalledWeight {
  readonly bytes: number
  readonly packages: ReadonlyArray<InstalledPackage>
}

const foldersIn = (folder: string): ReadonlyArray<string> =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
    .map(({ name }) => join(folder, name))

/** Folders of the packages in a `node_modules`: scoped ones too, and those that pnpm keeps in `.pnpm` and links to. */
const packageFoldersIn = (modules: string): ReadonlyArray<string> => {
  const kept = join(modules, ".pnpm")
  return [
    ...foldersIn(modules).flatMap((folder) =>
      basename(folder).startsWith("@") ? foldersIn(folder) : [folder],
    ),
    ...(existsSync(kept) ? foldersIn(kept) : [])
      .map((folder) => join(folder, "node_modules"))
      .filter(existsSync)
      .flatMap(packageFoldersIn),
  ]
}

const bytesIn = (folder: string): number =>
  readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => name !== "node_modules")
    .reduce((sum, entry) => {
      const path = join(folder, entry.name)
      if (entry.isDirectory()) return sum + bytesIn(path)
      return entry.isFile() ? sum + lstatSync(path).size : sum
    }, 0)

const packagesIn = (modules: string): ReadonlyArray<InstalledPackage> =>
  packageFoldersIn(modules).flatMap((folder) => {
    const { name, version }: { readonly name: string; readonly version: string } = JSON.parse(
      readFileSync(join(folder, "package.json"), "utf8"),
    )
    const nested = join(folder, "node_modules")
    return [
      { name, version, folder, bytes: bytesIn(folder) },
      ...(existsSync(nested) ? packagesIn(nested) : []),
    ]
  })

/**
 * Counts what lies in a folder's `node_modules`: every package once for each copy of it, and its files' lengths.
 * Links are not followed. Reads what npm installed, and what pnpm did.
 */
export const installedWeight = (folder: string): InstalledWeight => {
  const packages = packagesIn(join(folder, "node_modules"))
  return { packages, bytes: packages.reduce((sum, { bytes }) => sum + bytes, 0) }
}
