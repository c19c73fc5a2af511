import type { RawNotification } from "@qriskit/core"
import type { Announcements } from "../handlers/announcements.js"
import type { QrisClient } from "../qris-client.js"
import type { QrisRegistration } from "../registration.js"
import { ACCEPTED, type CallbackTaker, type Taken } from "./callback-taker.js"
import { confirm } from "./confirmation.js"

/** Without durable payments: verify, inquire, tell the handlers. Only then is the callback accepted. */
export class ConfirmingTaker implements CallbackTaker {
  readonly #registration: QrisRegistration
  readonly #announcements: Announcements

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
    const payment = await client.inquire(ref)
    const { status } = payment
    const confirmation = confirm(claimedStatus, status)
    if (confirmation === "unconfirmed") {
      const why = `it says ${claimedStatus}, and ${client.capabilities.title} says ${status} of ${ref.paymentId}`
      return { outcome: "unconfirmed", why }
    }
    if (confirmation === "event" && status !== "pending") {
      await this.#announcements.announce({ ...subject, type: status, payment })
    }
    return ACCEPTED
  }
}
