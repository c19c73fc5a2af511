import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { WORKSPACE } from "./workspace.ts"

/** A package of this workspace that is published. */
export interface PublishedPackage {
  /** `@qriskit/core` */
  readonly name: string
  /** Absolute. */
  readonly folder: string
}

/** Every package under `packages/` that is not private, in the order of their folders. */
export const publishedPackages = (): ReadonlyArray<PublishedPackage> =>
  readdirSync(join(WORKSPACE, "packages")).flatMap((room) => {
    const folder = join(WORKSPACE, "packages", room)
    const manifest: { readonly name: string; readonly private?: boolean } = JSON.parse(
      readFileSync(join(folder, "package.json"), "utf8"),
    )
    return manifest.private ? [] : [{ name: manifest.name, folder }]
  })
