import { Inject, Injectable } from "@nestjs/common"
import { objectionToRefund } from "@qriskit/core"
import type { OfAccount, PaymentRecord, PaymentRefund, RefundState } from "@qriskit/payments"
import { PaymentView } from "../cashier/payment-view.js"
import { TILL, type Till } from "../till/till.js"
import { emptyRefund } from "./refund-form.js"
import type { RefundView } from "./refund-section.js"
import type { StoryView } from "./timeline-page.js"

/** Money that is on its way back, or may be. */
const UNDER_WAY: ReadonlySet<RefundState> = new Set(["requested", "pending", "unknown"])

const arrivedOf = ({ paidAmount }: PaymentRecord): number => paidAmount ?? 0

const leftOf = (record: PaymentRecord, refunds: ReadonlyArray<PaymentRefund>): number =>
  refunds
    .filter(({ status }) => UNDER_WAY.has(status))
    .reduce((left, { amount }) => left - amount, arrivedOf(record) - (record.refunded ?? 0))

/** Reads what is on record about a payment, for the books. */
@Injectable()
export class PaymentStory {
  readonly #till: Till
  readonly #payments: PaymentView

  constructor(@Inject(TILL) till: Till, @Inject(PaymentView) payments: PaymentView) {
    this.#till = till
    this.#payments = payments
  }

  /**
   * Rejects with `NoSuchPayment`.
   *
   * @param asked what somebody just asked for, and why it was not done
   */
  async of(
    key: string,
    account: OfAccount,
    asked: Partial<Pick<RefundView, "entry" | "mistakes" | "refusal">> = {},
  ): Promise<StoryView> {
    const { view, seq } = await this.#payments.of(key, account)
    const { record, capabilities, now } = view
    const [entries, refunds] = await Promise.all([
      this.#till.timeline(key, account),
      this.#till.refunds(key, account),
    ])
    const left = leftOf(record, refunds)
    const arrived = arrivedOf(record)
    const wanted = { channel: record.ref?.channel, arrived, refunded: arrived - left, paidAt: record.paidAt }
    const objection = capabilities && objectionToRefund(capabilities, wanted, now)
    return {
      record,
      seq,
      entries,
      refund: {
        refunds,
        left,
        objection,
        capabilities,
        entry: emptyRefund(),
        mistakes: [],
        refusal: undefined,
        ...asked,
      },
    }
  }
}
