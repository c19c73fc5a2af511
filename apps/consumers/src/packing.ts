import * as fs from "node:fs"
import { pack } from "@qriskit/weigh"
import { readTarball, type Tarball } from "./tarball.ts"
import { complaintsAbout } from "./tarball-complaints.ts"

/**
 * Packs every published package, as it was built last.
 *
 * @param folder is made
 * @throws Error that lists what is wrong with the packed packages
 */
export const packAll = async (folder: string): Promise<ReadonlyArray<Tarball>> => {
  fs.mkdirSync(folder, { recursive: true })
  const tarballs = Object.values(await pack(folder)).map(readTarball)
  const complaints = complaintsAbout(tarballs)
  if (complaints.length > 0) throw new Error(`The packed packages are not right:\n${complaints.join("\n")}`)
  return tarballs
}
