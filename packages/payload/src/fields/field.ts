import { lengthInCharacters } from "../data-object.js"
import type { Issue, IssueCode } from "../issue.js"

type Severity = Issue["severity"]

/** Characters a value may have: `N` digits, `ans` printable ASCII, `ans-no-pipe` the same without `|`, `S` any. */
export type Characters = "N" | "ans" | "ans-no-pipe" | "S"

/** One more rule that a field's value has to keep. */
export interface Form {
  readonly code: IssueCode
  readonly severity: Severity
  readonly rule?: string
  readonly allowed: string
  readonly holds: (value: string) => boolean
}

/** What the specification says of one tag. */
export interface Field {
  readonly characters: Characters
  readonly min: number
  readonly max: number
  /** Where the specification says so: a rule's number or a table's. */
  readonly rule: string
  /** How bad a value of wrong length or characters is. */
  readonly severity: Severity
  /** How bad the field's absence is; undefined when it may be absent. */
  readonly absence?: Severity | undefined
  readonly forms?: ReadonlyArray<Form>
  readonly inside?: Fields
}

/** The fields of one level. */
export interface Fields {
  /** By tag number. */
  readonly byNumber: ReadonlyArray<Field | undefined>
  /** Those whose absence is an issue. */
  readonly required: ReadonlyArray<readonly [tag: string, field: Field, severity: Severity]>
}

/** A field of `min` to `max` characters. */
export const field = (
  characters: Characters,
  [min, max]: readonly [number, number],
  rule: string,
  more: Partial<Field> = {},
): Field => ({ characters, min, max, rule, severity: "error", ...more })

/** A level's fields from a table; a key is one tag (`"59"`) or a range (`"26-45"`). Later rows win. */
export const fields = (...tables: ReadonlyArray<Readonly<Record<string, Field>>>): Fields => {
  const byNumber: Array<Field | undefined> = new Array(100).fill(undefined)
  for (const [range, row] of tables.flatMap((table) => Object.entries(table))) {
    const [first, last = first] = range.split("-").map(Number)
    if (first !== undefined) byNumber.fill(row, first, Number(last) + 1)
  }
  const required = byNumber.flatMap((row, tag) =>
    row?.absence ? [[String(tag).padStart(2, "0"), row, row.absence] as const] : [],
  )
  return { byNumber, required }
}

/** A value that must be one of a few. */
export const oneOf = (values: ReadonlyArray<string>, rule: string, severity: Severity = "error"): Form => ({
  code: "wrong-value",
  severity,
  rule,
  allowed: values.join(", "),
  holds: (value) => values.includes(value),
})

const DIGIT = 1
const PRINTABLE = 2
const PRINTABLE_NO_PIPE = 4
const ALLOWED: Readonly<Record<Characters, number>> = {
  N: DIGIT,
  ans: PRINTABLE,
  "ans-no-pipe": PRINTABLE_NO_PIPE,
  S: 0,
}

/** For each ASCII character, the sets it belongs to. */
const SETS = /* @__PURE__ */ Uint8Array.from({ length: 128 }, (_, code) => {
  if (code < 0x20 || code > 0x7e) return 0
  if (code === 0x7c) return PRINTABLE
  return PRINTABLE | PRINTABLE_NO_PIPE | (code >= 0x30 && code <= 0x39 ? DIGIT : 0)
})

export const hasOnly = (characters: Characters, value: string): boolean => {
  const set = ALLOWED[characters]
  if (set === 0) return true
  for (let at = 0; at < value.length; at++) {
    if (((SETS[value.charCodeAt(at)] ?? 0) & set) === 0) return false
  }
  return true
}

export const hasLength = (value: string, min: number, max: number): boolean => {
  // Units are never fewer than characters, so that most values need no count.
  if (min === 1 && value.length <= max) return true
  const length = lengthInCharacters(value)
  return length >= min && length <= max
}
