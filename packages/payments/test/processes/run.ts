/**
 * Three worker processes on one PostgreSQL server, orders arriving at three acquirers, money going back in parts and at
 * one of them after a while, workers killed with SIGKILL, the server restarted once. In the end everything is accounted
 * for, or the exit code says that it is not. Takes about a minute.
 */
import { type ChildProcess, fork } from "node:child_process"
import { setTimeout } from "node:timers/promises"
import { startSandbox } from "@qriskit/sandbox"
import pg from "pg"
import { createDatabase, startPostgres } from "../support/postgres-server.ts"
import { openReceiver } from "../support/receiver.ts"
import type { Order, Report, Setup } from "./messages.ts"

const WORKERS = 3
const SELLING = 20_000
const ORDER_EVERY = 50
const KILL_EVERY = 2_500
const RESTART_AT = 9_000
const SETTLING = 45_000
const AMOUNT = 25_000
/** How long Xendit's refunds are pending. */
const REFUND_PENDING = 2_000

const chance = (share: number): boolean => Math.random() < share
const among = <A>(items: ReadonlyArray<A>): A | undefined => items[Math.floor(Math.random() * items.length)]

const server = await startPostgres(true)
const database = await createDatabase(server.url)
const sandbox = await startSandbox({ journalLimit: 1, xendit: { refundMs: REFUND_PENDING } })
const { baseUrl, userId, password, merchantId, merchantKey } = sandbox.zipay
const setup: Setup = {
  database,
  zipay: { baseUrl, userId, password, merchantId, merchantKey },
  midtrans: { baseUrl: sandbox.midtrans.baseUrl, serverKey: sandbox.midtrans.serverKey },
  xendit: sandbox.xendit,
}

const admin = new pg.Pool({ connectionString: database, max: 2 })
// The restart breaks its connections too.
admin.on("error", () => {})
await admin.query("create table handled (id serial, key text, seq integer)")
await admin.query("create table fulfilment (key text)")

/** A merchant's system that is told of everything, and does not take all of it the first time. */
const receiver = await openReceiver()
receiver.answer(() => (chance(0.1) ? 503 : 204))

const workers = new Set<ChildProcess>()
const awaited = new Map<string, number>()
/** Refunds that nobody has said to be done. */
const refunding = new Map<string, Extract<Order, { do: "refund" }>>()
const tally = { orders: 0, kills: 0, paid: 0, callbacks: 0, refunds: 0, failures: new Map<string, number>() }
let isOver = false

const tell = (order: Order): void => {
  const worker = among([...workers])
  if (worker?.connected) worker.send(order, () => {})
}

const callback = async (provider: string, paymentId: string): Promise<void> => {
  const { headers, body } = await sandbox.control.callbacks.build(paymentId)
  tally.callbacks += 1
  tell({ do: "receive", provider, headers, body })
  if (chance(0.2)) tell({ do: "receive", provider, headers, body })
}

/** A customer who wants some of it back, or all of it in two parts. */
const wantBack = (key: string): void => {
  const parts = chance(0.5) ? [9_000] : [9_000, AMOUNT - 9_000]
  for (const [index, amount] of parts.entries()) {
    const externalId = `${key}-back-${index}`
    refunding.set(externalId, { do: "refund", key, amount, externalId })
    tally.refunds += 1
  }
}

/** A customer who sees a QR: most pay; some callbacks get lost. */
const shop = async (key: string, qr: string): Promise<void> => {
  awaited.delete(key)
  if (chance(0.2)) return
  await setTimeout(Math.random() * 400)
  const { status, paymentId, provider } = await sandbox.control.payment(qr)
  if (status !== "pending") return
  await sandbox.control.pay(qr)
  tally.paid += 1
  if (chance(0.7)) await callback(provider, paymentId)
  if (provider !== "zipay" && chance(0.5)) wantBack(key)
}

const heard = (report: Report): void => {
  if (report.is === "opened" && report.qr !== undefined) void shop(report.key, report.qr)
  if (report.is === "refunded" && report.status === "succeeded") refunding.delete(report.externalId)
  if (report.is === "failed") {
    const why = report.why.replace(/order-\d+/, "order").slice(0, 60)
    tally.failures.set(why, (tally.failures.get(why) ?? 0) + 1)
  }
}

const hire = (): Promise<void> =>
  new Promise((resolve) => {
    const worker = fork(new URL("./worker.ts", import.meta.url), {
      env: { ...process.env, WORKER: JSON.stringify(setup) },
    })
    worker.on("message", (report: Report) => {
      if (report.is === "ready") workers.add(worker)
      heard(report)
      resolve()
    })
    worker.once("exit", () => {
      workers.delete(worker)
      resolve()
      // Whatever ended it, another takes its place.
      if (!isOver) void hire()
    })
  })

const providerOf = (key: string): string => {
  if (/[0369]$/.test(key)) return "midtrans"
  return /[147]$/.test(key) ? "xendit" : "zipay"
}

const sell = async (): Promise<void> => {
  for (const end = Date.now() + SELLING; Date.now() < end; ) {
    const key = `order-${++tally.orders}`
    awaited.set(key, Date.now())
    tell({ do: "open", key, amount: AMOUNT, provider: providerOf(key) })
    // Customers whose order got stuck ask again: the same key, at whichever process.
    for (const [stuck, since] of awaited) {
      if (Date.now() - since < 1_500) continue
      awaited.set(stuck, Date.now())
      tell({ do: "open", key: stuck, amount: AMOUNT, provider: providerOf(stuck) })
    }
    await setTimeout(ORDER_EVERY)
  }
}

/** Whoever wants money back asks until somebody says that it is done: anywhere, and always for the same refund. */
const refund = async (): Promise<void> => {
  while (!isOver) {
    for (const wanted of refunding.values()) tell(wanted)
    await setTimeout(700)
  }
}

const kill = async (): Promise<void> => {
  for (const end = Date.now() + SELLING; Date.now() < end; ) {
    await setTimeout(KILL_EVERY * (0.5 + Math.random()))
    if (among([...workers])?.kill("SIGKILL")) tally.kills += 1
  }
}

const restart = async (): Promise<void> => {
  await setTimeout(RESTART_AT)
  await server.restart()
}

/** What is not accounted for: empty when everything is. */
const missing = async (): Promise<ReadonlyArray<string>> => {
  const problems: Array<string> = []
  const rows = async (text: string) => (await admin.query<Record<string, unknown>>(text)).rows
  const attempts = new Map(
    (await rows("select external_id, paid_amount from qriskit.attempt")).map((row) => [
      row["external_id"],
      row["paid_amount"],
    ]),
  )
  const recorded = new Map(
    (await rows("select external_id, amount, status from qriskit.refund")).map((row) => [
      row["external_id"],
      row["status"] === "succeeded" ? Number(row["amount"]) : 0,
    ]),
  )
  const ledger = (await sandbox.control.payments()).filter(({ kind }) => kind === "dynamic")
  const givenBack = ledger.flatMap(({ refunds }) => refunds)
  const twice = givenBack.length - new Set(givenBack.map(({ key }) => key)).size
  if (twice > 0) problems.push(`given back twice: ${twice}`)
  for (const { key, amount } of givenBack)
    if (recorded.get(key) !== amount)
      problems.push(`refund ${key}: ${amount} went back, on record ${recorded.get(key)}`)
  const sums = [givenBack.map(({ amount }) => amount), [...recorded.values()]].map((amounts) =>
    amounts.reduce((sum, amount) => sum + amount, 0),
  )
  if (sums[0] !== sums[1]) problems.push(`refunds: ${sums[0]} at the acquirers, ${sums[1]} on record`)
  if (refunding.size > 0) problems.push(`refunds that nobody answered for: ${refunding.size}`)
  for (const { externalId, paidAmount } of ledger) {
    if (!attempts.has(externalId)) problems.push(`${externalId}: made, and on no record`)
    else if (Number(attempts.get(externalId) ?? 0) !== (paidAmount ?? 0))
      problems.push(`${externalId}: money`)
  }
  const ask = async (what: string, text: string) => {
    const found = await rows(text)
    if (found.length > 0) problems.push(`${what}: ${found.length}`)
  }
  await ask("fulfilled twice", "select key from fulfilment group by key having count(*) > 1")
  await ask(
    "paid and not fulfilled, or the reverse",
    `select p.key from qriskit.payment p full join fulfilment f on f.key = p.key
     where (p.status in ('paid', 'refund_pending', 'partially_refunded', 'refunded')) is distinct from (f.key is not null)`,
  )
  await ask("undelivered", "select id from qriskit.event where delivered_at is null")
  await ask(
    "events lost",
    `select p.id from qriskit.payment p left join qriskit.event e on e.payment_id = p.id group by p.id having count(e.id) <> p.event_seq`,
  )
  await ask(
    "out of order",
    "select key from (select key, seq, row_number() over (partition by key order by id) as place from handled) h where seq <> place",
  )
  await ask(
    "webhooks that were not made",
    `select e.id from qriskit.event e
    where not exists (select from qriskit.endpoint_message m where m.event_id = e.id)`,
  )
  await ask("webhooks not delivered", "select id from qriskit.endpoint_message where delivered_at is null")
  const told = new Map<unknown, Array<number>>()
  const had = new Set<string>()
  for (const { headers, message } of receiver.arrived) {
    const id = headers["webhook-id"] ?? ""
    if (!had.has(id))
      told.set(message.data["key"], [
        ...(told.get(message.data["key"]) ?? []),
        Number(message.data["sequence"]),
      ])
    had.add(id)
  }
  for (const { key, event_seq: last } of await rows("select key, event_seq from qriskit.payment"))
    if (told.get(key)?.join() !== Array.from({ length: Number(last) }, (_, index) => index + 1).join())
      problems.push(`webhooks of ${key}: told ${told.get(key)?.join()} of ${last}`)
  await ask("still being made", "select id from qriskit.attempt where status = 'creating'")
  return problems
}

let problems: ReadonlyArray<string> = ["nothing was checked"]
try {
  await Promise.all(Array.from({ length: WORKERS }, hire))
  tell({ do: "endpoint", url: receiver.url })
  void refund()
  await Promise.all([sell(), kill(), restart()])
  for (const end = Date.now() + SETTLING; Date.now() < end && problems.length > 0; ) {
    await setTimeout(1_000)
    problems = await missing()
  }
} finally {
  isOver = true
  for (const worker of workers) worker.kill("SIGKILL")
  await admin.end()
  await receiver.close()
  await sandbox.close()
  await server.stop()
}
console.log(
  `${tally.orders} orders, ${tally.paid} paid, ${tally.refunds} refunds, ${tally.callbacks} callbacks, ${receiver.arrived.length} webhooks onward, ${tally.kills} processes killed, 1 database restart`,
)
for (const [why, times] of tally.failures) console.log(`  ${times} times: ${why}`)
for (const problem of problems.slice(0, 20)) console.error(problem)
console.log(problems.length === 0 ? "everything is accounted for" : `${problems.length} problems`)
process.exit(problems.length === 0 ? 0 : 1)
