import { describe } from "../read.js"
import { type ScannedCode, scan } from "../scan/index.js"
import { readInput } from "./input.js"
import { noCode } from "./issues.js"
import { languageOf } from "./language.js"
import type { Command } from "./run.js"
import { json, table } from "./table.js"

/** `qris scan`: every QR code of an image, a line each. Succeeds when at least one of them is a payload. */
export const scanImage: Command = async (argument, options) => {
  const language = languageOf(options.lang)
  const codes = await scan(await readInput(argument))
  const exitCode = codes.some(({ result }) => result.ok) ? 0 : 1
  if (options.json === true)
    return {
      exitCode,
      output: json(codes.map(({ text, result, corners }) => ({ text, isPayload: result.ok, corners }))),
    }
  if (codes.length === 0) return noCode(language)
  return { exitCode, output: table(codes.map((code) => [code.text, merchantOf(code)])) }
}

const merchantOf = ({ result }: ScannedCode): string =>
  result.ok ? (describe(result.payload).merchant.name ?? "") : ""
