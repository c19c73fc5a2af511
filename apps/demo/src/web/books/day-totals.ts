import { Inject, Injectable } from "@nestjs/common"
import { dayOf, endOfDay, startOfDay } from "../html/time.js"
import { accountMeant, type Seat, type Seats } from "../session/seat.js"
import { SEATS } from "../stage.js"
import { TILL, type Till } from "../till/till.js"
import { type BranchSum, restOf, sumOf } from "./branch-totals.js"
import type { TotalsView } from "./totals-section.js"

/** Adds a day up, for whoever sits at a seat. */
@Injectable()
export class DayTotals {
  readonly #till: Till
  readonly #seats: Seats

  constructor(@Inject(TILL) till: Till, @Inject(SEATS) seats: Seats) {
    this.#till = till
    this.#seats = seats
  }

  /** Of the day that is asked for, or of today where none is; of one branch, or of all where the seat sees all. */
  async of(seat: Seat, asked: string | undefined, branch: string | undefined): Promise<TotalsView> {
    const day = asked !== undefined && startOfDay(asked) !== undefined ? asked : dayOf(new Date())
    const [from, until] = [startOfDay(day), endOfDay(day)]
    if (from === undefined || until === undefined) throw new TypeError(`${day} is a day`)
    const time = { from, until }
    const account = accountMeant(seat, branch)
    // All first: a payment that is opened meanwhile counts for its branch, and leaves no rest that is nobody's.
    const totals = await this.#till.totals({ ...account, ...time })
    const sees = account.account === undefined ? this.#seats.branches : []
    const branches = await Promise.all(
      sees.map(async ({ id, title }): Promise<BranchSum> => {
        const own = await this.#till.totals({ account: id, ...time })
        return { title, ...sumOf(own) }
      }),
    )
    const rest = branches.length === 0 ? undefined : restOf(sumOf(totals), branches)
    return {
      day,
      totals,
      branches: rest === undefined ? branches : [...branches, { title: undefined, ...rest }],
      titleOf: (provider) => this.#seats.capabilitiesOf(provider)?.title ?? provider,
    }
  }
}
