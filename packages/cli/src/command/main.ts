#!/usr/bin/env node
import { readFileSync } from "node:fs"
import { userInfo } from "node:os"
import { EXIT } from "../failure.js"
import { runCommand } from "./run.js"
import { terminalOf } from "./terminal.js"

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
// Whoever stopped it waits for no connection that hangs.
if (process.exitCode === EXIT.stopped) process.exit()
