import * as fs from "node:fs"
import * as path from "node:path"
import { publishedPackages } from "@qriskit/weigh"
import { readArguments } from "./arguments.ts"
import { ROOT } from "./environment.ts"
import { provenanceComplaints } from "./provenance-complaints.ts"
import { type Manifest, readTarballs } from "./tarball.ts"
import { complaintsAbout } from "./tarball-complaints.ts"

const USAGE = `Usage: pnpm release:check [--repository URL]

Looks at what \`pnpm release:pack\` packed, before it is published. Exit code 1 and one line for each complaint.

  --repository URL   also: would a registry accept provenance from a build in this repository?`

const { repository } = readArguments({ repository: { type: "string" } }, USAGE)

const PACKED = path.join(ROOT, "release/packages")

const manifestOf = (folder: string): Manifest =>
  JSON.parse(fs.readFileSync(path.join(folder, "package.json"), "utf8"))

const check = (): void => {
  const tarballs = readTarballs(PACKED)
  const versions = publishedPackages().map(({ name, folder }) => [name, manifestOf(folder).version] as const)
  const complaints = [
    ...complaintsAbout(tarballs, new Map(versions)),
    ...(repository === undefined ? [] : provenanceComplaints(tarballs, repository)),
  ]
  for (const complaint of complaints) console.error(complaint)
  console.log(`${tarballs.length} packages to publish, ${complaints.length} complaints`)
  process.exitCode = complaints.length === 0 ? 0 : 1
}

if (fs.existsSync(PACKED)) check()
else {
  console.error("Nothing was packed. Run `pnpm release:pack` first.")
  process.exitCode = 1
}
