import { parseArgs } from "node:util"
import { RenderError } from "../render/symbol.js"
import { ScanError } from "../scan/scan-error.js"
import { type Command, refuseRepeated, refuseUnknown } from "./command.js"
import { decode } from "./decode.js"
import { dynamic } from "./dynamic.js"
import { OPTIONS } from "./options.js"
import { type Outcome, UsageError } from "./outcome.js"
import { render } from "./render.js"
import { scanImage } from "./scan.js"
import { standeeOf } from "./standee.js"
import { inert } from "./table.js"
import { usage } from "./usage.js"
import { check } from "./validate.js"

const COMMANDS: Readonly<Record<string, Command>> = {
  decode,
  validate: check,
  dynamic,
  render,
  scan: scanImage,
  standee: standeeOf,
}

/** Runs the command line `qris <arguments>`. Never rejects: what goes wrong is an outcome. */
export const run = async (commandLine: ReadonlyArray<string>): Promise<Outcome> => {
  try {
    const { values, positionals, tokens } = parseArgs({
      args: [...commandLine],
      options: OPTIONS,
      allowPositionals: true,
      tokens: true,
    })
    const given = tokens.flatMap((token) => (token.kind === "option" ? [token.name] : []))
    refuseRepeated(given)
    const [name, argument, ...others] = positionals
    if (values.help === true || name === undefined) {
      return name === undefined && values.help !== true
        ? { exitCode: 2, complaint: usage(values.lang) }
        : { exitCode: 0, output: usage(values.lang) }
    }
    const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
    if (command === undefined) throw new UsageError(`There is no command "${name}".`)
    if (others.length > 0)
      throw new UsageError("One payload or file at a time; quote a payload that has spaces.")
    refuseUnknown(name, command, given)
    return await command.run(argument, values)
  } catch (error) {
    return { exitCode: 2, complaint: complaintOf(error).split("\n").map(inert).join("\n") }
  }
}

const complaintOf = (error: unknown): string => {
  if (error instanceof UsageError) return `${error.message}\nqris --help lists the commands.`
  if (error instanceof ScanError || error instanceof RenderError) return error.message
  // parseArgs and the file system say what is wrong in their own words.
  return error instanceof Error ? error.message : String(error)
}
