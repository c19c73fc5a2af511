import * as fs from "node:fs"
import * as path from "node:path"
import { parseArgs } from "node:util"
import { ROOT } from "./environment.ts"
import { provenanceComplaints } from "./provenance-complaints.ts"
import { type Manifest, readTarballs } from "./tarball.ts"
import { complaintsAbout } from "./tarball-complaints.ts"

const USAGE = `Usage: pnpm release:check [--repository URL]

Looks at what \`pnpm release:pack\` packed, before it is published. Exit code 1 and one line for each complaint.

  --repository URL   also: would a registry accept provenance from a build in this repository?`

const { values } = parseArgs({
  options: { repository: { type: "string" }, help: { type: "boolean", default: false } },
})

const check = (): void => {
  const folder = path.join(ROOT, "release/packages")
  if (!fs.existsSync(folder)) throw new Error("Nothing was packed: run `pnpm release:pack` first.")
  const tarballs = readTarballs(folder)
  const versions = fs.readdirSync(path.join(ROOT, "packages")).map((name): [string, string] => {
    const manifest: Manifest = JSON.parse(
      fs.readFileSync(path.join(ROOT, "packages", name, "package.json"), "utf8"),
    )
    return [manifest.name, manifest.version]
  })
  const complaints = [
    ...complaintsAbout(tarballs, new Map(versions)),
    ...(values.repository === undefined ? [] : provenanceComplaints(tarballs, values.repository)),
  ]
  for (const complaint of complaints) console.error(complaint)
  console.log(`${tarballs.length} packages to publish, ${complaints.length} complaints`)
  process.exitCode = complaints.length === 0 ? 0 : 1
}

if (values.help) console.log(USAGE)
else check()
