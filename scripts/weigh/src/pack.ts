import { publishedPackages } from "./published.ts"
import { pnpm } from "./workspace.ts"

/** Paths of the packages' tarballs, by the packages' names. */
export type Tarballs = Readonly<Record<string, string>>

/**
 * Packs every published package as it would be published: built files, `workspace:` and `catalog:` ranges replaced.
 * Needs a build first.
 *
 * @param destination a folder that exists
 */
export const pack = async (destination: string): Promise<Tarballs> => {
  const tarballs: Record<string, string> = {}
  for (const { name, folder } of publishedPackages()) {
    const { filename }: { readonly filename: string } = JSON.parse(
      await pnpm(folder, "pack", "--json", "--pack-destination", destination),
    )
    tarballs[name] = filename
  }
  return tarballs
}
