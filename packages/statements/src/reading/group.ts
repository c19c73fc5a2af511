import type { Sen } from "../money/sen.js"
import type { StatementLine } from "./line.js"
import type { Member } from "./row-reader.js"

/** How many lines may be open at once: rows of one line stand near each other. */
const OPEN = 4_096

interface Open {
  readonly line: StatementLine
  readonly rows: Array<number>
  gross: Sen | undefined
  fee: Sen | undefined
  tax: Sen | undefined
  net: Sen
  balance: Sen | undefined
}

/**
 * Puts rows together that make one line, as a balance history does with a payment, its fee and the tax on it. Memory is
 * bounded: a row far behind the others of its payment becomes a line of its own, marked `apart`. No
 * amount is lost by it.
 */
export class Grouper {
  readonly #open = new Map<string, Open>()
  readonly #emit: (line: StatementLine) => void
  /** Groups that were closed for want of room, as many as are remembered. */
  readonly #closed = new Set<string>()

  constructor(emit: (line: StatementLine) => void) {
    this.#emit = emit
  }

  add(line: StatementLine, { group, adds, amount }: Member): void {
    let open = this.#open.get(group)
    if (open === undefined) {
      if (this.#open.size >= OPEN) this.#closeOldest()
      open = { line, rows: [], gross: undefined, fee: undefined, tax: undefined, net: 0n, balance: undefined }
      this.#open.set(group, open)
    }
    open.rows.push(line.row)
    // A fee is what was taken: a debit makes it larger, and one that is given back smaller.
    if (adds === "gross") open.gross = (open.gross ?? 0n) + amount
    else open[adds] = (open[adds] ?? 0n) - amount
    open.net += amount
    open.balance = line.balance
  }

  #closeOldest(): void {
    const [oldest] = this.#open
    if (oldest === undefined) return
    const [group, open] = oldest
    this.#open.delete(group)
    this.#close(group, open)
    if (this.#closed.size >= 8 * OPEN) this.#closed.clear()
    this.#closed.add(group)
  }

  #close(group: string, { line, rows, gross, fee, tax, net, balance }: Open): void {
    const isApart = this.#closed.has(group) || (gross === undefined && line.kind === "payment")
    const isPayment = line.kind === "payment" || line.kind === "cancel"
    this.#emit({
      ...line,
      rows,
      kind: isApart && isPayment ? "payment_part" : line.kind,
      part: isApart ? [line.part, ...rows.map(String)].join("/") : line.part,
      gross: isPayment || line.kind === "refund" ? gross : undefined,
      // A payment whose fee has a row of its own and no tax row: none was taken with it.
      fee,
      tax,
      net,
      balance,
      notes: isApart
        ? [
            ...line.notes,
            { kind: "apart", message: "the other rows of this payment stand elsewhere in the file" },
          ]
        : line.notes,
    })
  }

  finish(): void {
    for (const [group, open] of this.#open) this.#close(group, open)
    this.#open.clear()
  }
}
