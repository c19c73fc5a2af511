import * as path from "node:path"
import { readArguments } from "./arguments.ts"
import { CONSUMERS, type Consumer } from "./consumer.ts"
import { packAll } from "./packing.ts"
import { publishAll } from "./publishing.ts"
import { tryConsumer } from "./try-consumer.ts"
import { withRegistry } from "./with-registry.ts"
import { matrixIn, settleMatrix } from "./written-matrix.ts"

const USAGE = `Usage: pnpm consumers [--only NAME,…] [--keep] [--at-once 2] [--write]

Packs all packages, publishes them to a registry on loopback, and installs only what each of these needs:

${CONSUMERS.map(({ name, shows }) => `  ${name.padEnd(15)} ${shows}`).join("\n")}

Each then makes its payments against the sandbox. Exit code 1 if one of them fails, or gets what it did not ask for.

  --only NAME,…   only these
  --keep          leaves the projects and says where they are; else they are removed
  --at-once N     how many are tried at a time, default 2
  --write         writes what was found of the runtimes into README.md; else what stands there must be right`

const HERE = `${process.platform}-${process.arch}`

const wanted = (only: string | undefined): ReadonlyArray<Consumer> => {
  const names = only?.split(",") ?? CONSUMERS.map(({ name }) => name)
  return names.map((name) => {
    const consumer = CONSUMERS.find((it) => it.name === name)
    if (consumer !== undefined) return consumer
    throw new Error(`There is no consumer "${name}". There are ${CONSUMERS.map((it) => it.name).join(", ")}.`)
  })
}

/** Whether a consumer can be tried on this machine; one line says so where it cannot. */
const runsHere = ({ name, machine = HERE }: Consumer): boolean => {
  if (machine !== HERE) report("left", name, `runs on ${machine}, and this is ${HERE}`)
  return machine === HERE
}

/** One line of the report. */
const report = (mark: string, name: string, rest: string): void =>
  console.log(`${mark.padEnd(6)} ${name.padEnd(15)} ${rest}`)

const tryAll = async (
  consumers: ReadonlyArray<Consumer>,
  folder: string,
  registry: string,
  { atOnce, matrix }: { readonly atOnce: number; readonly matrix: "check" | "write" },
): Promise<number> => {
  let failures = 0
  const waiting = [...consumers]
  const tryOneAfterAnother = async () => {
    for (let consumer = waiting.shift(); consumer !== undefined; consumer = waiting.shift()) {
      const { name, packageManager, payments } = consumer
      try {
        const it = await tryConsumer(consumer, path.join(folder, name), registry)
        const found = matrixIn(it.output)
        if (found !== undefined) settleMatrix(found, matrix)
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

const values = readArguments(
  {
    only: { type: "string" },
    keep: { type: "boolean", default: false },
    "at-once": { type: "string", default: "2" },
    write: { type: "boolean", default: false },
  },
  USAGE,
)
await withRegistry(values.keep, async ({ folder, registry }) => {
  const consumers = wanted(values.only).filter(runsHere)
  const atOnce = Number(values["at-once"])
  if (!Number.isInteger(atOnce) || atOnce < 1) throw new Error("--at-once takes a whole number from 1")

  const tarballs = await packAll(path.join(folder, "tarballs"))
  await publishAll(tarballs, registry)
  const version = tarballs[0]?.manifest.version
  console.log(`${tarballs.length} packages at ${version} on ${registry}, Node ${process.version}\n`)
  const failures = await tryAll(consumers, folder, registry, {
    atOnce,
    matrix: values.write ? "write" : "check",
  })
  console.log(`\n${consumers.length - failures} of ${consumers.length} consumers work`)
  if (failures > 0) process.exitCode = 1
})
