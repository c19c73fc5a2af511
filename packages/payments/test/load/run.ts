/**
 * Posts callbacks (valid, duplicate, forged) at full speed to `receive` over HTTP, on a PostgreSQL server whose commits
 * reach the disk, and to a bare handler that only inserts the same row, in turn. Says how fast, and that nothing was
 * lost.
 */
import { fork } from "node:child_process"
import { once } from "node:events"
import { parseArgs } from "node:util"
import { startSandbox } from "@qriskit/sandbox"
import pg from "pg"
import type { Setup } from "../processes/messages.ts"
import { createDatabase, startPostgres } from "../support/postgres-server.ts"
import { makePoster } from "./post.ts"

const { values: options } = parseArgs({
  options: {
    rounds: { type: "string", default: "5" },
    /** In each round, to each of the two. */
    callbacks: { type: "string", default: "10000" },
    connections: { type: "string", default: "64" },
    orders: { type: "string", default: "3000" },
  },
})
const rounds = Number(options.rounds)
const callbacks = Number(options.callbacks)
const connections = Number(options.connections)
const orders = Number(options.orders)
const GOAL = 0.8

const server = await startPostgres(true)
const database = await createDatabase(server.url)
const sandbox = await startSandbox({ journalLimit: 1 })
const { baseUrl, userId, password, merchantId, merchantKey } = sandbox.zipay
const setup: Pick<Setup, "database" | "zipay"> & { readonly orders: number } = {
  database,
  orders,
  zipay: { baseUrl, userId, password, merchantId, merchantKey },
}

const child = fork(new URL("./server.ts", import.meta.url), {
  env: { ...process.env, WORKER: JSON.stringify(setup) },
})
const port = await new Promise<number>((resolve, reject) => {
  child.once("message", (message: { port: number }) => resolve(message.port))
  child.once("exit", () => reject(new Error("the server under load ended")))
})

/** Three of five are new, one comes a second time, one speaks of another payment's id. */
const made = await sandbox.control.payments()
const templates = await Promise.all(
  made.map(async ({ paymentId }) =>
    JSON.parse((await sandbox.control.callbacks.build(paymentId, { status: "PAID" })).body),
  ),
)
const bodyOf = (index: number, round: string): string => {
  const template = templates[index % templates.length]
  const kind = index % 5
  const noise = `${round} ${kind === 3 ? index - 1 : index}`
  return kind === 4
    ? JSON.stringify({ ...template, externalId: templates[(index + 1) % templates.length].externalId, noise })
    : JSON.stringify({ ...(kind === 3 ? templates[(index - 1) % templates.length] : template), noise })
}

const { post, close } = makePoster(port, connections)

interface Run {
  readonly perSecond: number
  readonly p50: number
  readonly p99: number
  readonly statuses: ReadonlyMap<number, number>
}

const run = async (path: string, round: string): Promise<Run> => {
  const bodies = Array.from({ length: callbacks }, (_, index) => bodyOf(index, round))
  const times: Array<number> = []
  const statuses = new Map<number, number>()
  let next = 0
  const began = performance.now()
  await Promise.all(
    Array.from({ length: connections }, async () => {
      for (let index = next++; index < bodies.length; index = next++) {
        const at = performance.now()
        const status = await post(path, bodies[index] ?? "")
        times.push(performance.now() - at)
        statuses.set(status, (statuses.get(status) ?? 0) + 1)
      }
    }),
  )
  const seconds = (performance.now() - began) / 1_000
  times.sort((a, b) => a - b)
  const at = (share: number) => times[Math.floor(times.length * share)] ?? 0
  return { perSecond: callbacks / seconds, p50: at(0.5), p99: at(0.99), statuses }
}

const show = (name: string, { perSecond, p50, p99, statuses }: Run): void =>
  console.log(
    `${name.padEnd(8)} ${perSecond.toFixed(0).padStart(6)} per second   p50 ${p50.toFixed(1)} ms   p99 ${p99.toFixed(1)} ms   ${JSON.stringify(Object.fromEntries(statuses))}`,
  )

const sorted = (numbers: ReadonlyArray<number>): ReadonlyArray<number> => [...numbers].sort((a, b) => a - b)
const median = (numbers: ReadonlyArray<number>): number => sorted(numbers)[numbers.length >> 1] ?? Number.NaN
const percent = (share = Number.NaN): string => `${(share * 100).toFixed(0)} %`

let isGood = false
try {
  await run("/bare", "warm")
  await run("/receive", "warm")
  const bare: Array<number> = []
  const receive: Array<number> = []
  for (let round = 1; round <= rounds; round++) {
    const ofBare = await run("/bare", `round ${round}`)
    const ofReceive = await run("/receive", `round ${round}`)
    show("bare", ofBare)
    show("receive", ofReceive)
    bare.push(ofBare.perSecond)
    receive.push(ofReceive.perSecond)
  }
  const client = new pg.Client({ connectionString: database })
  await client.connect()
  const { rows } = await client.query<{ verdict: string; times: number; different: number }>(
    "select verdict, sum(times)::int as times, count(*)::int as different from qriskit.receipt group by verdict order by verdict",
  )
  await client.end()
  for (const { verdict, times, different } of rows)
    console.log(`${verdict}: ${times} callbacks, ${different} different`)
  const sent = callbacks * (rounds + 1)
  const stored = rows.reduce((total, { times }) => total + times, 0)
  console.log(`${sent} callbacks answered, ${stored} accounted for`)
  const shares = sorted(receive.map((rate, round) => rate / (bare[round] ?? Number.NaN)))
  console.log(
    `median: bare ${median(bare).toFixed(0)}, receive ${median(receive).toFixed(0)} per second: ` +
      `${percent(median(receive) / median(bare))} of a bare insert (the goal is ${percent(GOAL)}; ` +
      `single rounds ${percent(shares.at(0))} to ${percent(shares.at(-1))})`,
  )
  // How fast depends on the machine; that nothing is lost does not.
  isGood = stored === sent
} finally {
  close()
  if (child.connected) child.disconnect()
  if (child.exitCode === null) await once(child, "exit")
  await sandbox.close()
  await server.stop()
}
process.exit(isGood ? 0 : 1)
