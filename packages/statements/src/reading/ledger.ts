import { DoesNotAddUp } from "../error.js"
import { describe, type Fault } from "../fault.js"
import type { StatementProfile } from "../profile/profile.js"
import type { Proof } from "../proof/proof.js"
import { type Ends, RunningBalance } from "../proof/running-balance.js"
import { Sums } from "../proof/sums.js"
import { refuse } from "../refuse.js"
import type { Day } from "../time/day.js"
import { faultAt } from "./amounts.js"
import { asItsSignSays, isRefundThatBrings } from "./direction.js"
import { Grouper } from "./group.js"
import { EMPTY_LINE, type StatementLine } from "./line.js"
import type { RowResult } from "./row-reader.js"

/** A row in which no money moved. */
export interface Ignored {
  readonly row: number
  readonly why: string
}

/** After so many faults nobody reads on. */
const MOST_FAULTS = 100

/** Rows that are listed by themselves; all are counted. */
const LISTED = 1_000

const BRINGS =
  "is a refund that would bring money: its report does not sign refunds, so a profile has to say by what they are told (sign), or that they tell no amount (tells)"

/** Seals a refusal. */
const failing = (
  profile: string,
  faults: ReadonlyArray<Fault>,
  hasMore: boolean,
  advice: string | undefined,
): void => {
  const [first, ...others] = faults
  if (first === undefined) return
  refuse(
    new DoesNotAddUp({
      profile,
      faults: [first, ...others],
      hasMore,
      ...(advice === undefined ? {} : { advice }),
    }),
  )
}

/** What a file's lines come to while they are read: the lines themselves, their sums, and what is wrong with them. */
export class Ledger {
  readonly sums: Sums
  readonly faults: Array<Fault> = []
  readonly ignored: Array<Ignored> = []
  ignoredCount = 0
  count = 0
  readonly byKind = new Map<string, number>()
  firstDay: Day | undefined
  lastDay: Day | undefined
  #batch: Array<StatementLine> = []
  #proven = 0
  #unproven = 0
  readonly #profile: StatementProfile
  readonly #keepsUnreadable: boolean
  readonly #advice: string | undefined
  readonly #balance: RunningBalance | undefined
  readonly #grouper: Grouper | undefined

  constructor(
    profile: StatementProfile,
    options: { readonly keepsUnreadable: boolean; readonly advice: string | undefined },
  ) {
    this.#profile = profile
    this.#keepsUnreadable = options.keepsUnreadable
    this.#advice = options.advice
    this.sums = new Sums(profile.summary !== undefined)
    this.#balance = profile.running === undefined ? undefined : new RunningBalance(profile.running)
    this.#grouper = profile.group === undefined ? undefined : new Grouper((line) => this.#emit(line))
  }

  fault(fault: Fault): void {
    if (this.faults.length < MOST_FAULTS) this.faults.push(fault)
    else if (!this.#keepsUnreadable) this.refuse()
  }

  /** Fails with the faults there are, if any are and none may stay. */
  refuse(): void {
    if (!this.#keepsUnreadable) {
      failing(this.#profile.id, this.faults, this.faults.length >= MOST_FAULTS, this.#advice)
    }
  }

  take(result: RowResult, row: number, sheet: string | undefined): void {
    if (result.is === "line") {
      if (result.proof === "proven") this.#proven++
      else this.#unproven++
      const { line, member, untold } = result
      if (untold !== undefined) this.sums.addUntold(line.mid, untold)
      this.follow(line, member?.amount ?? line.net, sheet)
      if (member === undefined || this.#grouper === undefined) this.add(line)
      else this.#grouper.add(line, member)
    } else if (result.is === "ignored") {
      this.ignoredCount++
      if (this.ignored.length < LISTED) this.ignored.push({ row, why: result.why })
    } else this.#unreadable(result.faults, row)
  }

  /** Follows the running balance over a row. */
  follow(line: StatementLine, amount: bigint | undefined, sheet: string | undefined): void {
    if (this.#balance === undefined || amount === undefined) return
    // A pending row without a balance is no part of it yet.
    if (line.pending && line.balance === undefined) return
    const complaint = this.#balance.follow(line.account ?? "", amount, line.balance)
    if (complaint !== undefined) this.fault(faultAt(line.row, sheet, undefined, complaint))
  }

  #unreadable(faults: ReadonlyArray<Fault>, row: number): void {
    for (const fault of faults) this.fault(fault)
    if (!this.#keepsUnreadable) return
    this.add({
      ...EMPTY_LINE,
      row,
      rows: [row],
      kind: "unreadable",
      notes: faults.map((fault) => ({ kind: "unreadable", message: describe(fault) })),
    })
  }

  /** Adds a line that is whole. */
  add(line: StatementLine): void {
    this.#emit(line)
  }

  #emit(read: StatementLine): void {
    const line = asItsSignSays(read)
    if (isRefundThatBrings(line)) {
      this.#unreadable([faultAt(line.row, undefined, undefined, BRINGS)], line.row)
      return
    }
    this.count++
    this.byKind.set(line.kind, (this.byKind.get(line.kind) ?? 0) + 1)
    this.sums.add(line)
    const day = this.#dayOf(line)
    if (day !== undefined) {
      if (this.firstDay === undefined || day < this.firstDay) this.firstDay = day
      if (this.lastDay === undefined || day > this.lastDay) this.lastDay = day
    }
    this.#batch.push(line)
  }

  #dayOf(line: StatementLine): Day | undefined {
    const { coverage } = this.#profile
    if (coverage === "paid") return line.paidOn
    return coverage === "settled" ? line.settledOn : (line.bookedOn ?? line.entryDate ?? line.valueDate)
  }

  /** Lines that came since the last call. */
  drain(): ReadonlyArray<StatementLine> {
    const batch = this.#batch
    this.#batch = []
    return batch
  }

  /** Lines that wait. */
  get waiting(): number {
    return this.#batch.length
  }

  finish(): { readonly proofs: ReadonlyArray<Proof>; readonly ends: Ends | undefined } {
    this.#grouper?.finish()
    const proofs: Array<Proof> = []
    if (this.#proven > 0) proofs.push({ of: "lines", compared: this.#proven, unproven: this.#unproven })
    if (this.#balance !== undefined && this.#balance.compared > 0) {
      proofs.push({ of: "balance", compared: this.#balance.compared, unproven: 0 })
    }
    return { proofs, ends: this.#balance?.ends }
  }
}
