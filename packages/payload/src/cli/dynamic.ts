import { type Tip, withAmount } from "../convert.js"
import { parse } from "../parse.js"
import type { Command } from "./command.js"
import { readPayload } from "./input.js"
import { noCode, refusal } from "./issues.js"
import { languageOf } from "./language.js"
import type { Options } from "./options.js"
import { UsageError } from "./outcome.js"
import { inert, json } from "./table.js"

const CAUTION = {
  en: "The acquirer does not know this code: no transaction id, no callback; match payments by amount and time.",
  id: "Acquirer tidak mengenal kode ini: tanpa id transaksi dan callback; cocokkan pembayaran dari nominal dan waktu.",
} as const

/** `qris dynamic`: a static code with an amount. */
export const dynamic: Command = {
  options: ["amount", "reference", "tip-fixed", "tip-percent", "force"],
  run: async (argument, options) => {
    const language = languageOf(options.lang)
    const amount = wholeRupiah("--amount", options.amount)
    const tip = tipOf(options)
    const text = await readPayload(argument)
    if (text === undefined) return noCode(language)
    const parsed = parse(text)
    const isJson = options.json === true
    if (!parsed.ok) return refusal(parsed.issues, isJson, language)

    const { reference, force } = options
    const converted = withAmount(parsed.payload, amount, {
      ...(reference !== undefined && { reference }),
      ...(tip !== undefined && { tip }),
      ...(force !== undefined && { force }),
    })
    if (!converted.ok) return refusal(converted.issues, isJson, language)
    const { payload } = converted
    if (!isJson && inert(payload) !== payload)
      throw new UsageError("The payload has control characters, which a terminal would obey: use --json.")
    return isJson
      ? { exitCode: 0, output: json({ ok: true, payload }) }
      : { exitCode: 0, output: payload, complaint: CAUTION[language] }
  },
}

const wholeRupiah = (option: string, text: string | undefined): number => {
  if (text === undefined) throw new UsageError(`${option} is missing: whole rupiah, such as 25000.`)
  // Only digits: "25.000" is 25 in most programs and 25 000 to most Indonesians.
  if (!/^\d{1,13}$/.test(text)) throw new UsageError(`${option} is whole rupiah without dots, such as 25000.`)
  return Number(text)
}

const tipOf = (options: Options): Tip | undefined => {
  const fixed = options["tip-fixed"]
  const percent = options["tip-percent"]
  if (fixed !== undefined && percent !== undefined)
    throw new UsageError("A tip is either fixed or a percentage.")
  if (fixed !== undefined) return { kind: "fixed", rupiah: wholeRupiah("--tip-fixed", fixed) }
  return percent === undefined ? undefined : { kind: "percent", percent }
}
