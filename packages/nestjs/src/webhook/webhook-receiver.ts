import { Inject, Injectable, Logger } from "@nestjs/common"
import type { NotificationReply } from "@qriskit/core"
import { Announcements } from "../handlers/announcements.js"
import { PAYMENTS, type PaymentsPort } from "../payments/payments-port.js"
import type { QrisClient } from "../qris-client.js"
import { QrisRegistration } from "../registration.js"
import { RAW_BODY_SENTENCE } from "../startup/raw-body.js"
import { answerOf, type CallbackOutcome, outcomeOf } from "./answer.js"
import type { CallbackTaker } from "./callback-taker.js"
import { ConfirmingTaker } from "./confirming-taker.js"
import { StoringTaker } from "./storing-taker.js"
import { rawNotificationOf, type WebhookRequest } from "./webhook-request.js"

/** Which outcomes are somebody's mistake here, rather than a caller's or a provider's. */
const OUR_FAILURES: ReadonlySet<CallbackOutcome> = new Set(["failed", "misuse"])

/** Receives callbacks: their bytes, what becomes of them, the reply. */
@Injectable()
export class WebhookReceiver {
  readonly #registration: QrisRegistration
  readonly #taker: CallbackTaker
  readonly #logger = new Logger("Qris")
  readonly #underway = new Set<Promise<NotificationReply>>()
  #isClosing = false

  constructor(
    @Inject(QrisRegistration) registration: QrisRegistration,
    @Inject(Announcements) announcements: Announcements,
    @Inject(PAYMENTS) payments: PaymentsPort | undefined,
  ) {
    this.#registration = registration
    this.#taker =
      payments === undefined ? new ConfirmingTaker(registration, announcements) : new StoringTaker(payments)
  }

  /** Takes one callback and says what to answer. Never rejects. */
  async receive(providerId: string, request: WebhookRequest): Promise<NotificationReply> {
    const client = this.#registration.client(providerId)
    if (this.#isClosing) return answerOf(client, "closing")
    const answering = this.#answer(client, request)
    this.#underway.add(answering)
    return answering.finally(() => this.#underway.delete(answering))
  }

  /** Takes no more callbacks, and resolves when those under way are answered. */
  async close(): Promise<void> {
    this.#isClosing = true
    await Promise.allSettled(this.#underway)
  }

  async #answer(client: QrisClient, request: WebhookRequest): Promise<NotificationReply> {
    const raw = rawNotificationOf(request)
    if (raw === undefined) return this.#withoutBytes(client, request)
    const limit = this.#registration.webhooks?.bodyLimit ?? 0
    if (raw.body.length > limit) return this.#refuse(client, "oversized", `it is longer than ${limit} bytes`)
    try {
      const { outcome, why } = await this.#taker.take(client, raw)
      return outcome === "accepted" ? answerOf(client, outcome) : this.#refuse(client, outcome, why)
    } catch (error) {
      return this.#refuse(client, outcomeOf(error), error)
    }
  }

  /** Why there are no bytes: no body at all, raw bodies switched off, or a content type that nothing reads. */
  #withoutBytes(client: QrisClient, { headers, body }: WebhookRequest): NotificationReply {
    const isEmpty = headers["transfer-encoding"] === undefined && Number(headers["content-length"] ?? 0) === 0
    if (isEmpty) return this.#refuse(client, "malformed", "it has no body")
    if (body !== undefined) return this.#refuse(client, "failed", RAW_BODY_SENTENCE)
    return this.#refuse(client, "unread", "its content type is neither JSON nor a form")
  }

  /** Nothing of the path is logged: it may hold a secret. */
  #refuse(client: QrisClient, outcome: CallbackOutcome, why: unknown): NotificationReply {
    const reason = why instanceof Error ? why.message : String(why)
    const sentence = `A callback of ${client.id} was answered as ${outcome}: ${reason}`
    if (OUR_FAILURES.has(outcome)) this.#logger.error(sentence)
    else this.#logger.warn(sentence)
    return answerOf(client, outcome, why)
  }
}
