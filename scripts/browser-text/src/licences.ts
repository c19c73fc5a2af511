import { existsSync, readdirSync, readFileSync } from "node:fs"
import { dirname, join } from "node:path"

/** The file beside a bundle that holds the licences of what was bundled. */
export const LICENCES_FILE = "THIRD_PARTY_LICENSES.txt"

const folderOf = (file: string): string => {
  let folder = dirname(file)
  while (!existsSync(join(folder, "package.json"))) folder = dirname(folder)
  return folder
}

const licenceIn = (folder: string): string => {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"))
  const file = readdirSync(folder).find((candidate) => /^licen[cs]e(\.|$)/i.test(candidate))
  if (file === undefined)
    throw new Error(
      `${name} ${version} is bundled and has no licence file: its licence asks for its text beside every copy. Take it out, or bundle another version.`,
    )
  return `${name} ${version} (${license})\n\n${readFileSync(join(folder, file), "utf8").trim()}\n`
}

/**
 * The licence texts of the packages of others that a bundle holds; empty where it holds none. Throws
 * where one has none.
 *
 * @param files what was bundled, by absolute path: a package of ours is linked, and its files are outside node_modules
 */
export const licencesOf = (files: ReadonlyArray<string>): string => {
  const folders = new Set(files.filter((file) => file.includes("/node_modules/")).map(folderOf))
  return [...folders].toSorted().map(licenceIn).join("\n---\n\n")
}
