import * as v from "valibot"
import { isDottedPath } from "./dotted-path.js"

/** Where a value is wrong and why, one line per field: `payment_details.amount: at least 1000`. */
export function describeIssues(issues: ReadonlyArray<v.BaseIssue<unknown>>): string {
  return issues
    .slice(0, 20)
    .map((issue) => {
      const path = v.getDotPath(issue) ?? "(all)"
      return `${path.slice(0, 100)}: ${describeIssue(issue)}`
    })
    .join("; ")
}

/** The library's own texts quote what was received, which may be long or secret; ours do not. */
function describeIssue(issue: v.BaseIssue<unknown>): string {
  if (isMissing(issue)) return "is required"
  return issue.message.startsWith("Invalid ") ? `must be ${issue.expected}` : issue.message
}

function isMissing(issue: v.BaseIssue<unknown>): boolean {
  return issue.kind === "schema" && issue.received === "undefined"
}

/** An object with these fields and no others: whoever gives another is told which there are. */
export const strict = <const Entries extends v.ObjectEntries>(entries: Entries) =>
  v.strictObject(entries, ({ expected, message }) =>
    expected === "never" ? `is not known${knownAmong(Object.keys(entries))}` : message,
  )

const knownAmong = (names: ReadonlyArray<string>): string =>
  names.length === 0 ? ", and nothing is" : `; known are ${names.join(", ")}`

/** A text of 1 to `max` characters. */
export const text = (max: number) =>
  v.pipe(
    v.string("must be a string"),
    v.check((value) => value.trim().length > 0, "must not be blank"),
    v.maxLength(max, `at most ${max} characters`),
  )

export const wholeNumber = (min: number, max: number) =>
  v.pipe(
    v.number("must be a number"),
    v.safeInteger("must be a whole number"),
    v.minValue(min, `at least ${min}`),
    v.maxValue(max, `at most ${max}`),
  )

/** Tag 54 holds 13 digits. */
export const rupiah = wholeNumber(1, 9_999_999_999_999)

/** Milliseconds, up to a year. */
export const duration = wholeNumber(0, 366 * 24 * 60 * 60 * 1000)

export const flag = v.boolean("must be true or false")

export const httpUrl = v.pipe(
  text(2048),
  v.check(
    (value) => URL.canParse(value) && /^https?:$/.test(new URL(value).protocol),
    "must be an http or https URL",
  ),
)

export const dottedPath = v.pipe(
  v.string("must be a string"),
  v.check(isDottedPath, "is not a path of field names"),
)
