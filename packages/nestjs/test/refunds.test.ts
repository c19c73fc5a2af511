import { expect, it } from "vitest"
import { startShop } from "./support/shop.js"

it("a refund of a part is heard of each time, and one of the whole only once", async () => {
  await using shop = await startShop("Express")
  const payment = await shop.order("ifortepay", "order-1")
  await shop.control.pay(payment.ref.paymentId)
  for (const word of ["PARTIAL_REFUND", "PARTIAL_REFUND", "REFUNDED", "REFUNDED", "NEED_REVIEW"]) {
    await shop.control.setProviderStatus(payment.ref.paymentId, word)
    expect((await shop.callBack(payment)).status).toBe(200)
  }
  expect(shop.heard).toEqual([
    "partially_refunded order-1",
    "partially_refunded order-1",
    "refunded order-1",
    "under_review order-1",
  ])
})
