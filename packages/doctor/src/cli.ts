#!/usr/bin/env node
import { readFileSync } from "node:fs"
import { writeFile } from "node:fs/promises"
import { InvalidConfiguration, type Payment } from "@qriskit/core"
import { renderTerminal } from "@qriskit/payload/render"
import { type Command, commandOf, isAgreedTo, USAGE, UsageError, warningOf } from "./command.js"
import { diagnose } from "./doctor.js"
import { isAsRead } from "./evidence.js"
import { reportOf } from "./report.js"

/** For people: standard output belongs to `--json`. */
const say = (text: string): void => console.error(text)

const version = (): string => {
  const manifest: { readonly version: string } = JSON.parse(
    readFileSync(new URL("../package.json", import.meta.url), "utf8"),
  )
  return manifest.version
}

const showQr = (payment: Payment, port: number | undefined): void => {
  say(`\nPay this QR now. Callbacks are heard on port ${port}.\n`)
  if (payment.qr !== undefined) say(`${renderTerminal(payment.qr.payload)}\n${payment.qr.payload}\n`)
}

/** Without characters that a file's name cannot have. */
const defaultFile = (acquirer: string): string =>
  `doctor-${acquirer}-${new Date().toISOString().replaceAll(/[:.]/g, "-")}.json`

const run = async ({ doctor, out, isJson, isAgreed }: Command): Promise<number> => {
  say(warningOf(doctor))
  if (!isAgreed && !(await isAgreedTo("Go on? [y/N] "))) {
    say("Nothing was examined. Answer y, or give --yes where there is no terminal.")
    return 2
  }
  const evidence = await diagnose({ ...doctor, onQr: showQr, onProgress: (text) => say(`… ${text}`) })
  const file = out ?? defaultFile(doctor.acquirer)
  const text = `${JSON.stringify(evidence, null, 2)}\n`
  await writeFile(file, text)
  if (isJson) process.stdout.write(text)
  say(`\n${reportOf(evidence)}\n\nThe evidence is in ${file}.`)
  return isAsRead(evidence) ? 0 : 1
}

try {
  const command = commandOf(process.argv.slice(2))
  if (command.show === "usage") console.log(USAGE)
  else if (command.show === "version") console.log(version())
  else process.exitCode = await run(command)
} catch (error) {
  if (!(error instanceof UsageError || error instanceof InvalidConfiguration)) throw error
  say(error.message)
  process.exitCode = 2
}
