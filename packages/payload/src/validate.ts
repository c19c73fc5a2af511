import { CURRENT_LIMIT } from "./current-limit.js"
import { type DataObject, findObject, HEADER_LENGTH, lengthInCharacters, tagNumber } from "./data-object.js"
import { type Field, type Fields, hasOnly } from "./fields/field.js"
import { frame } from "./framing.js"
import { type Issue, type IssueCode, issue, joinPath, type Severity } from "./issue.js"
import type { QrisPayload } from "./payload.js"
import type { Profile } from "./profiles/profile.js"
import { qris } from "./profiles/qris.js"
import { EVERYWHERE, Root, type Rule } from "./rules.js"

/** What a payload is held against. */
export interface ValidateOptions {
  /** Default: `qris`. `@qriskit/payload/profiles` has `emv` and `qrisTransfer` too. */
  readonly profile?: Profile
  /** Above how many rupiah tag 54 is warned about. Default: Bank Indonesia's cap, 10 000 000. */
  readonly maxAmount?: number
  /** More rules, such as `knownInstitution` of `@qriskit/payload/reference`. */
  readonly rules?: ReadonlyArray<Rule>
}

/**
 * Says which rules a payload breaks: all of them, those of single tags first, in the order of the text. An empty
 * list means none. Whoever takes money with a payload refuses errors and lets warnings pass.
 *
 * @example
 * ```ts
 * import { type QrisPayload, validate } from "@qriskit/payload"
 *
 * const errorsIn = (payload: QrisPayload) => validate(payload).filter(({ severity }) => severity === "error")
 * ```
 */
export const validate = (payload: QrisPayload, options: ValidateOptions = {}): ReadonlyArray<Issue> => {
  const { profile = qris, maxAmount = CURRENT_LIMIT, rules = [] } = options
  const { objects, text, isPlain } = payload
  const check: Check = { text, isAscii: isPlain, isPlain: isPlain && !text.includes("|"), issues: [] }
  const root = new Root(objects)
  const limits = { maxAmount }
  const foreign = foreignCode(profile, root)
  if (foreign) check.issues.push(foreign)
  else checkLevel(objects, profile.fields, "", 0, check)
  for (const rule of foreign ? EVERYWHERE : profile.rules) rule(payload, root, check.issues, limits)
  for (const rule of rules) rule(payload, root, check.issues, limits)
  return check.issues
}

/**
 * Other countries give the same tags other meanings, so that nothing else of such a code is held against a country's.
 */
const foreignCode = ({ country }: Profile, { country: stated }: Root): Issue | undefined =>
  country === undefined || stated === undefined || stated.value.toUpperCase() === country
    ? undefined
    : issue("foreign-code", "error", "58", stated.offset ?? 0, {
        rule: "4.7.12.1",
        found: stated.value,
        allowed: country,
      })

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
    check.issues.push(issue("missing", severity, joinPath(parent, tag), start, { rule }))
  }
}

const checkInside = (
  { tag, value, children, offset = 0 }: DataObject,
  fields: Fields,
  severity: Severity,
  parent: string,
  check: Check,
): void => {
  const path = joinPath(parent, tag)
  if (children !== undefined) {
    checkLevel(children, fields, path, offset, check)
    return
  }
  const from = offset + HEADER_LENGTH
  const broken = frame(check.text, from, from + value.length, "template", check.isAscii, path)
  if (!Array.isArray(broken)) check.issues.push({ ...broken, severity })
}

const checkValue = (object: DataObject, field: Field, parent: string, check: Check): void => {
  const { value } = object
  const { characters, min, max, values } = field
  if (!hasOnly(characters, value, check.isPlain)) {
    report(check, "wrong-characters", field, parent, object, characters)
  }
  const length = check.isPlain ? value.length : lengthInCharacters(value)
  if (length < min || length > max) {
    report(check, "wrong-length", field, parent, object, min === max ? String(min) : `${min} to ${max}`)
  }
  if (values !== undefined && !values.includes(value)) {
    report(check, "wrong-value", field, parent, object, values.join(", "))
  }
  for (const form of field.forms) {
    if (!form.holds(value)) report(check, form.code, form, parent, object)
  }
}

/** Apart from the checks, which nearly always pass, so that an engine can keep those small. */
const report = (
  { issues }: Check,
  code: IssueCode,
  { severity, rule }: Pick<Field, "severity" | "rule">,
  parent: string,
  { tag, value, offset = 0 }: DataObject,
  allowed?: string,
): void => {
  const details = { rule, found: value, ...(allowed && { allowed }) }
  issues.push(issue(code, severity, joinPath(parent, tag), offset, details))
}
