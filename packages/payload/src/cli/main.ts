#!/usr/bin/env node
import { run } from "./run.js"

// Who reads along may stop reading: `qris decode … | head -1`.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error
  process.exit()
})

const { exitCode, output, complaint } = await run(process.argv.slice(2))
process.exitCode = exitCode
if (output !== undefined) process.stdout.write(typeof output === "string" ? `${output}\n` : output)
if (complaint !== undefined) process.stderr.write(`${complaint}\n`)
