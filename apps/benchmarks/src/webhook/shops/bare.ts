import {
  Controller,
  HttpCode,
  Inject,
  Injectable,
  Module,
  Post,
  type RawBodyRequest,
  Req,
  ServiceUnavailableException,
  UnauthorizedException,
} from "@nestjs/common"
import { createIfortepay, type IfortepayClient } from "@qriskit/provider-ifortepay/promise"
import { MERCHANT } from "../merchant.js"
import { Orders } from "./orders.js"
import type { MakeShop } from "./shop.js"

const IFORTEPAY = Symbol("ifortepay")

interface Incoming {
  readonly headers: Record<string, string | Array<string> | undefined>
}

/** Events that were told once are not told again, as in the module that it is compared with. */
@Injectable()
class Seen {
  readonly ids = new Set<string>()
}

/** What one writes with the provider's client and no module: verify, inquire, compare, fulfil. */
@Controller("webhooks/ifortepay")
class BareController {
  readonly #ifortepay: IfortepayClient
  readonly #orders: Orders
  readonly #seen: Seen

  constructor(
    @Inject(IFORTEPAY) ifortepay: IfortepayClient,
    @Inject(Orders) orders: Orders,
    @Inject(Seen) seen: Seen,
  ) {
    this.#ifortepay = ifortepay
    this.#orders = orders
    this.#seen = seen
  }

  @Post()
  @HttpCode(200)
  async receive(@Req() { headers, rawBody = Buffer.alloc(0) }: RawBodyRequest<Incoming>) {
    const { ref } = await this.#ifortepay.notifications.read({ headers, body: rawBody }).catch(() => {
      throw new UnauthorizedException()
    })
    if (this.#seen.ids.has(ref.paymentId)) return { message: "SUCCESS" }
    const payment = await this.#ifortepay.inquire(ref)
    if (payment.status !== "paid") throw new ServiceUnavailableException()
    this.#orders.paid()
    this.#seen.ids.add(ref.paymentId)
    return { message: "SUCCESS" }
  }
}

/** A bare application over the provider's client. */
export const bare: MakeShop = ({ acquirer }) => {
  @Module({
    controllers: [BareController],
    providers: [
      Orders,
      Seen,
      { provide: IFORTEPAY, useFactory: () => createIfortepay({ ...MERCHANT, baseUrl: acquirer }) },
    ],
  })
  class BareShop {}
  return { path: "/webhooks/ifortepay", module: BareShop }
}
