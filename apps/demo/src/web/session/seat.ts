import { ForbiddenException } from "@nestjs/common"
import type { Capabilities } from "@qriskit/core"
import type { QrisClient } from "@qriskit/nestjs"
import type { OfAccount } from "@qriskit/payments"
import type { Counter } from "../acquirers/acquirers.js"
import type { Branch } from "../acquirers/branch.js"

/**
 * Where somebody signs in: at the one shop, at a branch, or as the owner, who sees every branch and opens no payments.
 */
export interface Seat {
  /** `shop`, `owner`, or the branch's id. */
  readonly id: string
  /** At a branch alone. Whoever sits here sees and does what is of its account, and nothing else. */
  readonly branch: Branch | undefined
  /** What payments are opened with. None for the owner. */
  readonly clients: ReadonlyArray<QrisClient> | undefined
}

/** Every seat of a till. */
export class Seats {
  readonly all: ReadonlyArray<Seat>
  /** What the providers that are offered anywhere can and cannot do. */
  readonly #capabilities: ReadonlyMap<string, Capabilities>
  readonly branches: ReadonlyArray<Branch>

  constructor(counters: ReadonlyArray<Counter>) {
    const seats = counters.map(({ branch, clients }): Seat => ({ id: branch?.id ?? "shop", branch, clients }))
    this.#capabilities = new Map(
      counters.flatMap(({ clients }) => clients.map(({ id, capabilities }) => [id, capabilities] as const)),
    )
    this.branches = seats.flatMap(({ branch }) => branch ?? [])
    const owner: Seat = { id: "owner", branch: undefined, clients: undefined }
    this.all = this.branches.length === 0 ? seats : [...seats, owner]
  }

  /** The one of this id. */
  find(id: string | undefined): Seat | undefined {
    return this.all.find((seat) => seat.id === id)
  }

  /** What a provider can and cannot do; `undefined` for one that is no longer offered. */
  capabilitiesOf(provider: string): Capabilities | undefined {
    return this.#capabilities.get(provider)
  }

  /** Every provider that is offered anywhere. */
  get providers(): ReadonlyArray<{ readonly id: string; readonly capabilities: Capabilities }> {
    return [...this.#capabilities].map(([id, capabilities]) => ({ id, capabilities }))
  }

  /** What people call an account. Absent where it is no branch's. */
  titleOf(account: string | undefined): string | undefined {
    return this.branches.find(({ id }) => id === account)?.title ?? account
  }
}

/**
 * Whose payment an address means. At a branch its own, whatever the address says; elsewhere the branch that is named.
 *
 * @param asked the branch that the address names
 */
export const accountMeant = ({ branch }: Seat, asked: string | undefined): OfAccount => {
  const account = branch?.id ?? asked
  return account === undefined ? {} : { account }
}

/** The acquirers that a seat opens payments with. @throws ForbiddenException for the owner */
export const clientsAt = ({ clients }: Seat): ReadonlyArray<QrisClient> => {
  if (clients === undefined) throw new ForbiddenException()
  return clients
}

/** The address of a payment's page at the till, or of what lies below it. The owner's names the branch. */
export const addressAt = (
  { branch }: Seat,
  { key, account }: { readonly key: string; readonly account?: string },
  below = "",
): string => {
  const query =
    branch === undefined && account !== undefined ? `?${new URLSearchParams({ branch: account })}` : ""
  return `/payments/${encodeURIComponent(key)}${below}${query}`
}

/** The address of a payment's page in the console. */
export const consoleAddress = ({
  key,
  account,
}: {
  readonly key: string
  readonly account?: string
}): string => `/console/payment?${new URLSearchParams({ key, ...(account !== undefined && { account }) })}`
