import { Inject, Injectable, Module } from "@nestjs/common"
import { OnPayment, QrisModule } from "@qriskit/nestjs"
import { createIfortepay } from "@qriskit/provider-ifortepay/promise"
import { MERCHANT } from "../merchant.js"
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
  return { path: "/webhooks/qris/ifortepay", module: StatelessShop }
}
