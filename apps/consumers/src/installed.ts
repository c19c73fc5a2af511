import * as fs from "node:fs"
import * as path from "node:path"

/** A package that stands in a project's node_modules, at any depth. */
export interface Installed {
  readonly name: string
  readonly version: string
}

const folderNames = (folder: string): ReadonlyArray<string> =>
  fs.existsSync(folder)
    ? fs
        .readdirSync(folder, { withFileTypes: true })
        // pnpm links to what it keeps in .pnpm, which is walked itself.
        .filter((entry) => entry.isDirectory())
        .map((entry) => entry.name)
    : []

const packagesIn = (modules: string): ReadonlyArray<Installed> =>
  folderNames(modules).flatMap((name) => {
    const folder = path.join(modules, name)
    if (name === ".pnpm")
      return folderNames(folder).flatMap((kept) => packagesIn(path.join(folder, kept, "node_modules")))
    if (name.startsWith(".")) return []
    if (name.startsWith("@")) return packagesIn(folder)
    const file = path.join(folder, "package.json")
    if (!fs.existsSync(file)) return []
    const manifest = JSON.parse(fs.readFileSync(file, "utf8")) as Installed
    return [
      { name: manifest.name, version: manifest.version },
      ...packagesIn(path.join(folder, "node_modules")),
    ]
  })

/** Everything that npm or pnpm installed into a project. A package that is there twice is listed twice. */
export const installedIn = (project: string): ReadonlyArray<Installed> =>
  packagesIn(path.join(project, "node_modules"))
