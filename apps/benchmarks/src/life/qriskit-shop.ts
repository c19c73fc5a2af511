import type { PaymentsClient } from "@qriskit/payments/promise"
import { MERCHANT } from "../webhook/merchant.js"
import type { Setup } from "./messages.js"
import { FULFIL, type Handled, type Shop } from "./shop.js"

/** Durable payments of whichever build, with their defaults, as a shop's own code would use them. */
export const qriskitShop = async (setup: Setup, handled: Handled): Promise<Shop> => {
  // Another build has the same doors; its types are taken to be this one's.
  const { createPayments }: typeof import("@qriskit/payments/promise") = await import(setup.modules.payments)
  const { createIfortepay }: typeof import("@qriskit/provider-ifortepay/promise") = await import(
    setup.modules.provider
  )
  const payments: PaymentsClient = await createPayments({
    database: setup.database,
    providers: [createIfortepay({ ...MERCHANT, baseUrl: setup.acquirer })],
    work: setup.works,
    newExternalId: (key) => key,
  })
  // The embedded database has no tables of the shop's.
  const isEmbedded = !setup.database.startsWith("postgres")
  if (setup.works) {
    payments.on("paid", async ({ key }, tx) => {
      await tx.query(isEmbedded ? "select $1::text" : FULFIL, [key])
      handled(key)
    })
  }
  const customer = { name: "Pelanggan Contoh", email: "pelanggan@example.com" }
  return {
    open: (key) =>
      payments.open({ key, amount: 25_000, provider: "ifortepay", customer, description: "Kopi" }),
    receive: async ({ headers, body }) => {
      const { verdict } = await payments.receive("ifortepay", { headers, body })
      if (verdict !== "accepted") throw new Error(`a callback was ${verdict}`)
    },
  }
}
