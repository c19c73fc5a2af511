import { type Language, sentence } from "../messages/index.js"
import { describe } from "../read.js"
import { type ScannedCode, scan } from "../scan/index.js"
import type { Command } from "./command.js"
import { readInput } from "./input.js"
import { issueJson, noCode } from "./issues.js"
import { languageOf } from "./language.js"
import { json, table } from "./table.js"

/** `qris scan`: every QR code of an image, a line each. Succeeds when at least one of them is a payload. */
export const scanImage: Command = {
  options: [],
  run: async (argument, options) => {
    const language = languageOf(options.lang)
    const codes = await scan(await readInput(argument))
    const exitCode = codes.some(({ result }) => result.ok) ? 0 : 1
    if (options.json === true)
      return {
        exitCode,
        output: json(codes.map((code) => codeJson(code, language))),
      }
    if (codes.length === 0) return noCode(language)
    return { exitCode, output: table(codes.map((code) => [code.text, saidOf(code, language)])) }
  },
}

/** A code for a program. What is no payload says why. */
const codeJson = ({ text, result, corners }: ScannedCode, language: Language): unknown => ({
  text,
  isPayload: result.ok,
  corners,
  ...(!result.ok && { issues: result.issues.map((issue) => issueJson(issue, language)) }),
})

/** The merchant's name, or why the text is no payload. */
const saidOf = ({ result }: ScannedCode, language: Language): string =>
  result.ok
    ? (describe(result.payload).merchant.name ?? "")
    : result.issues.map((issue) => sentence(issue, language)).join(" ")
