#!/usr/bin/env node
import { run } from "./run.js"

const { exitCode, output, complaint } = await run(process.argv.slice(2))
if (output !== undefined) process.stdout.write(typeof output === "string" ? `${output}\n` : output)
if (complaint !== undefined) process.stderr.write(`${complaint}\n`)
process.exitCode = exitCode
