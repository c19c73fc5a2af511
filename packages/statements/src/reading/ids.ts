import type { Cell } from "../cell.js"
import { type KeyText, readKey } from "../key-text.js"
import type { StatementProfile } from "../profile/profile.js"
import type { ColumnFinder } from "./columns.js"
import { NO_NOTES, type Note, type StatementLine } from "./line.js"

const FIELDS = [
  "providerId",
  "reference",
  "mid",
  "nmid",
  "tid",
  "account",
  "batch",
  "bankReference",
  "originalId",
] as const
type IdField = (typeof FIELDS)[number]

/** The ids of a row, and what a spreadsheet did to them. */
export interface Ids extends Pick<StatementLine, IdField | "rrn" | "rrnRestored"> {
  readonly notes: ReadonlyArray<Note>
}

interface Place {
  readonly column: number
  readonly width: number | undefined
}

type Found = { -readonly [Field in keyof Ids]: Ids[Field] }

/** Reads the ids of a table's rows. One that a spreadsheet destroyed is none, and is noted. */
export class IdReader {
  readonly #finder: ColumnFinder
  readonly #keepsText: boolean
  readonly #fields: ReadonlyArray<readonly [field: IdField, place: Place]>
  readonly #rrn: Place | undefined

  constructor(profile: StatementProfile, finder: ColumnFinder, keepsText: boolean) {
    this.#finder = finder
    this.#keepsText = keepsText
    const placeOf = (field: IdField | "rrn"): Place | undefined => {
      const named = profile.columns[field]
      if (named === undefined || finder.isLacking(named, profile.mayLack)) return undefined
      const column = finder.one(named, `columns.${field}`)
      return { column, width: profile.widths[finder.nameAt(column)] }
    }
    this.#fields = FIELDS.flatMap((field) => {
      const place = placeOf(field)
      return place === undefined ? [] : [[field, place] as const]
    })
    this.#rrn = placeOf("rrn")
  }

  /** @param providerId the column that has the provider's id for this kind of row, where it is another one */
  read(cells: ReadonlyArray<Cell>, providerId: number | undefined): Ids {
    const found: Found = {
      providerId: undefined,
      reference: undefined,
      mid: undefined,
      nmid: undefined,
      tid: undefined,
      account: undefined,
      batch: undefined,
      bankReference: undefined,
      originalId: undefined,
      rrn: undefined,
      rrnRestored: false,
      notes: NO_NOTES,
    }
    for (const [field, place] of this.#fields) {
      if (field !== "providerId" || providerId === undefined)
        found[field] = this.#at(cells, place, found).text
    }
    if (providerId !== undefined) {
      found.providerId = this.#at(cells, { column: providerId, width: undefined }, found).text
    }
    if (this.#rrn !== undefined) {
      const { text, isRestored } = this.#at(cells, this.#rrn, found)
      found.rrn = text
      found.rrnRestored = isRestored
    }
    return found
  }

  #at(cells: ReadonlyArray<Cell>, { column, width }: Place, found: Found): KeyText {
    const key = readKey(cells[column], width, this.#keepsText)
    if (key.isLost) {
      const message = `${this.#finder.nameAt(column)} was made a number by a spreadsheet, and its digits are gone`
      found.notes = [...found.notes, { kind: "key_lost", message }]
    }
    return key
  }
}
