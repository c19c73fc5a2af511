#!/usr/bin/env node
import { readFileSync } from "node:fs"
import { parseArgs } from "node:util"
import { banner } from "./banner.js"
import { commandOptions, optionsOf, snapAcquirer, USAGE } from "./command.js"
import { startSandbox } from "./sandbox.js"
import { SandboxError } from "./sandbox-error.js"

try {
  await run()
} catch (error) {
  if (!(error instanceof SandboxError || isUsageError(error))) throw error
  console.error(error.message)
  process.exitCode = 1
}

async function run(): Promise<void> {
  const { values } = parseArgs({ options: commandOptions, strict: true })
  if (values.help) return console.log(USAGE)
  if (values.version) return console.log(version())
  const shown = values.snap === undefined ? undefined : snapAcquirer(values.snap)
  const sandbox = await startSandbox(optionsOf(values))
  console.log(banner(sandbox, shown))
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void sandbox.close())
}

function version(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"))
  return typeof manifest === "object" && manifest !== null && "version" in manifest
    ? String(manifest.version)
    : ""
}

/** What `parseArgs` throws for an option that does not exist or lacks its value. */
function isUsageError(error: unknown): error is Error {
  return error instanceof Error && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS")
}
