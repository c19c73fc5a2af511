import * as fs from "node:fs"
import * as path from "node:path"

/** The repository's folder. */
export const ROOT = path.resolve(import.meta.dirname, "../..")

/** As much of a package.json as examples depend on. */
interface Manifest {
  readonly name: string
  readonly private?: boolean
  readonly scripts?: Readonly<Record<string, string>>
  readonly bin?: Readonly<Record<string, string>>
  readonly exports?: Readonly<Record<string, string | { readonly types?: string }>>
}

/** A package of the workspace, its root included. */
export interface Room {
  readonly folder: string
  readonly manifest: Manifest
}

const roomAt = (folder: string): Room => ({
  folder,
  manifest: JSON.parse(fs.readFileSync(path.join(folder, "package.json"), "utf8")),
})

const MANIFESTS = ["{packages,apps,scripts}/*/package.json", "docs/package.json"]

/** Every package of the workspace; the last one is its root. */
export const rooms: ReadonlyArray<Room> = [
  ...fs.globSync(MANIFESTS, { cwd: ROOT }).sort(),
  "package.json",
].map((file) => roomAt(path.join(ROOT, path.dirname(file))))

export const published: ReadonlyArray<Room> = rooms.filter(({ manifest }) => manifest.private !== true)

/** An import specifier of a package, and the source behind it. */
export interface EntryPoint {
  readonly specifier: string
  readonly source: string
}

/** Built files lead to their sources; tools of the house export these as they are. */
const sourceOf = (target: string | { readonly types?: string }): string | undefined =>
  typeof target === "string"
    ? /\.ts$/.exec(target)?.input
    : target.types?.replace(/^\.\/dist\/(.*)\.d\.ts$/, "src/$1.ts")

const entryPointsOf = ({ folder, manifest }: Room): ReadonlyArray<EntryPoint> =>
  Object.entries(manifest.exports ?? {}).flatMap(([subpath, target]) => {
    const source = sourceOf(target)
    const specifier = path.posix.join(manifest.name, subpath)
    return source === undefined ? [] : [{ specifier, source: path.join(folder, source) }]
  })

/** Everything that can be imported from a published package. */
export const entryPoints: ReadonlyArray<EntryPoint> = published.flatMap(entryPointsOf)

/** For a compiler: packages are what their sources say now, not what was built last. */
export const sourcePaths: Readonly<Record<string, [string]>> = Object.fromEntries(
  rooms.flatMap(entryPointsOf).map(({ specifier, source }) => [specifier, [source]]),
)

/** The package in whose folder a file stands, and whose dependencies its examples may import. */
export const roomOf = (file: string): Room => {
  const room = rooms.find(({ folder }) => file.startsWith(folder + path.sep))
  if (room === undefined) throw new Error(`${file} is outside of ${ROOT}`)
  return room
}

/** A file's name for people. */
export const nameOf = (file: string): string => path.relative(ROOT, file)
