import { Inject, Injectable } from "@nestjs/common"
import { publicFactsOf } from "@qriskit/payment-page"
import type { OfAccount } from "@qriskit/payments"
import * as Schema from "effect/Schema"
import type { Seats } from "../session/seat.js"
import { IS_PLAY, SEATS } from "../stage.js"
import { TILL, type Till } from "../till/till.js"
import { CustomerPages } from "./customer-pages.js"
import type { PanelView } from "./payment-panel.js"

/** A payment as it is now, and the number of its last event. */
export interface Snapshot {
  readonly view: PanelView
  readonly seq: number
}

const decodeSeq = Schema.decodeUnknownSync(Schema.Array(Schema.Struct({ seq: Schema.Int })))

/** Reads payments for the cashier. */
@Injectable()
export class PaymentView {
  readonly #till: Till
  readonly #seats: Seats
  readonly #isPlay: boolean
  readonly #pages: CustomerPages

  constructor(
    @Inject(TILL) till: Till,
    @Inject(SEATS) seats: Seats,
    @Inject(IS_PLAY) isPlay: boolean,
    @Inject(CustomerPages) pages: CustomerPages,
  ) {
    this.#pages = pages
    this.#till = till
    this.#seats = seats
    this.#isPlay = isPlay
  }

  /** Rejects with `NoSuchPayment`. */
  async of(key: string, account: OfAccount): Promise<Snapshot> {
    // The number first: the record may then be newer than the number, never older.
    const [row] = decodeSeq(
      await this.#till.query("select event_seq as seq from qriskit.payment where key = $1 and account = $2", [
        key,
        account.account ?? "",
      ]),
    )
    const record = await this.#till.get(key, account)
    const capabilities = this.#seats.capabilitiesOf(record.provider)
    const customerPage = this.#pages.addressOf(record)
    const facts = publicFactsOf(record)
    return {
      view: { record, capabilities, facts, customerPage, isPlay: this.#isPlay },
      seq: row?.seq ?? 0,
    }
  }
}
