import { Inject, Injectable, Logger } from "@nestjs/common"
import type { NotificationReply } from "@qriskit/core"
import { addresseeOf, ConfirmingTaker, Reception, StoringTaker } from "@qriskit/http/webhook-kit"
import { Announcements } from "../handlers/announcements.js"
import { PAYMENTS, type PaymentsPort } from "../payments/payments-port.js"
import { QrisRegistration } from "../registration.js"
import { callbackRequestOf, type WebhookRequest } from "./webhook-request.js"

const confirming = (registration: QrisRegistration, announcements: Announcements): ConfirmingTaker => {
  const { name, options } = registration
  return new ConfirmingTaker(
    { refOf: options.refOf, budget: (providerId) => registration.budget(providerId) },
    {
      isDone: (subject) => announcements.isDone(subject),
      announce: (event) => announcements.announce({ ...event, registration: name }),
    },
  )
}

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
      payments === undefined ? confirming(registration, announcements) : new StoringTaker(payments)
    this.#reception = new Reception(taker, registration.webhooks?.bodyLimit ?? 0, new Logger("Qris"))
  }

  /**
   * Takes one callback, or one request for a token of ours, and says what to answer. Never rejects. `undefined` where
   * the address is nobody's.
   *
   * @param below the segments of the path behind the provider's
   */
  receive(
    providerId: string,
    below: ReadonlyArray<string>,
    request: WebhookRequest,
  ): Promise<NotificationReply> | undefined {
    const addressee = addresseeOf(this.#registration, providerId, below)
    return addressee === undefined
      ? undefined
      : this.#reception.receive(addressee, callbackRequestOf(request))
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
