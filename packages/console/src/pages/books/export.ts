import type { ListPayments, PaymentRecord } from "@qriskit/payments"
import { streamAnswer } from "../../answer/answer.js"
import { dayOf } from "../../html/time.js"
import type { Visit } from "../../request/visit.js"
import { type Cell, csvLine } from "./csv.js"

/** A column's name, and what it holds of a payment. Names are for programs, and the same in every language. */
const COLUMNS: ReadonlyArray<readonly [name: string, of: (record: PaymentRecord) => Cell]> = [
  ["opened_at", ({ openedAt }) => openedAt],
  ["account", ({ account }) => account],
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

async function* linesOf(visit: Visit, query: ListPayments): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder()
  yield encoder.encode(csvLine(COLUMNS.map(([name]) => name)))
  let after: string | undefined
  do {
    const page = await visit.house.payments.list({
      ...query,
      limit: PAGE_SIZE,
      ...(after !== undefined && { after }),
    })
    yield encoder.encode(page.payments.map((record) => csvLine(COLUMNS.map(([, of]) => of(record)))).join(""))
    after = page.next
  } while (after !== undefined && !visit.signal.aborted)
}

/** Every payment of a filter, page by page: as long as it may be, it takes the memory of one page. */
export const csvAnswer = (visit: Visit, query: ListPayments): Response =>
  streamAnswer(ReadableStream.from(linesOf(visit, query)), {
    "content-type": "text/csv; charset=utf-8",
    "content-disposition": `attachment; filename="payments-${dayOf(new Date())}.csv"`,
  })
