import type { Payment } from "@qriskit/core"
import type { FrontDoorOptions } from "@qriskit/core/promise"
import { type Shop as ShopOf, shopsOf } from "@qriskit/testing"
import type { MidtransConfigInput } from "../../src/config.js"
import { createMidtrans, type MidtransClient, type MidtransCreateInput } from "../../src/promise.js"

/** A sandbox, and a client of Midtrans on it. */
export type Shop = ShopOf<MidtransClient, MidtransConfigInput, MidtransCreateInput>

export const { openShop, openTestShop } = shopsOf<
  MidtransClient,
  MidtransConfigInput,
  FrontDoorOptions,
  MidtransCreateInput
>({
  configure: ({ midtrans }) => ({ ...midtrans, retry: { times: 0 } }),
  connect: createMidtrans,
  order: (externalId) => ({ amount: 25_000, externalId }),
})

/** A payment that a customer has paid. */
export const paid = async (
  { client, control, order }: Shop,
  change: Partial<MidtransCreateInput> = {},
): Promise<Payment> => {
  const payment = await client.create(order(change))
  await control.pay(payment.ref.paymentId)
  return payment
}
