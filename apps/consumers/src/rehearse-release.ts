import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { parseArgs } from "node:util"
import { machineRegistry } from "./environment.ts"
import { startRegistry } from "./registry.ts"
import { rehearse } from "./rehearsal/rehearse.ts"

const USAGE = `Usage: pnpm rehearse-release [--keep]

Copies what is committed here into a temporary folder, and releases it three times to a registry on loopback: as it is,
with a fix, and with a feature. A shop with two providers follows. Exit code 1 if anything is not as it must be.

  --keep   leaves the copy and the shop, and says where they are; else they are removed`

const MINUTES = 10

const main = async (keep: boolean): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), "qriskit-release-"))
  const registry = await startRegistry(join(folder, "registry"), machineRegistry())
  try {
    await rehearse(folder, registry.url)
  } finally {
    await registry.close()
    if (keep) console.log(`The copy and the shop are in ${folder}`)
    else rmSync(folder, { recursive: true, force: true })
  }
}

const tooLate = setTimeout(() => {
  console.error(`Not done after ${MINUTES} minutes.`)
  process.exit(1)
}, MINUTES * 60_000)

try {
  const { values } = parseArgs({
    options: { keep: { type: "boolean", default: false }, help: { type: "boolean", default: false } },
  })
  if (values.help) console.log(USAGE)
  else await main(values.keep)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
} finally {
  clearTimeout(tooLate)
}
