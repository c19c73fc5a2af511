import {
  type Cancellation,
  type CreatePayment,
  type Operation,
  type Payment,
  type PaymentRef,
  QrisError,
  type Refund,
  Unsupported,
} from "@qriskit/core"
import type { CallOptions } from "@qriskit/core/promise"
import {
  isCanceling,
  isRefunding,
  type QrisClient,
  type RefundInput,
  type RefundingClient,
  type RefundRefInput,
} from "@qriskit/http/webhook-kit"
import type { QrisRegistration } from "./registration.js"

/** What every provider's `create` takes: plain values, validated. Fields of one provider alone: use `@InjectQris`. */
export type CreatePaymentInput = (typeof CreatePayment)["Encoded"]

/** Who is meant, where it does not follow from the reference. */
export interface Meant {
  readonly providerId?: string
  readonly account?: string
}

/** What can be done with a payment, once it is known at which provider and with whose credentials. */
export class QrisVerbs {
  readonly #registration: QrisRegistration
  readonly #meant: Meant

  /** Made by `QrisService`. */
  constructor(registration: QrisRegistration, meant: Meant = {}) {
    this.#registration = registration
    this.#meant = meant
  }

  /** Asks the provider, and the account, that a reference names what the payment is. */
  async inquire(ref: PaymentRef, options?: CallOptions): Promise<Payment> {
    return (await this.#clientOf("inquire", ref)).inquire(ref, options)
  }

  /** Invalidates a QR that is not paid yet. Rejects with `Unsupported`, and why, where the provider cannot. */
  async cancel(ref: PaymentRef, options?: CallOptions): Promise<Cancellation> {
    const client = await this.#clientOf("cancel", ref)
    if (isCanceling(client)) return client.cancel(ref, options)
    const { cancel, title } = client.capabilities
    throw unsupported(client, "cancel", cancel.supported ? `${title}'s client has no cancel` : cancel.why)
  }

  /**
   * Gives money back, once for each `externalId` of the request. Never repeated behind the caller's back once the
   * provider may have seen it: after an unknown outcome ask with `inquireRefund`, or ask for the same refund under the
   * same `externalId`. Rejects with `Unsupported`, and why, where the provider cannot. Which refunds there were is
   * yours to remember; durable payments do (`QrisPayments.refund`).
   */
  async refund(ref: PaymentRef, request: RefundInput, options?: CallOptions): Promise<Refund> {
    return refunding(await this.#clientOf("refund", ref)).refund(ref, request, options)
  }

  /** Asks what became of one refund; `undefined` where the provider lists none under these ids. */
  async inquireRefund(
    ref: PaymentRef,
    refund: RefundRefInput,
    options?: CallOptions,
  ): Promise<Refund | undefined> {
    return refunding(await this.#clientOf("refund", ref)).inquireRefund(ref, refund, options)
  }

  /** Makes a QR at a provider, with the address of its callbacks, and notes that one is expected. */
  protected async make(
    providerId: string,
    request: CreatePaymentInput,
    options: CallOptions | undefined,
  ): Promise<Payment> {
    const { account } = this.#meant
    const client = await this.#registration.clientFor("create", providerId, account)
    const notificationUrl = this.#registration.notificationUrl(client, account)
    const full = notificationUrl === undefined ? request : { notificationUrl, ...request }
    const payment = await client.create(full, options)
    // Its callback is expected.
    this.#registration.budget(client.id).know(payment.ref)
    return payment
  }

  /** A reference of another provider or account is refused by the client, before the network. */
  #clientOf(operation: Operation, ref: PaymentRef | undefined): Promise<QrisClient> {
    const { providerId = ref?.provider, account = ref?.account } = this.#meant
    return this.#registration.clientFor(operation, providerId, account)
  }
}

const unsupported = (client: QrisClient, operation: "cancel" | "refund", why: string): QrisError =>
  new QrisError({ provider: client.id, operation, reason: new Unsupported({ why }) })

const refunding = (client: QrisClient): RefundingClient => {
  if (isRefunding(client)) return client
  const { refund, title } = client.capabilities
  throw unsupported(client, "refund", refund.supported ? `${title}'s client has no refund` : refund.why)
}
