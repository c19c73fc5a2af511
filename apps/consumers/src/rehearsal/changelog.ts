import * as fs from "node:fs"
import * as path from "node:path"

/** What a package's changelog says about one version: the text between its heading and the next. */
export const changesIn = (workspace: string, packageName: string, version: string): string => {
  const folder = packageName.replace("@qriskit/", "packages/")
  const changelog = fs.readFileSync(path.join(workspace, folder, "CHANGELOG.md"), "utf8")
  const sections = changelog.split(/^## /m)
  const section = sections.find((it) => it.startsWith(`${version}\n`))
  if (section === undefined) throw new Error(`The changelog of ${packageName} does not speak of ${version}`)
  return section
}
