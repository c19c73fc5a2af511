import { BrokenCell, type Cell, DateCell, isBlank, NumberCell, shown, textOf } from "../cell.js"
import type { Fault } from "../fault.js"
import { quoted, quotedWord } from "../fault.js"
import { type NumberStyle, readAmount, readNumber } from "../money/number-style.js"
import type { Sen } from "../money/sen.js"
import type { StatementProfile } from "../profile/profile.js"
import type { ColumnFinder } from "./columns.js"
import { wordTable } from "./condition.js"

/** Reads one cell as an amount: `undefined` for an empty one, a text for what is wrong. */
export const amountIn = (cell: Cell | undefined, style: NumberStyle): Sen | string | undefined => {
  if (isBlank(cell)) return undefined
  if (typeof cell === "string") {
    const sen = readAmount(cell.charCodeAt(0) === 39 ? textOf(cell) : cell, style)
    return typeof sen === "string" ? `${quoted(cell.trim())} ${sen}` : sen
  }
  if (cell instanceof NumberCell) {
    const sen = readNumber(cell.exact, style)
    return typeof sen === "string" ? `the number ${quoted(cell.shown)} ${sen}` : sen
  }
  if (cell instanceof BrokenCell) return cell.why
  return cell instanceof DateCell ? `${quoted(cell.shown)} is a date and no amount` : undefined
}

/** The amounts of one row, by the places that `AmountReader` gives their names. */
export type Amounts = Array<Sen | undefined>

interface Source {
  readonly name: string
  readonly place: number
  readonly columns: ReadonlyArray<number>
  readonly isRequired: boolean
  readonly isZeroWhenEmpty: boolean
  readonly isSigned: boolean
}

interface Sum {
  readonly of: number
  readonly name: string
  readonly terms: ReadonlyArray<readonly [place: number, isAdded: boolean]>
}

/** What the sum of terms is; `undefined` where one of them is not told. */
const sumOf = (amounts: Amounts, { terms }: Sum): Sen | undefined => {
  let sum = 0n
  for (const [place, isAdded] of terms) {
    const amount = amounts[place]
    if (amount === undefined) return undefined
    sum = isAdded ? sum + amount : sum - amount
  }
  return sum
}

/** What came of the sums that a line must obey. */
export type Proof = "proven" | "unproven"

const SUFFIX = /^(.*?)\s*([A-Za-z]{1,3})$/

/** Never signed: a balance has its own sign, and two columns say by themselves what they are. */
const UNSIGNED: ReadonlySet<string> = new Set(["balance", "debit", "credit"])

/** Reads the amounts of a table's rows, with their signs, and checks the sums on each. */
export class AmountReader {
  readonly places: ReadonlyMap<string, number>
  readonly #profile: StatementProfile
  readonly #style: NumberStyle
  readonly #finder: ColumnFinder
  readonly #sources: ReadonlyArray<Source>
  readonly #derived: ReadonlyArray<Sum>
  readonly #none: ReadonlyArray<number>
  readonly #equations: ReadonlyArray<Sum>
  readonly #signColumn: number | undefined
  readonly #signOf: (cell: Cell | undefined) => boolean | undefined

  constructor(profile: StatementProfile, style: NumberStyle, finder: ColumnFinder) {
    const names = new Set([...Object.keys(profile.money), ...Object.keys(profile.derived), ...profile.none])
    this.#profile = profile
    this.#style = style
    this.#finder = finder
    this.places = new Map([...names].map((name, place) => [name, place]))
    const required = new Set(profile.required ?? ["gross", "net"])
    this.#sources = Object.entries(profile.money).map(([name, columns]) => ({
      name,
      place: this.#placeOf(name),
      columns: finder.all(columns, `money.${name}`),
      isRequired: required.has(name),
      isZeroWhenEmpty: profile.emptyIsZero.includes(name),
      isSigned: profile.sign !== undefined && !UNSIGNED.has(name),
    }))
    this.#derived = Object.entries(profile.derived).map(([name, is]) => this.#sum(name, is))
    this.#none = profile.none.map((name) => this.#placeOf(name))
    this.#equations = profile.equations.map(({ of, is }) => this.#sum(of, is))
    const { sign } = profile
    this.#signColumn =
      sign === undefined || sign.by === "suffix" ? undefined : finder.one(sign.by.column, "sign.by.column")
    this.#signOf = wordTable([
      ...(sign?.plus ?? []).map((word) => [word, true] as const),
      ...(sign?.minus ?? []).map((word) => [word, false] as const),
    ])
  }

  #placeOf(name: string): number {
    return this.places.get(name) ?? -1
  }

  #sum(of: string, terms: ReadonlyArray<string>): Sum {
    return {
      of: this.#placeOf(of),
      name: of,
      terms: terms.map((term) => [this.#placeOf(term.replace(/^-/, "")), !term.startsWith("-")] as const),
    }
  }

  /** The sums of a kind of line that has its own. */
  equationsFor(
    equations: ReadonlyArray<{ readonly of: string; readonly is: ReadonlyArray<string> }>,
  ): ReadonlyArray<Sum> {
    return equations.map(({ of, is }) => this.#sum(of, is))
  }

  /** What the rows' sign column says: true for money that comes in; without such a column `undefined`. */
  #signIn(cells: ReadonlyArray<Cell>, say: (column: number, message: string) => void): boolean | undefined {
    if (this.#signColumn === undefined) return undefined
    const cell = cells[this.#signColumn]
    const isAdded = this.#signOf(cell)
    if (isAdded === undefined) {
      say(this.#signColumn, `${quotedWord(textOf(cell))} does not say whether money comes or goes`)
    }
    return isAdded
  }

  read(cells: ReadonlyArray<Cell>, say: (column: number, message: string) => void): Amounts {
    const amounts: Amounts = new Array(this.places.size).fill(undefined)
    const sign = this.#signIn(cells, say)
    for (const source of this.#sources) {
      let total: Sen | undefined
      for (const column of source.columns) {
        const amount = this.#amountAt(cells[column], source, sign)
        if (typeof amount === "string") say(column, amount)
        else if (amount !== undefined) total = total === undefined ? amount : total + amount
      }
      if (total === undefined && source.isZeroWhenEmpty) total = 0n
      amounts[source.place] = total
      const [first = 0] = source.columns
      if (total === undefined && source.isRequired && isBlank(cells[first])) {
        say(first, "is empty, and an amount must stand here")
      }
    }
    for (const place of this.#none) amounts[place] = 0n
    for (const sum of this.#derived) amounts[sum.of] = sumOf(amounts, sum)
    return amounts
  }

  #amountAt(
    cell: Cell | undefined,
    { isSigned }: Source,
    sign: boolean | undefined,
  ): Sen | string | undefined {
    if (!isSigned) return amountIn(cell, this.#style)
    if (this.#signColumn === undefined) return this.#suffixed(cell)
    const amount = amountIn(cell, this.#style)
    if (typeof amount !== "bigint" || sign === undefined)
      return typeof amount === "string" ? amount : undefined
    if (amount < 0n)
      return `${quoted(shown(cell).trim())} has a sign, where the kind of the line gives it one`
    return sign ? amount : -amount
  }

  /** `1,500.00 DB`. */
  #suffixed(cell: Cell | undefined): Sen | string | undefined {
    if (isBlank(cell)) return undefined
    const match = SUFFIX.exec(shown(cell).trim())
    const isAdded = match === null ? undefined : this.#signOf(match[2])
    if (match === null || isAdded === undefined) {
      return `${quoted(shown(cell).trim())} does not end with ${this.#profile.sign?.plus.join(", ")} or ${this.#profile.sign?.minus.join(", ")}`
    }
    const amount = readAmount(match[1] ?? "", this.#style)
    if (typeof amount === "string") return `${quoted(shown(cell).trim())} ${amount}`
    if (amount < 0n) return `${quoted(shown(cell).trim())} has two signs`
    return isAdded ? amount : -amount
  }

  /** Checks the sums of a line. What contradicts is said; `unproven` where an amount is not told. */
  prove(
    amounts: Amounts,
    say: (column: number, message: string) => void,
    equations: ReadonlyArray<Sum> = this.#equations,
  ): Proof {
    let proof: Proof = equations.length === 0 ? "unproven" : "proven"
    for (const equation of equations) {
      const claimed = amounts[equation.of]
      const sum = sumOf(amounts, equation)
      if (claimed === undefined || sum === undefined) proof = "unproven"
      else if (claimed !== sum) {
        say(
          this.#columnOf(equation.name),
          `${claimed} sen are claimed, and the row's own amounts make ${sum} sen`,
        )
      }
    }
    return proof
  }

  /** The column of an amount, for messages and totals; -1 where it has none of its own. */
  #columnOf(name: string): number {
    const columns = this.#sources.find((source) => source.name === name)?.columns
    return columns?.length === 1 ? (columns[0] ?? -1) : -1
  }

  /** The amounts that stand in a column of their own, which a row of totals may have, too. */
  get ownColumns(): ReadonlyArray<{ readonly name: string; readonly column: number }> {
    return this.#sources.flatMap(({ name }) => {
      const column = this.#columnOf(name)
      return column < 0 || name === "balance" ? [] : [{ name, column }]
    })
  }

  nameAt(column: number): string {
    return this.#finder.nameAt(column)
  }
}

/** A fault of a row that is being read. */
export const faultAt = (
  row: number,
  sheet: string | undefined,
  column: string | undefined,
  message: string,
): Fault => ({
  row,
  ...(sheet === undefined ? {} : { sheet }),
  ...(column === undefined ? {} : { column }),
  message,
})
