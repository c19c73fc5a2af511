import * as fs from "node:fs"
import * as os from "node:os"
import * as path from "node:path"
import { parseArgs } from "node:util"
import { CONSUMERS, type Consumer } from "./consumer.ts"
import { machineRegistry } from "./environment.ts"
import { packAll } from "./packing.ts"
import { publishAll } from "./publishing.ts"
import { startRegistry } from "./registry.ts"
import { tryConsumer } from "./try-consumer.ts"

const USAGE = `Usage: pnpm consumers [--only NAME,…] [--keep] [--at-once 2]

Packs all packages, publishes them to a registry on loopback, and installs only what each of these needs:

${CONSUMERS.map(({ name, shows }) => `  ${name.padEnd(15)} ${shows}`).join("\n")}

Each then makes its payments against the sandbox. Exit code 1 if one of them fails, or gets what it did not ask for.

  --only NAME,…   only these
  --keep          leaves the projects and says where they are; else they are removed
  --at-once N     how many are tried at a time, default 2`

const MINUTES = 10

const wanted = (only: string | undefined): ReadonlyArray<Consumer> => {
  const names = only?.split(",") ?? CONSUMERS.map(({ name }) => name)
  return names.map((name) => {
    const consumer = CONSUMERS.find((it) => it.name === name)
    if (consumer !== undefined) return consumer
    throw new Error(`There is no consumer "${name}". There are ${CONSUMERS.map((it) => it.name).join(", ")}.`)
  })
}

/** One line of the report. */
const report = (mark: string, name: string, rest: string): void =>
  console.log(`${mark.padEnd(6)} ${name.padEnd(15)} ${rest}`)

const tryAll = async (
  consumers: ReadonlyArray<Consumer>,
  folder: string,
  registry: string,
  atOnce: number,
): Promise<number> => {
  let failures = 0
  const waiting = [...consumers]
  const tryOneAfterAnother = async () => {
    for (let consumer = waiting.shift(); consumer !== undefined; consumer = waiting.shift()) {
      const { name, packageManager, payments } = consumer
      try {
        const it = await tryConsumer(consumer, path.join(folder, name), registry)
        const { packages, bytes } = it.inProduction
        const production = `${packages.length} packages, ${(bytes / 1e6).toFixed(0)} MB in production`
        const seconds = `${packageManager} ${it.installSeconds.toFixed(1)} s, run ${it.paySeconds.toFixed(1)} s`
        report("ok", name, `${payments} paid   ${production}   ${seconds}`)
        for (const [line] of it.output.matchAll(/^note: .*$/gm)) report("", "", line)
      } catch (error) {
        failures++
        report("FAILED", name, error instanceof Error ? error.message : String(error))
      }
    }
  }
  await Promise.all(Array.from({ length: atOnce }, tryOneAfterAnother))
  return failures
}

const main = async (): Promise<number> => {
  const { values } = parseArgs({
    options: {
      only: { type: "string" },
      keep: { type: "boolean", default: false },
      "at-once": { type: "string", default: "2" },
      help: { type: "boolean", default: false },
    },
  })
  if (values.help) {
    console.log(USAGE)
    return 0
  }
  const consumers = wanted(values.only)
  const atOnce = Number(values["at-once"])
  if (!Number.isInteger(atOnce) || atOnce < 1) throw new Error("--at-once takes a whole number from 1")

  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "qriskit-consumers-"))
  const registry = await startRegistry(path.join(folder, "registry"), machineRegistry())
  try {
    const tarballs = await packAll(path.join(folder, "tarballs"))
    await publishAll(tarballs, registry.url)
    const version = tarballs[0]?.manifest.version
    console.log(`${tarballs.length} packages at ${version} on ${registry.url}, Node ${process.version}\n`)
    const failures = await tryAll(consumers, folder, registry.url, atOnce)
    console.log(`\n${consumers.length - failures} of ${consumers.length} consumers work`)
    return failures === 0 ? 0 : 1
  } finally {
    await registry.close()
    if (values.keep) console.log(`The projects are in ${folder}`)
    else fs.rmSync(folder, { recursive: true, force: true })
  }
}

const tooLate = setTimeout(() => {
  console.error(`Not done after ${MINUTES} minutes.`)
  process.exit(1)
}, MINUTES * 60_000)

try {
  process.exitCode = await main()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
} finally {
  clearTimeout(tooLate)
}
