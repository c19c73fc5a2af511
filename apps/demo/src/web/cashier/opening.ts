import { Inject, Injectable } from "@nestjs/common"
import type { PaymentRecord } from "@qriskit/payments"
import type { Seat } from "../session/seat.js"
import { CALLBACK_URLS, type CallbackUrls, WALK_IN, type WalkIn } from "../stage.js"
import { TILL, type Till } from "../till/till.js"
import type { Order } from "./order-form.js"

/** How long a QR is shown, in minutes. iFortepay takes 15 to 60. */
const SHOWN_MINUTES = 20

/** Asks an acquirer for the QR of an order. */
@Injectable()
export class Opening {
  readonly #till: Till
  readonly #callbackUrls: CallbackUrls
  readonly #walkIn: WalkIn

  constructor(
    @Inject(TILL) till: Till,
    @Inject(CALLBACK_URLS) callbackUrls: CallbackUrls,
    @Inject(WALK_IN) walkIn: WalkIn,
  ) {
    this.#till = till
    this.#callbackUrls = callbackUrls
    this.#walkIn = walkIn
  }

  /**
   * The order's payment: made now, or the one that was made when the same order came before. Rejects
   * as `Till.open` does.
   */
  async open({ key, amount, description, acquirer }: Order, { branch }: Seat): Promise<PaymentRecord> {
    const { provider, channel, capabilities } = acquirer
    const notificationUrl = capabilities.notificationUrl.supported
      ? this.#callbackUrls(provider, branch?.id)
      : undefined
    return this.#till.open({
      key,
      ...(branch !== undefined && { account: branch.id }),
      amount,
      provider,
      description,
      expiresInMinutes: SHOWN_MINUTES,
      ...(capabilities.requiredFields.length > 0 && { customer: { ...this.#walkIn } }),
      ...(notificationUrl !== undefined && { notificationUrl }),
      ...(channel !== undefined && { providerFields: { channel } }),
    })
  }
}
