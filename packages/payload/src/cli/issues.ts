import type { Issue } from "../issue.js"
import { type Language, sentence } from "../messages/index.js"
import type { Outcome } from "./outcome.js"
import { inert, json, table } from "./table.js"

const SEVERITIES = {
  en: { error: "error", warning: "warning" },
  id: { error: "galat", warning: "peringatan" },
} as const

const RULE = { en: "rule", id: "aturan" } as const

/** A line for each issue. */
export const issueTable = (issues: ReadonlyArray<Issue>, language: Language): string =>
  table(
    issues.map((issue) => [
      SEVERITIES[language][issue.severity],
      sentence(issue, language),
      issue.rule === undefined ? "" : `(${RULE[language]} ${issue.rule})`,
    ]),
  )

/** An issue for a program: with the sentence in the language asked for. */
export const issueJson = (issue: Issue, language: Language): Issue => ({
  ...issue,
  message: sentence(issue, language),
})

/** What could not be done, and why. */
export const refusal = (issues: ReadonlyArray<Issue>, isJson: boolean, language: Language): Outcome =>
  isJson
    ? { exitCode: 1, output: json({ ok: false, issues: issues.map((issue) => issueJson(issue, language)) }) }
    : { exitCode: 1, complaint: issueTable(issues, language) }

const NO_CODE = { en: "The image has no QR code.", id: "Gambar tidak memuat kode QR." } as const

export const noCode = (language: Language): Outcome => ({ exitCode: 1, complaint: inert(NO_CODE[language]) })
