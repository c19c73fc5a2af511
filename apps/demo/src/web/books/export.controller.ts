import { once } from "node:events"
import { BadRequestException, Controller, Get, Inject, Req, Res, UseGuards } from "@nestjs/common"
import { ApiExcludeController } from "@nestjs/swagger"
import type { ListPayments, PaymentRecord } from "@qriskit/payments"
import type { Request, Response } from "express"
import { dayOf } from "../html/time.js"
import { formOf } from "../http/form.js"
import { SignedInGuard, seatOf } from "../session/signed-in.guard.js"
import { TILL, type Till } from "../till/till.js"
import { type Cell, csvLine } from "./csv.js"
import { filterOf, listQuery } from "./filter.js"

/** A column's name, and what it holds of a payment. Names are for programs, and the same in every language. */
const COLUMNS: ReadonlyArray<readonly [name: string, of: (record: PaymentRecord) => Cell]> = [
  ["opened_at", ({ openedAt }) => openedAt],
  ["branch", ({ account }) => account],
  ["order", ({ key }) => key],
  ["provider", ({ provider }) => provider],
  ["channel", ({ ref }) => ref?.channel],
  ["status", ({ status }) => status],
  ["asked_rupiah", ({ amount }) => amount],
  ["arrived_rupiah", ({ paidAmount }) => paidAmount],
  ["refunded_rupiah", ({ refunded }) => refunded],
  ["paid_at", ({ paidAt }) => paidAt],
  ["issuer", ({ payer }) => payer?.issuer],
  ["retrieval_reference", ({ payer }) => payer?.retrievalReference],
  ["external_id", ({ externalId }) => externalId],
  ["provider_payment_id", ({ ref }) => ref?.paymentId],
]

const PAGE_SIZE = 500

@ApiExcludeController()
@UseGuards(SignedInGuard)
@Controller("books")
export class ExportController {
  readonly #till: Till

  constructor(@Inject(TILL) till: Till) {
    this.#till = till
  }

  /** Every payment of a filter, page by page: as long as it may be, it takes the memory of one page. */
  @Get("payments.csv")
  async payments(@Req() request: Request, @Res() response: Response): Promise<void> {
    const query = listQuery(seatOf(request), filterOf(formOf(request.query)))
    if (query === undefined) throw new BadRequestException()
    response.attachment(`payments-${dayOf(new Date())}.csv`).type("text/csv; charset=utf-8")
    response.write(csvLine(COLUMNS.map(([name]) => name)))
    for await (const records of this.#pages(query)) {
      const lines = records.map((record) => csvLine(COLUMNS.map(([, of]) => of(record)))).join("")
      if (response.closed) return
      if (!response.write(lines)) await Promise.race([once(response, "drain"), once(response, "close")])
    }
    response.end()
  }

  async *#pages(query: ListPayments): AsyncGenerator<ReadonlyArray<PaymentRecord>> {
    let after: string | undefined
    do {
      const page = await this.#till.list({
        ...query,
        limit: PAGE_SIZE,
        ...(after !== undefined && { after }),
      })
      yield page.payments
      after = page.next
    } while (after !== undefined)
  }
}
