import type { Sen } from "../money/sen.js"
import type { Ledger } from "../reading/ledger.js"
import { EMPTY_LINE } from "../reading/line.js"
import { lineAfter } from "./tags.js"
import { type Balance, type Movement, readBalance, readMovement, readSum } from "./values.js"

interface Open {
  readonly row: number
  readonly movement: Movement
  readonly narrative: Array<string>
}

/** A statement of the file that was read to its end. */
interface Told {
  readonly row: number
  readonly number: string
  readonly opening: Balance
  readonly closing: Balance
}

/** Lines of text of one movement: six are allowed, and a hostile file has more. */
const MOST_TEXT = 100

const isSame = (one: Balance, other: Balance): boolean => one.day === other.day && one.amount === other.amount

/** Reads MT940 and MT942 line by line: one or more statements in a file, each proven by its own balances. */
export class Mt940Reader {
  readonly #ledger: Ledger
  #tag = ""
  #open: Open | undefined
  #account: string | undefined
  #opening: Balance | undefined
  #isClosed = false
  #sum = 0n
  #flow = { credits: 0n, creditCount: 0, debits: 0n, debitCount: 0 }
  readonly #lastClosing = new Map<string, { readonly amount: Sen; readonly isFinal: boolean }>()
  readonly #told = new Map<string, Array<Told>>()
  #number = ""
  #openedAt = 0
  #isBroken = false
  /** Reasons for which days may be missing between the statements of the file. */
  readonly gaps: Array<string> = []
  readonly accounts = new Set<string>()
  statements = 0
  first: Balance | undefined
  last: Balance | undefined

  constructor(ledger: Ledger) {
    this.#ledger = ledger
  }

  #fault(row: number, message: string, tag = this.#tag): void {
    this.#ledger.fault({ row, ...(tag === "" ? {} : { column: `:${tag}:` }), message })
  }

  take(text: string, row: number): void {
    const line = lineAfter(this.#tag, text, this.#isClosed)
    if (line.is === "text") {
      if (this.#open !== undefined && this.#open.narrative.length < MOST_TEXT) this.#open.narrative.push(text)
    } else if (line.is === "end") this.#end(text, row)
    else if (line.is === "wrong") this.#fault(row, "is followed by a line that cannot stand there")
    else this.#takeTag(line.tag, line.value, row)
  }

  #takeTag(tag: string, value: string, row: number): void {
    if (tag !== "86") this.#closeLine()
    this.#tag = tag
    const take = this.#readers[tag.replace(/[A-Z]$/, "")]
    take?.(value, row)
  }

  readonly #readers: Readonly<Record<string, (value: string, row: number) => void>> = {
    "20": () => this.#begin(),
    "25": (value) => {
      this.#account = value.trim()
      this.accounts.add(this.#account)
    },
    "28": (value) => {
      this.#number = value.trim()
    },
    "60": (value, row) => this.#takeOpening(value, row),
    "61": (value, row) => this.#takeMovement(value, row),
    "62": (value, row) => this.#takeClosing(value, row),
    "86": (value) => this.#open?.narrative.push(value),
    "90": (value, row) => this.#takeSum(value, row),
  }

  #begin(): void {
    this.statements++
    this.#account = undefined
    this.#opening = undefined
    this.#number = ""
    this.#isBroken = false
    this.#isClosed = false
    this.#sum = 0n
    this.#flow = { credits: 0n, creditCount: 0, debits: 0n, debitCount: 0 }
  }

  #takeOpening(value: string, row: number): void {
    const opening = readBalance(value)
    if (typeof opening === "string") {
      this.#fault(row, opening)
      return
    }
    this.#opening = opening
    this.#openedAt = row
    this.first ??= opening
    const before = this.#lastClosing.get(this.#account ?? "")
    if (before === undefined || before.amount === opening.amount) return
    this.#isBroken = true
    const message = `opens with ${opening.amount} sen, and the statement before it closed with ${before.amount} sen`
    if (before.isFinal) this.gaps.push(`the statement at row ${row} ${message}`)
    else this.#fault(row, message)
  }

  #takeMovement(value: string, row: number): void {
    const movement = readMovement(value)
    if (typeof movement === "string") {
      this.#fault(row, movement)
      return
    }
    this.#open = { row, movement, narrative: [] }
  }

  #closeLine(): void {
    const open = this.#open
    if (open === undefined) return
    this.#open = undefined
    const { row, movement, narrative } = open
    if (!movement.isExpected) {
      this.#sum += movement.net
      if (movement.net < 0n) {
        this.#flow.debits -= movement.net
        this.#flow.debitCount++
      } else {
        this.#flow.credits += movement.net
        this.#flow.creditCount++
      }
    }
    this.#ledger.add({
      ...EMPTY_LINE,
      row,
      rows: [row],
      kind: "other",
      pending: movement.isExpected,
      reversal: movement.isReversal,
      account: this.#account,
      reference: movement.reference,
      bankReference: movement.bankReference,
      valueDate: movement.valueDate,
      entryDate: movement.entryDate,
      net: movement.net,
      status: movement.type,
      narrative,
    })
  }

  #takeClosing(value: string, row: number): void {
    this.#isClosed = true
    const closing = readBalance(value)
    if (typeof closing === "string") {
      this.#fault(row, closing)
      return
    }
    this.last = closing
    this.#lastClosing.set(this.#account ?? "", { amount: closing.amount, isFinal: this.#tag === "62F" })
    if (this.#opening === undefined) return
    this.#note(this.#opening, closing)
    const made = this.#opening.amount + this.#sum
    if (made !== closing.amount) {
      this.#fault(row, `claims ${closing.amount} sen, and opening balance and lines make ${made} sen`)
    }
  }

  /**
   * Days that the file tells twice would be counted twice: a statement that begins as an earlier one of the account
   * did, or in the middle of its days. In a file of its own it is known again.
   */
  #note(opening: Balance, closing: Balance): void {
    const row = this.#openedAt
    const told = this.#told.get(this.#account ?? "") ?? []
    this.#told.set(this.#account ?? "", told)
    const same = told.find((earlier) => {
      const isSameStart = isSame(earlier.opening, opening)
      const isWithin = earlier.opening.day < opening.day && opening.day < earlier.closing.day
      const isRepeated = isSameStart && isSame(earlier.closing, closing) && earlier.number === this.#number
      return isRepeated || (this.#isBroken && (isSameStart || isWithin))
    })
    if (same !== undefined && this.#flow.creditCount + this.#flow.debitCount > 0) {
      const message = `tells days again that the statement at row ${same.row} tells: import them as two files`
      this.#ledger.fault({ row, message: `the statement ${message}` })
    }
    told.push({ row, number: this.#number, opening, closing })
  }

  #takeSum(value: string, row: number): void {
    this.#isClosed = true
    const sum = readSum(value)
    if (typeof sum === "string") {
      this.#fault(row, sum)
      return
    }
    const isDebits = this.#tag === "90D"
    const amount = isDebits ? this.#flow.debits : this.#flow.credits
    const count = isDebits ? this.#flow.debitCount : this.#flow.creditCount
    if (sum.amount !== amount || sum.count !== count) {
      this.#fault(
        row,
        `claims ${sum.count} lines of ${sum.amount} sen, and there are ${count} of ${amount} sen`,
      )
    }
  }

  /** A blank line, or what stands around a message. */
  #end(text: string, row: number): void {
    if (text.trim() === "") return
    if (this.#tag !== "" && !this.#isClosed) {
      this.#fault(row, "the statement ends without its closing balance: the file was cut off", "")
    }
    this.#closeLine()
    this.#tag = ""
    this.#isClosed = true
  }

  finish(row: number): void {
    this.#closeLine()
    if (this.statements === 0) this.#fault(row, "the file holds no statement", "")
    else if (!this.#isClosed)
      this.#fault(row, "the statement ends without its closing balance: the file was cut off", "")
  }
}
