import { type Cell, textOf, widthOf } from "../cell.js"
import type { Fault } from "../fault.js"
import { quotedWord } from "../fault.js"
import type { NumberStyle } from "../money/number-style.js"
import type { Sen } from "../money/sen.js"
import type { StatementProfile } from "../profile/profile.js"
import type { Period } from "../time/day.js"
import { AmountReader, type Amounts, faultAt, type Proof } from "./amounts.js"
import type { ColumnFinder } from "./columns.js"
import { conditionIn, conditionsIn, type Holds, wordTable } from "./condition.js"
import { IdReader } from "./ids.js"
import { NO_TEXTS, type Note, type StatementLine } from "./line.js"
import { LineDates } from "./line-dates.js"
import { readNarrative } from "./narrative/read.js"

/** What the file at hand is, beside its profile. */
export interface Reading {
  readonly numbers: NumberStyle
  /** A workbook keeps text as text: ids in it lost no zeros. */
  readonly keepsText: boolean
  /** The days of the file, where it or the importer says them: for dates without a year. */
  readonly period: () => Period | undefined
  /** The account of the file, where no column has it. */
  readonly account: () => string | undefined
}

export type RowResult =
  | {
      readonly is: "line"
      readonly line: StatementLine
      readonly proof: Proof
      /** For rows that are grouped: to which line the row belongs, what it adds, and how much. */
      readonly member: Member | undefined
      /** The gross in the row of a line that does not tell it. */
      readonly untold: Sen | undefined
    }
  | { readonly is: "ignored"; readonly why: string }
  | { readonly is: "faults"; readonly faults: readonly [Fault, ...Array<Fault>] }

export interface Member {
  readonly group: string
  readonly adds: "gross" | "fee" | "tax"
  readonly amount: Sen
}

const NOT_TOLD: Note = {
  kind: "amount_not_told",
  message: "the report does not say whether such a line takes money away, so it tells no amount",
}

/** The amounts that a line tells. */
type Told = "gross" | "fee" | "tax" | "net" | "balance"

type Rule = StatementProfile["kinds"][number]

interface KindOf {
  readonly rule: Rule
  readonly holds: Holds
  readonly providerId: number | undefined
  readonly tells: ReadonlySet<string> | undefined
  readonly equations: ReturnType<AmountReader["equationsFor"]> | undefined
}

/** Reads the rows of one table: what each is, its ids, dates and amounts, and whether it adds up. */
export class RowReader {
  readonly amounts: AmountReader
  /** Where each amount stands among a row's; beyond all of them where the profile has none. */
  readonly #placeOf: Readonly<Record<Told, number>>
  readonly #profile: StatementProfile
  readonly #finder: ColumnFinder
  readonly #reading: Reading
  readonly #width: number
  readonly #spills: number | undefined
  readonly #kinds: ReadonlyArray<KindOf>
  readonly #ignored: ReadonlyArray<{ readonly holds: Holds; readonly why: string }>
  readonly #pending: Holds
  readonly #ids: IdReader
  readonly #dates: LineDates
  readonly #status: number | undefined
  readonly #isKnownStatus: ((cell: Cell | undefined) => boolean | undefined) | undefined
  readonly #settled: (cells: ReadonlyArray<Cell>) => boolean | undefined
  readonly #part: ReadonlyArray<number>
  readonly #narrative: ReadonlyArray<number>
  readonly #currency: number | undefined
  readonly #group:
    | {
        readonly by: number
        readonly role: number
        readonly roleOf: (
          cell: Cell | undefined,
        ) => { readonly adds: Member["adds"]; readonly reverses: boolean } | undefined
      }
    | undefined

  constructor(profile: StatementProfile, finder: ColumnFinder, reading: Reading) {
    this.#profile = profile
    this.#finder = finder
    this.#reading = reading
    this.#width = finder.names.length
    this.amounts = new AmountReader(profile, reading.numbers, finder)
    const { places } = this.amounts
    const placeOf = (name: string) => places.get(name) ?? places.size
    this.#placeOf = {
      gross: placeOf("gross"),
      fee: placeOf("fee"),
      tax: placeOf("tax"),
      net: placeOf("net"),
      balance: placeOf("balance"),
    }
    this.#spills = profile.spills === undefined ? undefined : finder.one(profile.spills, "spills")
    this.#kinds = profile.kinds.map((rule, index) => ({
      rule,
      holds: conditionsIn(rule.when ?? [], finder, `kinds.${index}.when`),
      providerId: rule.providerId === undefined ? undefined : finder.one(rule.providerId, `kinds.${index}`),
      tells: rule.tells === undefined ? undefined : new Set(rule.tells),
      equations: rule.equations === undefined ? undefined : this.amounts.equationsFor(rule.equations),
    }))
    this.#ignored = profile.ignored.map(({ when, why }, index) => ({
      holds: conditionsIn(when, finder, `ignored.${index}.when`),
      why,
    }))
    this.#pending =
      profile.pending === undefined ? () => false : conditionIn(profile.pending, finder, "pending")
    const { columns } = profile
    this.#ids = new IdReader(profile, finder, reading.keepsText)
    this.#dates = new LineDates(profile, finder, reading.period)
    this.#status = columns.status === undefined ? undefined : finder.one(columns.status, "columns.status")
    this.#isKnownStatus =
      profile.statuses === undefined ? undefined : wordTable(profile.statuses.map((word) => [word, true]))
    this.#settled = this.#settledIn()
    this.#part = columns.part === undefined ? [] : finder.all(columns.part, "columns.part")
    this.#narrative =
      columns.narrative === undefined ? [] : finder.all(columns.narrative, "columns.narrative")
    this.#currency =
      columns.currency === undefined ? undefined : finder.one(columns.currency, "columns.currency")
    const { group } = profile
    this.#group =
      group === undefined
        ? undefined
        : {
            by: finder.one(group.by, "group.by"),
            role: finder.one(group.role, "group.role"),
            roleOf: wordTable(Object.entries(group.roles)),
          }
  }

  #settledIn(): (cells: ReadonlyArray<Cell>) => boolean | undefined {
    const { settled } = this.#profile
    if (settled === undefined) return () => undefined
    if (settled === "always") return () => true
    const column = this.#finder.one(settled.column, "settled.column")
    const isSettled = wordTable([
      ...settled.yes.map((word) => [word, true] as const),
      ...settled.no.map((word) => [word, false] as const),
    ])
    // A word that is not known does not say that it was paid out.
    return (cells) => isSettled(cells[column]) ?? false
  }

  /**
   * Cells that an unquoted delimiter made of one, put together again; a row of another width is no row of the table.
   */
  #fitted(cells: ReadonlyArray<Cell>): ReadonlyArray<Cell> | string {
    if (cells.length === this.#width) return cells
    const width = widthOf(cells)
    if (width <= this.#width) {
      return this.#reading.keepsText || cells.length > this.#width
        ? cells
        : `has ${cells.length} cells, where the header has ${this.#width}`
    }
    if (this.#spills === undefined) return `has ${width} cells, where the header has ${this.#width}`
    const surplus = width - this.#width
    const spilled = cells.slice(this.#spills, this.#spills + surplus + 1).join(",")
    return [...cells.slice(0, this.#spills), spilled, ...cells.slice(this.#spills + surplus + 1, width)]
  }

  read(given: ReadonlyArray<Cell>, row: number, sheet: string | undefined): RowResult {
    const faults: Array<Fault> = []
    const say = (column: number, message: string): void => {
      faults.push(faultAt(row, sheet, column < 0 ? undefined : this.#finder.nameAt(column), message))
    }
    const cells = this.#fitted(given)
    if (typeof cells === "string") return { is: "faults", faults: [faultAt(row, sheet, undefined, cells)] }

    for (const { holds, why } of this.#ignored) if (holds(cells)) return { is: "ignored", why }
    if (this.#isKnownStatus !== undefined && this.#status !== undefined) {
      const cell = cells[this.#status]
      if (this.#isKnownStatus(cell) !== true) {
        say(this.#status, `${quotedWord(textOf(cell))} is no status that this report is known to have`)
      }
    }
    const kind = this.#kinds.find(({ holds }) => holds(cells))
    if (kind === undefined) say(-1, `is no kind of line that is known: ${this.#wordsOf(cells)}`)

    const amounts = this.amounts.read(cells, say)
    const member = this.#memberIn(cells, amounts, say)
    const line = this.#lineOf(cells, row, kind, amounts, say)
    const proof = faults.length > 0 ? "unproven" : this.amounts.prove(amounts, say, kind?.equations)

    if (faults.length > 0) {
      const [first, ...others] = faults
      if (first !== undefined) return { is: "faults", faults: [first, ...others] }
    }
    const untold = kind?.tells?.size === 0 ? amounts[this.#placeOf.gross] : undefined
    return { is: "line", line, proof, member, untold }
  }

  /** The words by which the kind of a row is told. */
  #wordsOf(cells: ReadonlyArray<Cell>): string {
    const columns = this.#profile.kinds.flatMap(({ when = [] }) => when.map(({ column }) => column))
    const indexes = new Set(columns.map((column) => this.#finder.one(column, "kinds")))
    return [...indexes]
      .map((index) => `${this.#finder.nameAt(index)} ${quotedWord(textOf(cells[index]))}`)
      .join(", ")
  }

  #memberIn(
    cells: ReadonlyArray<Cell>,
    amounts: Amounts,
    say: (column: number, message: string) => void,
  ): Member | undefined {
    if (this.#group === undefined) return undefined
    const { by, role, roleOf } = this.#group
    const found = roleOf(cells[role])
    const id = textOf(cells[by])
    if (found === undefined) say(role, `${quotedWord(textOf(cells[role]))} is no row that is known`)
    if (id === "") say(by, "is empty, so it is not known to which line the row belongs")
    const amount = amounts[this.amounts.places.get("amount") ?? -1]
    if (found === undefined || amount === undefined) return undefined
    return { group: found.reverses ? `reversal ${id}` : id, adds: found.adds, amount }
  }

  #lineOf(
    cells: ReadonlyArray<Cell>,
    row: number,
    kind: KindOf | undefined,
    amounts: Amounts,
    say: (column: number, message: string) => void,
  ): StatementLine {
    const ids = this.#ids.read(cells, kind?.providerId)
    if (this.#currency !== undefined && !/^(IDR|Rp\.?)$/i.test(textOf(cells[this.#currency]))) {
      say(this.#currency, `${quotedWord(textOf(cells[this.#currency]))} is not rupiah`)
    }

    const pending = this.#pending(cells)
    const days = this.#dates.read(cells, pending, say)

    const tells = kind?.tells
    const told = (name: Told): Sen | undefined =>
      tells === undefined || tells.has(name) ? amounts[this.#placeOf[name]] : undefined
    const net = told("net")
    const narrative =
      this.#narrative.length === 0
        ? NO_TEXTS
        : this.#narrative.map((column) => textOf(cells[column])).filter((text) => text !== "")
    const bank =
      this.#profile.recipe === undefined
        ? undefined
        : readNarrative(this.#profile.recipe, narrative, days.booked ?? this.#reading.period()?.until, net)
    const { callbackPrefix } = this.#profile
    const isPayment = kind?.rule.kind === "payment"
    const isUntold = kind?.tells?.size === 0
    const notes =
      isUntold || bank !== undefined
        ? [...ids.notes, ...(isUntold ? [NOT_TOLD] : []), ...(bank?.notes ?? [])]
        : ids.notes
    return {
      row,
      rows: [row],
      kind: bank === undefined ? (kind?.rule.kind ?? "unreadable") : "settlement",
      channel: bank?.channel ?? kind?.rule.channel,
      settled: this.#settled(cells),
      pending,
      reversal: false,
      providerId: ids.providerId,
      callbackId:
        isPayment && callbackPrefix !== undefined && ids.providerId !== undefined
          ? `${callbackPrefix}${ids.providerId}`
          : undefined,
      reference: ids.reference,
      rrn: ids.rrn,
      rrnRestored: ids.rrnRestored,
      mid: bank?.mid ?? ids.mid,
      nmid: ids.nmid,
      tid: bank?.tid ?? ids.tid,
      account: ids.account ?? this.#reading.account(),
      batch: ids.batch,
      bankReference: ids.bankReference,
      originalId: ids.originalId,
      part: this.#part.length === 0 ? undefined : this.#part.map((column) => textOf(cells[column])).join("/"),
      paidAt: days.paidAt,
      paidOn: days.paid,
      settledOn: days.settled,
      bookedOn: days.booked,
      valueDate: days.value,
      entryDate: undefined,
      transactionsOf: bank?.transactionsOf,
      gross: bank === undefined ? told("gross") : bank.gross,
      fee: bank === undefined ? told("fee") : bank.fee,
      tax: told("tax"),
      net,
      balance: told("balance"),
      status: this.#status === undefined ? undefined : textOf(cells[this.#status]),
      narrative,
      notes,
    }
  }
}
