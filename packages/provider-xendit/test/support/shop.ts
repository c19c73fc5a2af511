import type { Payment } from "@qriskit/core"
import type { FrontDoorOptions } from "@qriskit/core/promise"
import { type Shop as ShopOf, shopsOf } from "@qriskit/testing"
import type { XenditConfigInput } from "../../src/config.js"
import { createXendit, type XenditClient, type XenditCreateInput } from "../../src/promise.js"

/** A sandbox, and a client of Xendit on it. */
export type Shop = ShopOf<XenditClient, XenditConfigInput, XenditCreateInput>

export const { openShop, openTestShop } = shopsOf<
  XenditClient,
  XenditConfigInput,
  FrontDoorOptions,
  XenditCreateInput
>({
  configure: ({ xendit }) => ({ ...xendit, qrCheck: "strict", retry: { times: 0 } }),
  connect: createXendit,
  order: (externalId) => ({ amount: 25_000, externalId }),
})

/** A payment that a customer has paid. */
export const paid = async (
  { client, control, order }: Shop,
  change: Partial<XenditCreateInput> = {},
): Promise<Payment> => {
  const payment = await client.create(order(change))
  await control.pay(payment.ref.paymentId)
  return payment
}
