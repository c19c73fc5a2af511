import { parse } from "../parse.js"
import { emv, type Profile, qris, qrisTransfer } from "../profiles/index.js"
import { knownInstitution } from "../reference/index.js"
import { validate } from "../validate.js"
import type { Command } from "./command.js"
import { readPayload } from "./input.js"
import { issueJson, issueTable, noCode, refusal } from "./issues.js"
import { languageOf } from "./language.js"
import { UsageError } from "./outcome.js"
import { json } from "./table.js"

const PROFILES = new Map([emv, qris, qrisTransfer].map((profile) => [profile.name, profile]))

const NOTHING = { en: "No rule is broken.", id: "Tidak ada aturan yang dilanggar." } as const

/** `qris validate`: which rules a payload breaks; errors make it fail, warnings do not. */
export const check: Command = {
  options: ["profile"],
  run: async (argument, options) => {
    const language = languageOf(options.lang)
    const profile = profileOf(options.profile)
    const text = await readPayload(argument)
    if (text === undefined) return noCode(language)
    const parsed = parse(text)
    const isJson = options.json === true
    if (!parsed.ok) return refusal(parsed.issues, isJson, language)

    const rules = profile === emv ? [] : [knownInstitution]
    const issues = validate(parsed.payload, { profile, rules })
    const ok = issues.every(({ severity }) => severity === "warning")
    const output = isJson
      ? json({ ok, profile: profile.name, issues: issues.map((issue) => issueJson(issue, language)) })
      : issueTable(issues, language) || NOTHING[language]
    return { exitCode: ok ? 0 : 1, output }
  },
}

const profileOf = (name = "qris"): Profile => {
  const profile = PROFILES.get(name)
  if (profile === undefined)
    throw new UsageError(`--profile is ${[...PROFILES.keys()].join(", ")}, not "${name}".`)
  return profile
}
