#!/usr/bin/env node
import { readFileSync } from "node:fs"
import { userInfo } from "node:os"
import { runCommand } from "./run.js"
import { terminalOf } from "./terminal.js"

// Who reads along may stop reading: `qriskit find --all | head -1`.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error
  process.exit()
})

const version = (): string => {
  const manifest: { readonly version: string } = JSON.parse(
    readFileSync(new URL("../package.json", import.meta.url), "utf8"),
  )
  return manifest.version
}

/** A container may run as a user that has no name. */
const user = (): string => {
  try {
    return userInfo().username
  } catch {
    return ""
  }
}

process.exitCode = await runCommand(process.argv.slice(2), terminalOf(process.env, version(), user()))
