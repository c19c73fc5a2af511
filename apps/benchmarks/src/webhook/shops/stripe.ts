import { Inject, Injectable, Module } from "@nestjs/common"
import { StripeModule, StripeWebhookHandler } from "@qriskit/benchmarks-golevelup"
import { STRIPE_SECRET } from "../merchant.js"
import { Orders } from "./orders.js"
import type { MakeShop } from "./shop.js"

@Injectable()
class Fulfilment {
  readonly #orders: Orders

  constructor(@Inject(Orders) orders: Orders) {
    this.#orders = orders
  }

  @StripeWebhookHandler("payment_intent.succeeded")
  paid(): void {
    this.#orders.paid()
  }
}

/** @golevelup/nestjs-stripe. A Stripe callback is signed whole, so that it asks nobody. */
export const golevelup: MakeShop = () => {
  @Module({
    imports: [
      StripeModule.forRoot({
        apiKey: "sk_test_bench",
        webhookConfig: { stripeSecrets: { account: STRIPE_SECRET }, requestBodyProperty: "rawBody" },
      }),
    ],
    providers: [Orders, Fulfilment],
  })
  class StripeShop {}
  return { path: "/stripe/webhook", module: StripeShop }
}
