import * as fs from "node:fs"
import * as path from "node:path"
import { run } from "./command.ts"
import { cleanEnvironment } from "./environment.ts"
import { readTarballs, type Tarball } from "./tarball.ts"
import { complaintsAbout } from "./tarball-complaints.ts"

/**
 * Packs every published package of a workspace, as it was built last.
 *
 * @throws Error that lists what is wrong with the packed packages
 */
export const packAll = async (workspace: string, folder: string): Promise<ReadonlyArray<Tarball>> => {
  fs.mkdirSync(folder, { recursive: true })
  await run("pnpm", ["--recursive", "--filter", "./packages/*", "pack", "--pack-destination", folder], {
    folder: workspace,
    environment: cleanEnvironment(),
    seconds: 120,
  })
  const tarballs = readTarballs(folder)
  const packages = fs.readdirSync(path.join(workspace, "packages"))
  const complaints = [
    ...(tarballs.length === packages.length
      ? []
      : [`${packages.length} packages became ${tarballs.length} tarballs`]),
    ...complaintsAbout(tarballs),
  ]
  if (complaints.length > 0) throw new Error(`The packed packages are not right:\n${complaints.join("\n")}`)
  return tarballs
}
