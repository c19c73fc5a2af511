import { writeFile } from "node:fs/promises"
import { StandeeError, standeePdf, standeeSvg } from "../standee/index.js"
import { PAPERS, type Paper } from "../standee/layout.js"
import type { Command } from "./command.js"
import { readPayload } from "./input.js"
import { noCode, refusal } from "./issues.js"
import { languageOf } from "./language.js"
import type { Options } from "./options.js"
import { type Outcome, UsageError } from "./outcome.js"
import { json } from "./table.js"

const FORMATS = { svg: standeeSvg, pdf: standeePdf } as const

/** `qris standee`: a static code with its merchant's name, for a printer. */
export const standeeOf: Command = {
  options: ["paper", "format", "output"],
  run: async (argument, options) => {
    const language = languageOf(options.lang)
    const paper = paperOf(options.paper)
    const draw = FORMATS[formatOf(options)]
    const isJson = options.json === true
    if (isJson && options.output === undefined)
      throw new UsageError("--json tells which file was written: give one with -o.")
    const text = await readPayload(argument)
    if (text === undefined) return noCode(language)
    try {
      const image = draw(text, { paper })
      if (options.output === undefined) return { exitCode: 0, output: image }
      await writeFile(options.output, image)
      return { exitCode: 0, output: isJson ? json({ ok: true, file: options.output }) : options.output }
    } catch (error) {
      if (error instanceof StandeeError) return refused(error, isJson, language)
      throw error
    }
  },
}

const NOT_STATIC = {
  en: "The code is not static: it was made for one payment and cannot be paid again.",
  id: "Kode tidak statis: dibuat untuk satu pembayaran dan tidak dapat dibayar lagi.",
} as const

const refused = (
  { code, message, issues }: StandeeError,
  isJson: boolean,
  language: keyof typeof NOT_STATIC,
): Outcome => {
  if (issues.length > 0) return refusal(issues, isJson, language)
  const said = code === "not-static" ? NOT_STATIC[language] : message
  return isJson
    ? { exitCode: 1, output: json({ ok: false, code, message: said }) }
    : { exitCode: 1, complaint: said }
}

const isPaper = (name: string): name is Paper => Object.hasOwn(PAPERS, name)

const paperOf = (given = "A6"): Paper => {
  const name = given.toUpperCase()
  if (isPaper(name)) return name
  throw new UsageError(`--paper is ${Object.keys(PAPERS).join(" or ")}, not "${given}".`)
}

/** By `--format`, or else by the file's ending. */
const formatOf = ({ format, output }: Options): keyof typeof FORMATS => {
  const name = format ?? /\.(svg|pdf)$/i.exec(output ?? "")?.[1]?.toLowerCase() ?? "svg"
  if (name === "svg" || name === "pdf") return name
  throw new UsageError(`--format is svg or pdf, not "${name}".`)
}
