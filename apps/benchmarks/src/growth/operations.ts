import { median } from "../rounds.js"
import { AMOUNT } from "./amount.js"
import type { Shop } from "./shop.js"

/** Something that is done again and again. Gives the milliseconds that one took, as the median of so many. */
export type Operation = (shop: Shop, calls: number) => Promise<number>

const timed = async (call: () => Promise<unknown>): Promise<number> => {
  const from = performance.now()
  await call()
  return performance.now() - from
}

/** One after the other, so that a call's time is its cost. */
const each =
  (call: (shop: Shop) => Promise<unknown>): Operation =>
  async (shop, calls) => {
    const times: Array<number> = []
    for (let index = 0; index < calls; index++) times.push(await timed(() => call(shop)))
    return median(times)
  }

const open = ({ payments, next }: Shop): Promise<unknown> =>
  payments.open({ key: `opened-${next()}`, amount: AMOUNT, provider: "zipay" })

const receive = async ({ payments, nextSeeded }: Shop): Promise<void> => {
  const number = nextSeeded()
  const claim = {
    uuid: `provider-${number}`,
    externalId: `external-${number}`,
    status: "PAID",
    amount: String(AMOUNT),
  }
  const { verdict } = await payments.receive("zipay", { headers: {}, body: JSON.stringify(claim) })
  if (verdict !== "accepted") throw new Error(`the callback about payment ${number} was ${verdict}`)
}

/** What the callbacks before it made due: asked about, recorded as paid, and handed over. */
const settle: Operation = async ({ payments }, calls) => {
  let jobs = 0
  const took = await timed(async () => {
    jobs = await payments.reconcileNow()
  })
  // One inquiry and one delivery for each.
  if (jobs < 2 * calls) throw new Error(`${calls} callbacks came, and ${jobs} jobs were done`)
  return took / calls
}

/** In this order: what is received is settled. */
export const OPERATIONS: Readonly<Record<string, Operation>> = {
  "open an order": each(open),
  "the record of a key": each(({ payments, size }) => payments.get(`seeded-${size >> 1}`)),
  "receive a callback": each(receive),
  "ask, record as paid, hand over": settle,
  "sweep, nothing due": each(({ payments }) => payments.reconcileNow()),
  "list: newest 50": each(({ payments }) => payments.list()),
  "list: 50 from the middle": each(({ payments, middle }) => payments.list({ after: middle })),
  "list: 50 pending at one acquirer": each(({ payments }) =>
    payments.list({ status: ["pending"], provider: "ifortepay" }),
  ),
  "list: 50 newest paid": each(({ payments }) => payments.list({ status: ["paid"] })),
  "open anomalies": each(({ payments }) => payments.anomalies.list()),
  "refused callbacks": each(({ payments }) => payments.receipts({ verdict: "forged" })),
  health: each(({ payments }) => payments.health()),
}
