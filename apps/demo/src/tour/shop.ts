import type { Payment, PaymentRef, PaymentStatus } from "@qriskit/core"
import type { PromiseProvider } from "@qriskit/core/promise"

/** What a shop remembers of an order. */
export interface Order {
  readonly amount: number
  readonly ref: PaymentRef
  status: PaymentStatus
}

/** What became of a callback. */
export type Verdict =
  | { readonly kind: "refused"; readonly why: string }
  | { readonly kind: "believed"; readonly claimed: PaymentStatus; readonly found: PaymentStatus }

/** A shop: its orders, and what it does when somebody says that one is paid. */
export interface Shop {
  remember(payment: Payment): Order
  order(paymentId: string): Order
  /** Verifies a claim, asks the provider, and writes down what the provider says. Never what the claim says. */
  receive(
    provider: PromiseProvider,
    raw: Parameters<PromiseProvider["notifications"]["read"]>[0],
  ): Promise<Verdict>
}

export const openShop = (): Shop => {
  const orders = new Map<string, Order>()

  const order = (paymentId: string): Order => {
    const found = orders.get(paymentId)
    if (found === undefined) throw new Error(`no order waits for payment ${paymentId}`)
    return found
  }

  return {
    order,
    remember: ({ ref, amount, status }) => {
      const remembered = { ref, amount, status }
      orders.set(ref.paymentId, remembered)
      return remembered
    },
    async receive(provider, raw) {
      const subject = await provider.notifications.peek(raw)
      const known = order(subject.paymentId)
      const claim = await provider.notifications.read(raw, known.ref)
      const fact = await provider.inquire(known.ref)
      if (fact.amount !== known.amount) return { kind: "refused", why: "the amount is not the order's" }
      known.status = fact.status
      return { kind: "believed", claimed: claim.claimedStatus, found: fact.status }
    },
  }
}
