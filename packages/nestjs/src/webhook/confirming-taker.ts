import type { RawNotification } from "@qriskit/core"
import { printable } from "@qriskit/core/provider-kit"
import type { Announcements } from "../handlers/announcements.js"
import type { QrisClient } from "../qris-client.js"
import type { QrisRegistration } from "../registration.js"
import { ACCEPTED, type CallbackTaker, type Taken } from "./callback-taker.js"
import { confirm } from "./confirmation.js"
import { WaitingRoom } from "./waiting-room.js"

/**
 * Inquiries under way for callbacks of one provider: half of a transport's connections, so that a flood of made-up
 * callbacks leaves the other half to those who want to pay.
 */
const INQUIRIES = 32

/** Callbacks that may wait for one of them. The next is asked to come again. */
const WAITING = 256

/** Without durable payments: verify, inquire, tell the handlers. Only then is the callback accepted. */
export class ConfirmingTaker implements CallbackTaker {
  readonly #registration: QrisRegistration
  readonly #announcements: Announcements
  readonly #rooms = new Map<string, WaitingRoom>()

  constructor(registration: QrisRegistration, announcements: Announcements) {
    this.#registration = registration
    this.#announcements = announcements
  }

  async take(client: QrisClient, raw: RawNotification): Promise<Taken> {
    const subject = { provider: client.id, registration: this.#registration.name }
    const { ref, claimedStatus } = await client.notifications.read(raw)
    const isKnown =
      claimedStatus !== "pending" &&
      this.#announcements.isDone({ ...subject, type: claimedStatus, paymentId: ref.paymentId })
    if (isKnown) return ACCEPTED
    const payment = await this.#room(client).enter(() => client.inquire(ref))
    const { status } = payment
    const confirmation = confirm(claimedStatus, status)
    if (confirmation === "unconfirmed") {
      const about = printable(ref.paymentId)
      const why = `it says ${claimedStatus}, and ${client.capabilities.title} says ${status} of ${about}`
      return { outcome: "unconfirmed", why }
    }
    if (confirmation === "event" && status !== "pending") {
      await this.#announcements.announce({ ...subject, type: status, payment })
    }
    return ACCEPTED
  }

  #room({ id }: QrisClient): WaitingRoom {
    const room = this.#rooms.get(id) ?? new WaitingRoom(INQUIRIES, WAITING)
    this.#rooms.set(id, room)
    return room
  }
}
