import { type DataObject, findObject } from "./data-object.js"
import { type Field, type Fields, hasLength, hasOnly } from "./fields/field.js"
import { EMV, QRIS, QRIS_TRANSFER } from "./fields/profiles.js"
import { Findings } from "./findings.js"
import type { Issue } from "./issue.js"
import type { QrisPayload } from "./payload.js"
import { TRANSACTION_LIMITS } from "./reference/limits.js"
import * as rules from "./rules.js"

/** `emv`: EMVCo, any country. `qris`: payments to a merchant. `qris-transfer`: money to an account. */
export type Profile = "emv" | "qris" | "qris-transfer"

export interface ValidateOptions {
  /** Default `qris`. */
  readonly profile?: Profile
  /** Above how many rupiah tag 54 is warned about. Default: Bank Indonesia's cap, 10 000 000. */
  readonly maxAmount?: number
  /**
   * Known National Numbering System codes of eight digits; others are warned about. Default: none is looked up.
   * `@qriskit/payload/reference` has a list.
   */
  readonly institutions?: ReadonlySet<string>
}

const PROFILES: Readonly<Record<Profile, { fields: Fields; rules: ReadonlyArray<rules.Rule> }>> = {
  emv: { fields: EMV, rules: rules.EMV_RULES },
  qris: { fields: QRIS, rules: rules.QRIS_RULES },
  "qris-transfer": { fields: QRIS_TRANSFER, rules: rules.TRANSFER_RULES },
}

/**
 * Says which rules a payload breaks: all of them, in the order of the text, then those over several fields.
 * An empty list means none. Whoever takes money with a payload refuses errors and lets warnings pass.
 *
 * @example
 * const errors = validate(payload).filter((issue) => issue.severity === "error")
 */
export const validate = (payload: QrisPayload, options: ValidateOptions = {}): ReadonlyArray<Issue> => {
  const { profile = "qris", maxAmount = TRANSACTION_LIMITS[0].rupiah, institutions } = options
  const findings = new Findings(payload)
  checkLevel(payload.objects, PROFILES[profile].fields, "", findings)
  for (const rule of PROFILES[profile].rules) rule(payload, findings)
  if (profile !== "emv") rules.amountWithin(maxAmount)(payload, findings)
  if (institutions !== undefined) rules.institutionKnown(institutions)(payload, findings)
  return findings.issues
}

const checkLevel = (
  objects: ReadonlyArray<DataObject>,
  { byNumber, required }: Fields,
  parent: string,
  findings: Findings,
): void => {
  for (const object of objects) {
    const field = byNumber[tagNumber(object.tag)]
    if (field === undefined) continue
    checkValue(object, field, parent, findings)
    if (field.inside === undefined) continue
    if (object.children === undefined) findings.reportBreak(field.severity, parent + object.tag, object.value)
    else checkLevel(object.children, field.inside, `${parent}${object.tag}.`, findings)
  }
  for (const [tag, { rule }, severity] of required) {
    if (findObject(objects, tag) === undefined) findings.report("missing", severity, parent + tag, { rule })
  }
}

const checkValue = ({ tag, value }: DataObject, field: Field, parent: string, findings: Findings): void => {
  const { characters, min, max, rule, severity, forms } = field
  if (!hasOnly(characters, value)) {
    findings.report("wrong-characters", severity, parent + tag, { rule, found: value, allowed: characters })
  }
  if (!hasLength(value, min, max)) {
    const allowed = min === max ? String(min) : `${min} to ${max}`
    findings.report("wrong-length", severity, parent + tag, { rule, found: value, allowed })
  }
  if (forms === undefined) return
  for (const form of forms) {
    if (form.holds(value)) continue
    const { code, severity, rule, allowed } = form
    findings.report(code, severity, parent + tag, { rule, found: value, allowed })
  }
}

const tagNumber = (tag: string): number => (tag.charCodeAt(0) - 48) * 10 + tag.charCodeAt(1) - 48
