import { type DataObject, findObject, HEADER_LENGTH, lengthInCharacters, tagNumber } from "./data-object.js"
import { type Field, type Fields, hasOnly } from "./fields/field.js"
import { EMV, QRIS, QRIS_TRANSFER } from "./fields/profiles.js"
import { Fault, frame, PRIMITIVES } from "./framing.js"
import { type Issue, issue } from "./issue.js"
import { faultIssue } from "./parse.js"
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
  const { objects, text, isPlain } = payload
  const { fields, rules: ofProfile } = PROFILES[profile]
  const check: Check = { text, isAscii: isPlain, isPlain: isPlain && !text.includes("|"), issues: [] }
  checkLevel(objects, fields, "", 0, check)

  const root = new rules.Root(objects)
  for (const rule of ofProfile) rule(root, payload, check.issues)
  if (profile !== "emv") rules.amountWithin(maxAmount)(root, payload, check.issues)
  if (institutions !== undefined) rules.institutionKnown(institutions)(root, payload, check.issues)
  return check.issues
}

/** One pass over a payload's objects. */
interface Check {
  readonly text: string
  readonly isAscii: boolean
  /** True when every character is printable ASCII and none is `|`. */
  readonly isPlain: boolean
  readonly issues: Array<Issue>
}

/** Checks the objects of one level, whose template starts at `start`. */
const checkLevel = (
  objects: ReadonlyArray<DataObject>,
  { byNumber, required }: Fields,
  parent: string,
  start: number,
  check: Check,
): void => {
  let present = 0
  for (const object of objects) {
    const field = byNumber[tagNumber(object.tag)]
    if (field === undefined) continue
    if (field.absence !== undefined) present++
    checkValue(object, field, parent, check)
    if (field.inside !== undefined) checkInside(object, field.inside, field.severity, parent, check)
  }
  // Tags are unique, so that a full count means that none is missing.
  if (present === required.length) return
  for (const [tag, { rule }, severity] of required) {
    if (findObject(objects, tag) !== undefined) continue
    check.issues.push(issue("missing", severity, { path: pathOf(parent, tag), offset: start }, { rule }))
  }
}

const checkInside = (
  { tag, value, children, offset = 0 }: DataObject,
  fields: Fields,
  severity: Issue["severity"],
  parent: string,
  check: Check,
): void => {
  const path = pathOf(parent, tag)
  if (children !== undefined) {
    checkLevel(children, fields, path, offset, check)
    return
  }
  const from = offset + HEADER_LENGTH
  const fault = frame(check.text, from, from + value.length, PRIMITIVES, check.isAscii)
  if (fault instanceof Fault) check.issues.push(faultIssue(fault, severity, path))
}

const checkValue = (
  { tag, value, offset = 0 }: DataObject,
  { characters, min, max, rule, severity, values, forms }: Field,
  parent: string,
  { isPlain, issues }: Check,
): void => {
  if (!hasOnly(characters, value, isPlain)) {
    const details = { rule, found: value, allowed: characters }
    issues.push(issue("wrong-characters", severity, { path: pathOf(parent, tag), offset }, details))
  }
  const length = isPlain ? value.length : lengthInCharacters(value)
  if (length < min || length > max) {
    const details = { rule, found: value, allowed: min === max ? String(min) : `${min} to ${max}` }
    issues.push(issue("wrong-length", severity, { path: pathOf(parent, tag), offset }, details))
  }
  if (values !== undefined && !values.includes(value)) {
    const details = { rule, found: value, allowed: values.join(", ") }
    issues.push(issue("wrong-value", "error", { path: pathOf(parent, tag), offset }, details))
  }
  for (const form of forms) {
    if (form.holds(value)) continue
    const { code, severity, rule, allowed } = form
    issues.push(issue(code, severity, { path: pathOf(parent, tag), offset }, { rule, found: value, allowed }))
  }
}

const pathOf = (parent: string, tag: string): string => (parent === "" ? tag : `${parent}.${tag}`)
