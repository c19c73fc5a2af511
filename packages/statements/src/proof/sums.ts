import type { Sen } from "../money/sen.js"
import type { StatementLine } from "../reading/line.js"

/** Sums of the lines that tell an amount; `undefined` where none does. */
export interface Totals {
  readonly gross: Sen | undefined
  readonly fee: Sen | undefined
  readonly tax: Sen | undefined
  readonly net: Sen | undefined
}

/** Money in and out. */
export interface Flow {
  readonly credits: Sen
  readonly creditCount: number
  readonly debits: Sen
  readonly debitCount: number
}

const added = (sum: Sen | undefined, amount: Sen | undefined): Sen | undefined =>
  amount === undefined ? sum : sum === undefined ? amount : sum + amount

class MutableFlow implements Flow {
  credits = 0n
  creditCount = 0
  debits = 0n
  debitCount = 0
  add(net: Sen): void {
    if (net < 0n) {
      this.debits -= net
      this.debitCount++
    } else {
      this.credits += net
      this.creditCount++
    }
  }
}

/** Of one merchant id. */
export interface MidSums {
  gross: Sen
  fee: Sen
  net: Sen
  count: number
  /** Of lines that do not tell their gross; they are among the others' count. */
  untold: Sen
  untoldCount: number
}

/** More merchant ids than a file can have: a second table of more is not compared with the lines. */
const MOST_MIDS = 100_000

/** Adds the lines of a file up: altogether, by merchant id, and as money in and out. */
export class Sums {
  gross: Sen | undefined
  fee: Sen | undefined
  tax: Sen | undefined
  net: Sen | undefined
  readonly booked = new MutableFlow()
  readonly withPending = new MutableFlow()
  readonly byMid: Map<string, MidSums> | undefined

  constructor(isByMid: boolean) {
    this.byMid = isByMid ? new Map() : undefined
  }

  add(line: StatementLine): void {
    this.gross = added(this.gross, line.gross)
    this.fee = added(this.fee, line.fee)
    this.tax = added(this.tax, line.tax)
    this.net = added(this.net, line.net)
    if (line.net !== undefined) {
      this.withPending.add(line.net)
      if (!line.pending) this.booked.add(line.net)
    }
    if (this.byMid !== undefined && line.mid !== undefined) this.#addByMid(this.byMid, line, line.mid)
  }

  #sumsOf(byMid: NonNullable<Sums["byMid"]>, mid: string): MidSums | undefined {
    const known = byMid.get(mid)
    if (known !== undefined || byMid.size >= MOST_MIDS) return known
    const sums = { gross: 0n, fee: 0n, net: 0n, count: 0, untold: 0n, untoldCount: 0 }
    byMid.set(mid, sums)
    return sums
  }

  /** The gross of a line that does not tell it: a second table may count it, or not. */
  addUntold(mid: string | undefined, gross: Sen): void {
    if (this.byMid === undefined || mid === undefined) return
    const known = this.#sumsOf(this.byMid, mid)
    if (known === undefined) return
    known.untold += gross
    known.untoldCount++
  }

  #addByMid(byMid: NonNullable<Sums["byMid"]>, line: StatementLine, mid: string): void {
    const known = this.#sumsOf(byMid, mid)
    if (known === undefined) return
    known.gross += line.gross ?? 0n
    known.fee += line.fee ?? 0n
    known.net += line.net ?? 0n
    known.count++
  }

  get totals(): Totals {
    return { gross: this.gross, fee: this.fee, tax: this.tax, net: this.net }
  }
}
