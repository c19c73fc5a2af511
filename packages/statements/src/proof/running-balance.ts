import type { Sen } from "../money/sen.js"

type Order = "ascending" | "descending" | "either"

interface Account {
  /** What is still possible. */
  ascending: boolean
  descending: boolean
  first: { readonly balance: Sen; readonly amount: Sen }
  last: { balance: Sen; amount: Sen }
  /** Amounts of rows without a balance of their own, since the last one that has it. */
  between: Sen
}

/** The balances at both ends of what was read. */
export interface Ends {
  readonly opening: Sen
  readonly closing: Sen
}

/**
 * Follows the balance from row to row, for each account by itself. Statements run forward or backward in time; where a
 * profile allows either, both are tried from the first row on, and one must hold to the end.
 */
export class RunningBalance {
  readonly #accounts = new Map<string, Account>()
  readonly #order: Order
  compared = 0

  constructor(order: Order) {
    this.#order = order
  }

  /** @returns what contradicts, as a sentence part; the row's own balance counts from then on */
  follow(account: string, amount: Sen, balance: Sen | undefined): string | undefined {
    const known = this.#accounts.get(account)
    if (known === undefined) {
      if (balance === undefined) return undefined
      const end = { balance, amount }
      this.#accounts.set(account, {
        ascending: this.#order !== "descending",
        descending: this.#order !== "ascending",
        first: end,
        last: { ...end },
        between: 0n,
      })
      return undefined
    }
    if (balance === undefined) {
      known.between += amount
      return undefined
    }
    this.compared++
    const forward = known.last.balance + known.between + amount
    const backward = known.last.balance - known.last.amount - known.between
    const isForward = known.ascending && forward === balance
    const isBackward = known.descending && backward === balance
    const complaint =
      isForward || isBackward
        ? undefined
        : `the balance is ${balance} sen, where the row before it makes it ${known.ascending ? forward : backward} sen`
    if (complaint === undefined) {
      known.ascending = isForward
      known.descending = isBackward
    }
    known.last.balance = balance
    known.last.amount = amount
    known.between = 0n
    return complaint
  }

  /** Of the only account; `undefined` where there is none, or several. */
  get ends(): Ends | undefined {
    const [only, ...others] = this.#accounts.values()
    if (only === undefined || others.length > 0) return undefined
    const { first, last, between } = only
    return only.ascending
      ? { opening: first.balance - first.amount, closing: last.balance + between }
      : { opening: last.balance - last.amount - between, closing: first.balance }
  }
}
