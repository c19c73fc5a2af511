import type { IssueCode, Severity } from "../issue.js"

/** Characters a value may have: `N` digits, `ans` printable ASCII, `ans-no-pipe` the same without `|`, `S` any. */
export type Characters = "N" | "ans" | "ans-no-pipe" | "S"

/** One more rule that a field's value has to keep. */
export interface Form {
  readonly code: IssueCode
  readonly severity: Severity
  readonly rule: string
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

export const form = (
  code: IssueCode,
  severity: Severity,
  rule: string,
  holds: (value: string) => boolean,
): Form => ({ code, severity, rule, holds })

/** A field of `min` to `max` characters. Every field has the same shape, which keeps reading them fast. */
export const field = (
  characters: Characters,
  min: number,
  max: number,
  rule: string,
  { severity = "error", absence, values, forms = [], inside }: Partial<Field> = {},
): Field => ({ characters, min, max, rule, severity, absence, values, forms, inside })

/** Fields by tag number. */
export type Table = Readonly<Record<number, Field>>

/** The same field for the tags from `first` to `last`. */
export const range = (first: number, last: number, row: Field): Table =>
  Object.fromEntries(Array.from({ length: last - first + 1 }, (_, index) => [first + index, row]))

export const fields = (table: Table): Fields => ({
  byNumber: Array.from({ length: 100 }, (_, tag) => table[tag]),
  required: Object.entries(table).flatMap(([tag, row]) =>
    row.absence ? [[tag.padStart(2, "0"), row, row.absence] as const] : [],
  ),
})

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
