import { type INestApplication, Inject, Injectable, Module } from "@nestjs/common"
import { OnPayment, QrisModule, QrisService } from "@qriskit/nestjs"
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

/** Made by this shop: a callback about what nobody here made is a stranger's, and asked about now and then. */
const open = (app: INestApplication, count: number): Promise<ReadonlyArray<Ids>> => {
  const qris = app.get(QrisService)
  return openedBy(count, (externalId) =>
    qris.create("ifortepay", {
      amount: AMOUNT,
      externalId,
      description: "Kopi",
      customer: { name: "Pelanggan Contoh", email: "pelanggan@example.com" },
    }),
  )
}

/** QrisModule by itself. */
export const stateless: MakeShop = ({ acquirer }) => {
  @Module({
    imports: [
      QrisModule.forRoot({
        providers: [createIfortepay({ ...MERCHANT, baseUrl: acquirer })],
        checkClock: false,
      }),
    ],
    providers: [Orders, Fulfilment],
  })
  class StatelessShop {}
  return { path: "/webhooks/qris/ifortepay", module: StatelessShop, open }
}
