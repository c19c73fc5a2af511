import { inLightOfClaim, type PaymentRef, type RawNotification } from "@qriskit/core"
import { present, printable } from "@qriskit/core/provider-kit"
import type { QrisClient } from "../clients/qris-client.js"
import type { Announcing } from "../events/announcer.js"
import { ACCEPTED, type CallbackTaker, type Taken } from "./callback-taker.js"
import { confirm } from "./confirmation.js"
import type { InquiryBudget } from "./inquiry-budget.js"
import { type RefOf, storedRefOf } from "./stored-ref.js"
import { WaitingRoom } from "./waiting-room.js"

/**
 * Inquiries under way for callbacks of one provider: half of a transport's connections, so that a flood of callbacks
 * leaves the other half to those who want to pay. Payments that nobody here knows have a room of their own.
 */
const INQUIRIES = { known: 32, unknown: 16 } as const

/** Callbacks that may wait for one of them. The next is asked to come again. */
const WAITING = 256

/** Lookups of stored references at once, and how many wait: anybody can make up callbacks, and each is a query. */
const LOOKUPS = 16

interface Rooms {
  readonly known: WaitingRoom
  readonly unknown: WaitingRoom
  readonly lookups: WaitingRoom
}

/** How callbacks are confirmed without durable payments. */
export interface Confirming {
  /** Finds the reference that was stored with an order. */
  readonly refOf?: RefOf | undefined
  /** How often callbacks may make us ask a provider. */
  budget(providerId: string): InquiryBudget
}

/** Without durable payments: verify, inquire, tell the handlers. Only then is the callback accepted. */
export class ConfirmingTaker implements CallbackTaker {
  readonly #confirming: Confirming
  readonly #announcing: Announcing
  readonly #rooms = new Map<string, Rooms>()

  constructor(confirming: Confirming, announcing: Announcing) {
    this.#confirming = confirming
    this.#announcing = announcing
  }

  /** Verifies a callback, asks the provider, and hands over what it answered. */
  async take(client: QrisClient, raw: RawNotification, account?: string): Promise<Taken> {
    const subject = { provider: client.id, ...present({ account }) }
    const claim = await client.notifications.read(raw)
    const { ref, claimedStatus } = claim
    const isKnown =
      claimedStatus !== "pending" &&
      this.#announcing.isDone({ ...subject, type: claimedStatus, paymentId: ref.paymentId })
    if (isKnown) return ACCEPTED
    const stored = await this.#storedRef(client, raw, ref)
    const room = this.#roomFor(client, ref, stored !== undefined)
    if (room === undefined) {
      const why = "it is about a payment that is not known here, and too many of those have come"
      return { outcome: "unavailable", why }
    }
    const answered = await room.enter(() => client.inquire(stored ?? ref))
    const payment = inLightOfClaim(client.capabilities, claim, answered)
    const { status } = payment
    const confirmation = confirm(claimedStatus, status)
    if (confirmation === "unconfirmed") {
      const about = printable(ref.paymentId)
      const why = `it says ${claimedStatus}, and ${client.capabilities.title} says ${status} of ${about}`
      return { outcome: "unconfirmed", why }
    }
    if (confirmation === "event" && status !== "pending") {
      await this.#announcing.announce({ ...subject, type: status, payment })
    }
    return ACCEPTED
  }

  /** The reference as the application stored it, and the callback held against it. */
  async #storedRef(client: QrisClient, raw: RawNotification, ref: PaymentRef) {
    const { refOf } = this.#confirming
    if (refOf === undefined) return undefined
    const stored = await this.#roomsOf(client).lookups.enter(() => storedRefOf(refOf, ref))
    if (stored !== undefined) await client.notifications.read(raw, stored)
    return stored
  }

  /** Where it may be asked about. `undefined` where nobody here knows it, and enough of those were asked about. */
  #roomFor(client: QrisClient, ref: PaymentRef, isStored: boolean): WaitingRoom | undefined {
    const budget = this.#confirming.budget(client.id)
    if (isStored) budget.know(ref)
    const { known, unknown } = this.#roomsOf(client)
    if (budget.takeKnown(ref)) return known
    return budget.takeStranger(ref.account) ? unknown : undefined
  }

  #roomsOf({ id }: QrisClient): Rooms {
    const rooms = this.#rooms.get(id) ?? {
      known: new WaitingRoom(INQUIRIES.known, WAITING),
      unknown: new WaitingRoom(INQUIRIES.unknown, WAITING),
      lookups: new WaitingRoom(LOOKUPS, WAITING),
    }
    this.#rooms.set(id, rooms)
    return rooms
  }
}
