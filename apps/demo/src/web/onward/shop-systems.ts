import { endpoints, type OnwardPort } from "@qriskit/payments/endpoints"
import type { Seats } from "../session/seat.js"
import type { Till } from "../till/till.js"
import { openReceiver, type Receiver, type System } from "./receiver.js"

/** A message is given up after so many pauses, in milliseconds: soon enough for whoever looks. */
const PAUSES = [1_000, 2_000] as const

/** Webhooks onward over play money: to this machine alone, which is allowed in so many words. */
export const onwardToLoopback = (): OnwardPort =>
  endpoints({ allowPrivate: ["127.0.0.1"], allowHttp: true, ports: "any", retryMillis: PAUSES })

/** What counts the stock of the whole shop, and takes everything. */
const STOCK: System = { path: "stock", title: "Stock", failures: 0 }

/** What gives points to a branch's customers, and is away until somebody sends it its dead letters again. */
const pointsOf = (account: string | undefined): System => ({
  path: account === undefined ? "points" : `points-${account}`,
  title: "Points",
  subjects: ["paid", "refunded"],
  failures: PAUSES.length + 1,
})

/** A system's endpoint: added once, and from then on led to where it listens now, under a new secret. */
const tell = async (
  { endpoints: told }: Till,
  receiver: Receiver,
  system: System,
  whose: { readonly account?: string; readonly everyAccount?: true },
): Promise<void> => {
  const url = receiver.urlOf(system)
  const { title, subjects } = system
  const known = (await told.list({ limit: 500 })).find(({ description, account, everyAccount }) => {
    const isWhose = whose.everyAccount === true ? everyAccount : account === whose.account && !everyAccount
    return description === title && isWhose
  })
  if (known === undefined) {
    const { secret } = await told.add({ url, description: title, ...(subjects && { subjects }), ...whose })
    return receiver.trust(system, secret)
  }
  await told.update(known.id, { url })
  receiver.trust(system, (await told.rotate(known.id, { overlapMillis: 0 })).secret)
}

/** Opens the shop's other systems, and has them told of payments. Only where all money is play money. */
export const openShopSystems = async (till: Till, { branches }: Seats): Promise<Receiver> => {
  const accounts = branches.length === 0 ? [undefined] : branches.map(({ id }) => id)
  const points = accounts.map((account) => ({ account, system: pointsOf(account) }))
  const receiver = await openReceiver([STOCK, ...points.map(({ system }) => system)])
  try {
    await tell(till, receiver, STOCK, { everyAccount: true })
    for (const { account, system } of points)
      await tell(till, receiver, system, account === undefined ? {} : { account })
    return receiver
  } catch (error) {
    await receiver.close()
    throw error
  }
}
