import type { AmountReading } from "../amount.js"
import type { DataObject } from "../data-object.js"
import { joinPath } from "../issue.js"
import type { Language } from "../messages/index.js"
import { parse } from "../parse.js"
import { emv } from "../profiles/index.js"
import { type Description, describe, type TipReading } from "../read.js"
import { knownInstitution } from "../reference/index.js"
import { validate } from "../validate.js"
import type { Command } from "./command.js"
import { readPayload } from "./input.js"
import { issueJson, issueTable, noCode, refusal } from "./issues.js"
import { languageOf } from "./language.js"
import { json, table } from "./table.js"
import { tagName } from "./tag-names.js"

/** `qris decode`: what a payload says, tag by tag. Only a text that is no payload fails. */
export const decode: Command = {
  options: [],
  run: async (argument, options) => {
    const language = languageOf(options.lang)
    const text = await readPayload(argument)
    if (text === undefined) return noCode(language)
    const parsed = parse(text)
    const isJson = options.json === true
    if (!parsed.ok) return refusal(parsed.issues, isJson, language)

    const { payload } = parsed
    const description = describe(payload)
    const issues = validate(payload, {
      rules: [knownInstitution],
      ...(description.isForeign && { profile: emv }),
    })
    if (isJson) {
      const { objects, crc } = payload
      const told = issues.map((issue) => issueJson(issue, language))
      return { exitCode: 0, output: json({ ok: true, description, crc, objects, issues: told }) }
    }
    const parts = [
      table(summary(description, language)),
      table(tagRows(payload.objects, "", language, description.isForeign)),
    ]
    if (issues.length > 0) parts.push(issueTable(issues, language))
    return { exitCode: 0, output: parts.join("\n\n") }
  },
}

const WORDS = {
  en: {
    merchant: "Merchant",
    category: "Category",
    kind: "Kind",
    amount: "Amount",
    tip: "Tip",
    account: "Account",
    reference: "Reference",
    static: "static",
    dynamic: "dynamic",
    transfer: "QRIS Transfer, not a merchant's code",
    foreign: "a code of another country, not a QRIS code",
    typed: "typed by the customer",
    invalid: "invalid",
    asked: "asked of the customer",
  },
  id: {
    merchant: "Merchant",
    category: "Kategori",
    kind: "Jenis",
    amount: "Nominal",
    tip: "Tip",
    account: "Akun",
    reference: "Referensi",
    static: "statis",
    dynamic: "dinamis",
    transfer: "QRIS Transfer, bukan kode merchant",
    foreign: "kode negara lain, bukan kode QRIS",
    typed: "diisi pelanggan",
    invalid: "tidak sah",
    asked: "ditanyakan kepada pelanggan",
  },
} as const

type Words = (typeof WORDS)[Language]

const summary = (description: Description, language: Language): ReadonlyArray<ReadonlyArray<string>> => {
  const words = WORDS[language]
  const { merchant, pointOfInitiation, isTransfer, isForeign, amount, tip, accounts, reference } = description
  const { name, city, postalCode, country, nmid, criteria, category } = merchant
  const kind = isTransfer ? words.transfer : pointOfInitiation && words[pointOfInitiation]
  return [
    [words.merchant, joined(name, city, postalCode, isForeign ? country : undefined, nmid, criteria)],
    [words.category, joined(category?.code, category?.text)],
    [words.kind, joined(kind, isForeign ? words.foreign : undefined)],
    [words.amount, amountText(amount, words)],
    [words.tip, tipText(tip, words)],
    ...accounts.map(({ institution, pan19, pan, mid, gui }) => [
      words.account,
      isForeign ? joined(gui) : joined(institution?.name, institution?.switches.join("/"), pan19 ?? pan, mid),
    ]),
    [words.reference, joined(reference)],
  ].filter(([, value]) => value !== "")
}

const joined = (...parts: ReadonlyArray<string | undefined>): string =>
  parts.filter((part) => part !== undefined && part !== "").join(", ")

const rupiah = (amount: number): string => `Rp ${amount.toLocaleString("id-ID")}`

const amountText = (amount: AmountReading, words: Words): string => {
  switch (amount.kind) {
    case "absent":
      return words.typed
    case "rupiah":
      return rupiah(amount.rupiah)
    case "fractional":
      return `Rp ${amount.text}`
    case "other-currency":
      return joined(amount.text, amount.currency)
    case "invalid":
      return joined(words.invalid, amount.text)
  }
}

const tipText = (tip: TipReading, words: Words): string => {
  switch (tip.kind) {
    case "none":
      return ""
    case "ask":
      return words.asked
    case "fixed":
      return rupiah(tip.rupiah)
    case "percent":
      return `${tip.percent} %`
    case "other-currency":
      return joined(tip.text, tip.currency)
    case "invalid":
      return words.invalid
  }
}

const tagRows = (
  objects: ReadonlyArray<DataObject>,
  parent: string,
  language: Language,
  isForeign: boolean,
): ReadonlyArray<ReadonlyArray<string>> =>
  objects.flatMap(({ tag, value, children }) => {
    const path = joinPath(parent, tag)
    const row = [path, tagName(tag, parent, language, isForeign), children === undefined ? value : ""]
    return [row, ...(children === undefined ? [] : tagRows(children, path, language, isForeign))]
  })
