import { readFileSync } from "node:fs"
import { join, posix } from "node:path"
import { type PublishedPackage, publishedPackages } from "@qriskit/weigh"

/** Where an entry leads, by condition, as in `package.json`: `types` to its declarations. */
export type Targets = Readonly<Record<string, string>> & { readonly types: string }

/** One subpath of a package that can be imported. */
export interface Entry {
  /** As one imports it: `@qriskit/core/transport-fetch`. */
  readonly name: string
  /** Its package's folder, absolute. */
  readonly folder: string
  readonly targets: Targets
  /** The file with its report, absolute. */
  readonly report: string
}

type Exports = Readonly<Record<string, string | Targets>>

/** The folder of a package's reports. */
export const reportFolder = (folder: string): string => join(folder, "api")

const fileOf = (subpath: string): string =>
  subpath === "." ? "index" : subpath.slice("./".length).replaceAll("/", ".")

const entriesOf = ({ name, folder }: PublishedPackage): ReadonlyArray<Entry> => {
  const { exports }: { readonly exports: Exports } = JSON.parse(
    readFileSync(join(folder, "package.json"), "utf8"),
  )
  return Object.entries(exports).flatMap(([subpath, targets]) =>
    typeof targets === "string"
      ? []
      : [
          {
            name: posix.join(name, subpath),
            folder,
            targets,
            report: join(reportFolder(folder), `${fileOf(subpath)}.api.md`),
          },
        ],
  )
}

/** Every entry of every published package that has declarations. */
export const entries = (): ReadonlyArray<Entry> => publishedPackages().flatMap(entriesOf)
