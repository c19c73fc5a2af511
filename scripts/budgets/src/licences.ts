// Lists the packages of others that come with ours, and under which licences, in THIRD_PARTY.md.
//
//   pnpm third-party            writes
//   pnpm third-party --check    compares; exit code 1 where the list is out of date
//
// Exit code 1 in any case where a licence is not among those that are allowed.
import { existsSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { parseArgs } from "node:util"
import type { InstalledPackage } from "@qriskit/weigh"
import { licenceIn } from "./allowed-licences.ts"
import { withInstallations } from "./installations.ts"
import { listOf, objectionsTo, type ThirdParty } from "./third-party.ts"

const LIST = new URL("../../../THIRD_PARTY.md", import.meta.url)
const OURS = "@qriskit/"

const found = new Map<string, ThirdParty>()

const note = (ours: string, { name, folder }: InstalledPackage): void => {
  const manifest: Readonly<Record<string, unknown>> = JSON.parse(
    readFileSync(join(folder, "package.json"), "utf8"),
  )
  // For one platform only: another machine has another one.
  if ("os" in manifest || "cpu" in manifest) return
  const licence = licenceIn(manifest)
  const id = `${name} ${licence}`
  const broughtBy = new Set(found.get(id)?.broughtBy).add(ours.slice(OURS.length))
  found.set(id, { name, licence, broughtBy: [...broughtBy] })
}

await withInstallations((ours, { packages }) => {
  for (const each of packages) if (!each.name.startsWith(OURS)) note(ours, each)
})

const packages = [...found.values()]
const list = listOf(packages)
const { values } = parseArgs({ options: { check: { type: "boolean", default: false } } })
const complaints = objectionsTo(packages).map(
  (objection) =>
    `${objection}. Take it out; or, if its licence asks nothing of users, allow it in scripts/budgets/src/allowed-licences.ts.`,
)
if (!values.check) writeFileSync(LIST, list)
else if (!existsSync(LIST) || readFileSync(LIST, "utf8") !== list)
  complaints.push(
    "THIRD_PARTY.md is out of date. Run `pnpm third-party`, look at what changed, and commit it.",
  )

for (const complaint of complaints) console.error(complaint)
if (complaints.length === 0)
  console.log(`${packages.length} packages of others, each under an allowed licence`)
process.exitCode = complaints.length === 0 ? 0 : 1
