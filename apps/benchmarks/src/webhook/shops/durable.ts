import { type INestApplication, Inject, Injectable, Module } from "@nestjs/common"
import { OnPayment, QrisModule } from "@qriskit/nestjs"
import { QrisPayments } from "@qriskit/nestjs/payments"
import { createPayments } from "@qriskit/payments/promise"
import { createIfortepay } from "@qriskit/provider-ifortepay/promise"
import { AMOUNT, type Ids, MERCHANT } from "../merchant.js"
import { openedBy } from "./opened-by.js"
import { Orders } from "./orders.js"
import type { MakeShop } from "./shop.js"

@Injectable()
class Fulfilment {
  readonly #orders: Orders

  constructor(@Inject(Orders) orders: Orders) {
    this.#orders = orders
  }

  @OnPayment("paid")
  paid(): void {
    this.#orders.paid()
  }
}

const open = (app: INestApplication, count: number): Promise<ReadonlyArray<Ids>> => {
  const payments = app.get(QrisPayments)
  return openedBy(count, (key) =>
    payments.open({
      key,
      amount: AMOUNT,
      provider: "ifortepay",
      description: "Kopi",
      customer: { name: "Pelanggan Contoh", email: "pelanggan@example.com" },
    }),
  )
}

/** QrisModule with payments on PostgreSQL: callbacks are stored before they are answered. */
export const durable: MakeShop = ({ acquirer, database }) => {
  @Module({
    imports: [
      QrisModule.forRoot({
        providers: [createIfortepay({ ...MERCHANT, baseUrl: acquirer })],
        // The key, so that the benchmark knows the ids.
        payments: (providers) => createPayments({ database, providers, newExternalId: (key) => key }),
        checkClock: false,
      }),
    ],
    providers: [Orders, Fulfilment],
  })
  class DurableShop {}
  return { path: "/webhooks/qris/ifortepay", module: DurableShop, open }
}
