import { writeFile } from "node:fs/promises"
import { parse } from "../parse.js"
import { renderPng, renderSvg, renderTerminal } from "../render/index.js"
import type { Command } from "./command.js"
import { readPayload } from "./input.js"
import { noCode, refusal } from "./issues.js"
import { languageOf } from "./language.js"
import type { Options } from "./options.js"
import { UsageError } from "./outcome.js"
import { json } from "./table.js"

const FORMATS: Readonly<Record<string, (payload: string) => string | Uint8Array>> = {
  terminal: (payload) => renderTerminal(payload),
  svg: (payload) => renderSvg(payload),
  png: (payload) => renderPng(payload),
}

/** `qris render`: the QR code of a payload. A text that is no payload is refused, so that no dead code gets printed. */
export const render: Command = {
  options: ["format", "output"],
  run: async (argument, options) => {
    const language = languageOf(options.lang)
    const draw = formatOf(options)
    if (options.json === true && options.output === undefined)
      throw new UsageError("--json tells which file was written: give one with -o.")
    const text = await readPayload(argument)
    if (text === undefined) return noCode(language)
    const parsed = parse(text)
    const isJson = options.json === true
    if (!parsed.ok) return refusal(parsed.issues, isJson, language)

    const image = draw(text)
    if (options.output === undefined) return { exitCode: 0, output: image }
    await writeFile(options.output, image)
    return { exitCode: 0, output: isJson ? json({ ok: true, file: options.output }) : options.output }
  },
}

/** By `--format`, or else by the file's ending. */
const formatOf = ({ format, output }: Options): ((payload: string) => string | Uint8Array) => {
  const name = format ?? /\.(svg|png)$/i.exec(output ?? "")?.[1]?.toLowerCase() ?? "terminal"
  const draw = Object.hasOwn(FORMATS, name) ? FORMATS[name] : undefined
  if (draw === undefined)
    throw new UsageError(`--format is ${Object.keys(FORMATS).join(", ")}, not "${name}".`)
  return draw
}
