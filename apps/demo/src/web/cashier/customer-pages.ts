import { randomBytes } from "node:crypto"
import { Inject, Injectable, type OnModuleDestroy } from "@nestjs/common"
import { createPaymentPage, type PaymentPage } from "@qriskit/payment-page"
import type { PaymentRecord } from "@qriskit/payments"
import * as Schema from "effect/Schema"
import type { Till } from "../till/till.js"

/** Where the customers' own pages are. */
export const PAGES_PATH = "/pay"

/** How long after its QR a customer may still look at a page, in milliseconds. */
const STAYS = 60 * 60_000

/** What addresses are signed with is the same in every process, and outlives them. */
const TABLE = `do $$ begin
  perform pg_advisory_xact_lock(7164912035);
  create schema if not exists demo;
  create table if not exists demo.page_secret (is_only boolean primary key default true check (is_only), secret text not null);
end $$`

const decodeSecret = Schema.decodeUnknownSync(Schema.Tuple([Schema.Struct({ secret: Schema.String })]))

/** Pages that customers look at on their own phones, each under a signed address that ends. */
export const openCustomerPages = async (till: Pick<Till, "query" | "console">): Promise<PaymentPage> => {
  await till.query(TABLE)
  const made = randomBytes(32).toString("base64url")
  await till.query("insert into demo.page_secret (secret) values ($1) on conflict do nothing", [made])
  const [{ secret }] = decodeSecret(await till.query("select secret from demo.page_secret"))
  return createPaymentPage({ payments: till.console, secret, basePath: PAGES_PATH })
}

/** The token of the opened pages. */
export const CUSTOMER_PAGES = Symbol.for("@qriskit/demo/customer-pages")

/** Gives the addresses of customers' pages, and ends their live lines with the application. */
@Injectable()
export class CustomerPages implements OnModuleDestroy {
  readonly #pages: PaymentPage

  constructor(@Inject(CUSTOMER_PAGES) pages: PaymentPage) {
    this.#pages = pages
  }

  /** Where the customer of a payment looks at it: the same address each time. */
  addressOf({ key, account, expiresAt }: PaymentRecord): string {
    const until = new Date(expiresAt.getTime() + STAYS)
    return this.#pages.addressOf(key, { until, ...(account !== undefined && { account }) })
  }

  onModuleDestroy(): void {
    this.#pages.close()
  }
}
