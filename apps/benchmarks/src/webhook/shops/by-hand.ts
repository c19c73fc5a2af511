import { createHash, timingSafeEqual } from "node:crypto"
import {
  Controller,
  Headers,
  HttpCode,
  Inject,
  Module,
  Post,
  type RawBodyRequest,
  Req,
  ServiceUnavailableException,
  UnauthorizedException,
} from "@nestjs/common"
import { Agent, request } from "undici"
import { MERCHANT } from "../merchant.js"
import { Orders } from "./orders.js"
import type { MakeShop } from "./shop.js"

const ACQUIRER = Symbol("acquirer")

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex")

const isSame = (one: string, other: string): boolean =>
  one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other))

/** The least that does the same: no library but undici, nothing decoded, no reason given. */
@Controller("webhooks/ifortepay")
class ByHandController {
  readonly #acquirer: string
  readonly #orders: Orders
  readonly #seen = new Set<string>()
  readonly #agent = new Agent({ connections: 64 })

  constructor(@Inject(ACQUIRER) acquirer: string, @Inject(Orders) orders: Orders) {
    this.#acquirer = acquirer
    this.#orders = orders
  }

  @Post()
  @HttpCode(200)
  async receive(@Headers("mcp-signature") signature = "", @Req() { rawBody }: RawBodyRequest<object>) {
    const { transaction_id, external_id, order_id } = JSON.parse(rawBody?.toString() ?? "")
    const signed = sha256(MERCHANT.hashKey + external_id + order_id)
    if (!isSame(signature, sha256(transaction_id + signed))) throw new UnauthorizedException()
    if (this.#seen.has(transaction_id)) return { message: "SUCCESS" }
    const answer = await request(`${this.#acquirer}/ewallet/v2/inquiry`, {
      dispatcher: this.#agent,
      method: "POST",
      headers: {
        "content-type": "application/json",
        authorization: `Basic ${Buffer.from(`${MERCHANT.merchantId}:${MERCHANT.secretUnboundId}`).toString("base64")}`,
        "x-req-signature": signed,
        "x-version": "v3",
      },
      body: JSON.stringify({
        transaction_id,
        external_id,
        order_id,
        payment_channel: "NOBU",
        payment_method: "wallet",
      }),
    })
    const { transaction_status } = JSON.parse(await answer.body.text())
    if (transaction_status !== "PAID") throw new ServiceUnavailableException()
    this.#orders.paid()
    this.#seen.add(transaction_id)
    return { message: "SUCCESS" }
  }
}

/** A bare application without this project. */
export const byHand: MakeShop = ({ acquirer }) => {
  @Module({
    controllers: [ByHandController],
    providers: [Orders, { provide: ACQUIRER, useValue: acquirer }],
  })
  class ByHandShop {}
  return { path: "/webhooks/ifortepay", module: ByHandShop }
}
