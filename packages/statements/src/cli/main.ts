#!/usr/bin/env node
import { once } from "node:events"
import { readFileSync } from "node:fs"
import { PASSWORD_VARIABLE } from "./options.js"
import { askPassword } from "./password.js"
import { run } from "./run.js"

// Who reads along may stop reading: `qriskit-statements read … | head -1`.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error
  process.exit()
})

const version = (): string => {
  const manifest: unknown = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"))
  return typeof manifest === "object" && manifest !== null && "version" in manifest
    ? String(manifest.version)
    : ""
}

process.exitCode = await run(process.argv.slice(2), {
  version: version(),
  password: process.env[PASSWORD_VARIABLE],
  ask: process.stdin.isTTY ? () => askPassword(process.stdin, process.stderr) : undefined,
  out: async (text) => {
    if (!process.stdout.write(text)) await once(process.stdout, "drain")
  },
  complain: (text) => {
    process.stderr.write(`${text}\n`)
  },
})
