import { MESSAGES } from "./messages.js"

/** Everything that can be wrong with a text or a payload, or with what a payload is to be built from. */
export type IssueCode = keyof typeof MESSAGES

/**
 * One thing that is wrong. An `error` endangers the payment, or breaks a rule that acquirers keep; a `warning` is
 * what acquirers do in practice although the rule forbids it, or what a person should look at.
 */
export interface Issue {
  readonly code: IssueCode
  readonly severity: "error" | "warning"
  /** Where: tag and sub-tags joined by dots, `"26.01"`; empty for the payload as a whole. */
  readonly path: string
  /** Where in the text, as an index for `String.prototype.slice` (UTF-16 units). */
  readonly offset: number
  /** The number of the rule in ASPI's QRIS specification, where there is one. */
  readonly rule?: string
  /** What stands there, where that says more than the code. */
  readonly found?: string
  /** What may stand there. */
  readonly allowed?: string
  /** One English sentence made of the above. */
  readonly message: string
}

/** Fills a message's places: `{path}`, `{found}`, `{allowed}`. */
export const sentence = (
  template: string,
  { path, found, allowed }: Pick<Issue, "path" | "found" | "allowed">,
): string => {
  const places: Readonly<Record<string, string | undefined>> = { path: path || "payload", found, allowed }
  return template.replace(/\{(\w+)\}/g, (_, place: string) => places[place] ?? "")
}

export interface IssueDetails {
  readonly rule?: string | undefined
  readonly found?: string
  readonly allowed?: string
}

/** Makes an issue, its message included. */
export const issue = (
  code: IssueCode,
  severity: Issue["severity"],
  where: { readonly path: string; readonly offset: number },
  details: IssueDetails = {},
): Issue => {
  const { rule, ...rest } = details
  const placed = { path: where.path, ...rest }
  return {
    code,
    severity,
    path: where.path,
    offset: where.offset,
    ...(rule === undefined ? undefined : { rule }),
    ...rest,
    message: sentence(MESSAGES[code], placed),
  }
}
