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
  readonly absence: Severity | undefined
  /** The only values there may be. */
  readonly values: ReadonlyArray<string> | undefined
  readonly forms: ReadonlyArray<Form>
  /** The fields of a template. */
  readonly inside: Fields | undefined
}

/** The fields of one level. */
export interface Fields {
  /** By tag number. */
  readonly byNumber: ReadonlyArray<Field | undefined>
  /** Those whose absence is an issue. */
  readonly required: ReadonlyArray<readonly [tag: string, field: Field, severity: Severity]>
}

/** A field of `min` to `max` characters. Every field has the same shape, which keeps reading them fast. */
export const field = (
  characters: Characters,
  [min, max]: readonly [min: number, max: number],
  rule: string,
  { severity = "error", absence, values, forms = [], inside }: Partial<Field> = {},
): Field => ({ characters, min, max, rule, severity, absence, values, forms, inside })

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

/**
 * True when a value has only characters of a set.
 *
 * @param isPlain true when the whole text is known to be printable ASCII without `|`
 */
export const hasOnly = (characters: Characters, value: string, isPlain: boolean): boolean =>
  characters === "N" ? isDigits(value) : isPlain || PATTERNS[characters].test(value)

const PATTERNS = { ans: /^[ -~]*$/, "ans-no-pipe": /^[ -{}~]*$/, S: /^/ } as const

export const isDigits = (value: string, from = 0): boolean => {
  for (let at = from; at < value.length; at++) {
    const code = value.charCodeAt(at)
    if (code < 0x30 || code > 0x39) return false
  }
  return true
}
