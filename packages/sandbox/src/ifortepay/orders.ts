import type { LedgerPayment } from "../ledger.js"
import type { CreateRequest } from "./request.js"

/** What iFortepay keeps of a create besides the ledger's row: most of it is echoed, the rest signs the callback. */
export interface QrOrder {
  readonly request: Pick<CreateRequest, "customer_details" | "wallet_details"> & {
    readonly payment_details: Pick<CreateRequest["payment_details"], "transaction_description">
  }
  readonly referenceId: string
  readonly hashKey: string
  readonly subMerchantId: string
}

/** The orders behind the ledger's payments. They are forgotten together with them. */
export class Orders {
  readonly #orders = new WeakMap<LedgerPayment, QrOrder>()

  note(payment: LedgerPayment, order: QrOrder): void {
    this.#orders.set(payment, order)
  }

  of(payment: LedgerPayment): QrOrder {
    const order = this.#orders.get(payment)
    if (order === undefined) throw new Error(`Payment ${payment.paymentId} has no order.`)
    return order
  }
}
