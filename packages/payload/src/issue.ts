/** Why a text is not a payload: the framing of its data objects is broken. */
export type FramingCode =
  | "malformed-tag"
  | "malformed-length"
  | "zero-length"
  | "truncated"
  | "overrun"
  | "duplicate-tag"
  | "text-after-crc"

/** Everything that can be wrong with a text or a payload, or with what a payload is to be built from. */
export type IssueCode =
  | FramingCode
  | "not-text"
  | "crc-given"
  | "unknown-option"
  | "empty"
  | "too-long"
  // Another text than it seems
  | "web-link"
  | "wrong-length-unit"
  | "wrong-character-set"
  | "mixed-character-sets"
  | "foreign-code"
  // One value
  | "missing"
  | "wrong-length"
  | "wrong-characters"
  | "wrong-value"
  | "wrong-amount"
  | "wrong-percentage"
  | "unpadded-percentage"
  | "not-a-domain"
  | "foreign-pan"
  | "unusual-pan-length"
  | "wrong-check-digit"
  | "unknown-institution"
  | "unknown-criteria"
  | "other-repository"
  | "unusual-nmid"
  | "unreadable-text"
  | "wrong-prompt"
  | "wrong-data-request"
  | "wrong-language"
  // More than one
  | "format-indicator-not-first"
  | "crc-mismatch"
  | "lower-case-crc"
  | "single-byte-crc"
  | "lost-characters"
  | "no-account"
  | "static-without-repository"
  | "tip-missing"
  | "tip-not-announced"
  | "transfer-code"
  | "amount-above-limit"
  // Conversion
  | "already-dynamic"
  | "amount-present"

export type Severity = "error" | "warning"

/**
 * One thing that is wrong. An `error` endangers the payment, or breaks a rule that acquirers keep; a `warning` is
 * what acquirers do in practice although the rule forbids it, or what a person should look at.
 */
export interface Issue {
  readonly code: IssueCode
  readonly severity: Severity
  /** Where: tag and sub-tags joined by dots, `"26.01"`; empty for the payload as a whole. */
  readonly path: string
  /** Where in the text, as an index for `String.prototype.slice` (UTF-16 units); 0 where nothing stands. */
  readonly offset: number
  /** The rule of ASPI's QRIS specification, `"4.7.8.1"` or `"Table 3.6"`. */
  readonly rule?: string
  /** What stands there. */
  readonly found?: string
  /** What may stand there. */
  readonly allowed?: string
  /** All of the above in a line of English. `@qriskit/payload/messages` has whole sentences, also in Indonesian. */
  readonly message: string
}

export interface IssueDetails {
  readonly rule?: string
  readonly found?: string
  readonly allowed?: string
}

/** Makes an issue, its message included. */
export const issue = (
  code: IssueCode,
  severity: Severity,
  path: string,
  offset: number,
  details: IssueDetails = {},
): Issue => {
  const said = [`${path || "payload"}: ${code.replaceAll("-", " ")}`]
  for (const detail of Object.entries(details)) said.push(detail.join(" "))
  return { code, severity, path, offset, ...details, message: said.join("; ") }
}

/** The path of an object inside a template. */
export const joinPath = (parent: string, tag: string): string =>
  parent && tag ? `${parent}.${tag}` : parent + tag
