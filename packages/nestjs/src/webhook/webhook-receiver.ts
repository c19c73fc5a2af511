import { Inject, Injectable, Logger } from "@nestjs/common"
import type { NotificationReply } from "@qriskit/core"
import { Announcements } from "../handlers/announcements.js"
import { PAYMENTS, type PaymentsPort } from "../payments/payments-port.js"
import { QrisRegistration } from "../registration.js"
import { ConfirmingTaker } from "./confirming-taker.js"
import { Reception } from "./reception.js"
import { StoringTaker } from "./storing-taker.js"
import type { WebhookRequest } from "./webhook-request.js"

/** A registration's reception, with Nest's log. */
@Injectable()
export class WebhookReceiver {
  readonly #registration: QrisRegistration
  readonly #reception: Reception

  constructor(
    @Inject(QrisRegistration) registration: QrisRegistration,
    @Inject(Announcements) announcements: Announcements,
    @Inject(PAYMENTS) payments: PaymentsPort | undefined,
  ) {
    this.#registration = registration
    const taker =
      payments === undefined ? new ConfirmingTaker(registration, announcements) : new StoringTaker(payments)
    this.#reception = new Reception(taker, registration.webhooks?.bodyLimit ?? 0, new Logger("Qris"))
  }

  /** Takes one callback and says what to answer. Never rejects. */
  receive(providerId: string, request: WebhookRequest): Promise<NotificationReply> {
    return this.#reception.receive(this.#registration.client(providerId), request)
  }

  /** Takes no more callbacks, and resolves when those under way are answered. */
  close(): Promise<void> {
    return this.#reception.close()
  }

  /** Answers whatever is still under way: it is to come again. Gives how many those are. */
  giveUp(): number {
    return this.#reception.giveUp()
  }
}
