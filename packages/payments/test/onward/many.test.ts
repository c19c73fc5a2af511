import * as Effect from "effect/Effect"
import pg from "pg"
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest"
import { connected } from "../../src/database/connected.js"
import { Database } from "../../src/database/database.js"
import { endpoints } from "../../src/endpoints.js"
import { claimingSends } from "../../src/onward/claim-sends.js"
import { decodeEndpointsSettings } from "../../src/onward/options.js"
import { openTestPostgres, type TestDatabase } from "../support/databases.js"
import { openReceiver, type Receiver } from "../support/receiver.js"
import { nodesOf, planOf, recordStatements, rowsSeen, type Sent } from "../support/recorded-statements.js"
import { seed } from "../support/seed.js"
import { openWorld, START, type World, zipayOrder } from "../support/world.js"

const ENDPOINTS = 1_000
const EVENTS = 20_000
/** Each endpoint has so many messages: half of them taken, half on their way in an hour; one is a dead letter. */
const MESSAGES = 40
/** A look goes once through the endpoints that have anything on its way, and no statement through the messages. */
const MOST_ROWS = 3 * ENDPOINTS

const GROWING = new Set(["payment", "attempt", "event", "endpoint_message", "endpoint_attempt"])

const FILL: ReadonlyArray<string> = [
  `insert into qriskit.endpoint (id, account, url, is_slow, created_at, changed_at)
   select md5('endpoint ' || i)::uuid, 'toko-' || i, 'https://toko.example/' || i, i % 10 = 0, $1, $1
   from generate_series(1, ${ENDPOINTS}) as i`,
  `insert into qriskit.endpoint_message (endpoint_id, event_id, payment_id, seq, type, made_at, attempts, tries,
     next_attempt_at, delivered_at, dead_at)
   select md5('endpoint ' || i)::uuid, e.id, e.payment_id, e.seq, e.type, $1, 1, 1,
     case when n % 2 = 0 then $1::timestamptz + interval '1 hour' end,
     case when n % 2 = 1 and n > 1 then $1::timestamptz end, case when n = 1 then $1::timestamptz end
   from generate_series(1, ${ENDPOINTS}) as i, generate_series(1, ${MESSAGES}) as n
     join qriskit.event as e on e.id = n`,
  `insert into qriskit.endpoint_attempt (message_id, endpoint_id, number, at, millis, is_delivered, status, answer)
   select id, endpoint_id, 1, $1, 5, delivered_at is not null, 204, 'ok' from qriskit.endpoint_message where attempts = 1`,
  `insert into qriskit.endpoint_secret (endpoint_id, secret, is_sealed, hint, created_at)
   select id, 'whsec_' || encode(decode(repeat(md5(id::text), 2), 'hex'), 'base64'), false, 'hint', $1 from qriskit.endpoint`,
  `insert into qriskit.endpoint_fan_out (id, position) select 1, max(position) from qriskit.event`,
]

describe("webhooks onward on PostgreSQL with a thousand endpoints", () => {
  let database: TestDatabase
  let world: World
  let receiver: Receiver
  let client: pg.Client
  beforeAll(async () => {
    database = await openTestPostgres()
    receiver = await openReceiver()
    world = await openWorld(database, {
      endpoints: endpoints({ allowPrivate: true, allowHttp: true, ports: "any", retryMillis: [1_000] }),
    })
    // Settings of a session, and plans, are the server's: not by way of a pooler.
    const url = new URL(inject("directUrl"))
    url.pathname = String((await database.rows("select current_database() as name"))[0]?.["name"])
    client = new pg.Client({ connectionString: url.href })
    await client.connect()
    const query = (text: string, values: ReadonlyArray<unknown> = []) => client.query(text, [...values])
    await query("set session_replication_role = replica")
    await seed(query, { from: 1, to: EVENTS, at: START })
    await query("set session_replication_role = replica")
    for (const statement of FILL) await query(statement, statement.includes("$1") ? [START] : [])
    await query("set session_replication_role = origin")
    await query("analyze")
  })
  afterAll(async () => {
    await client?.end()
    await receiver?.close()
    await world?.close()
    await database?.close()
  })

  const verbs = () => world.payments.endpoints
  const sell = async (key: string) => {
    const { ref } = await world.run(world.payments.open(zipayOrder(key)))
    await world.control.pay(ref?.paymentId ?? "")
    await world.run(world.payments.refresh(key))
  }

  /** All that is done for endpoints. */
  const live = async () => {
    const { endpoint } = await world.run(verbs().add({ url: receiver.url }))
    await sell("order-1")
    receiver.answer(({ message }) => (message.type === "payment.paid" ? 500 : 204))
    await world.run(world.payments.reconcileNow)
    await world.advance({ seconds: 5 })
    await world.run(world.payments.reconcileWithin(60_000))
    const [dead] = await world.run(verbs().deadLetters({ endpoint: endpoint.id }))
    await world.run(verbs().deadLetters())
    await world.run(verbs().deadLetters({ account: "toko-7" }))
    await world.run(verbs().messages({ endpoint: endpoint.id }))
    await world.run(verbs().messages({ key: "order-1" }))
    await world.run(verbs().attempts({ endpoint: endpoint.id }))
    await world.run(verbs().attempts({ message: dead?.id ?? "" }))
    await world.run(verbs().attempts())
    await world.run(verbs().resend({ message: dead?.id ?? "" }))
    await world.run(verbs().resend({ endpoint: endpoint.id, since: START, delivered: true }))
    await world.run(verbs().list({ account: "toko-7" }))
    await world.run(verbs().list())
    await world.run(verbs().update(endpoint.id, { isEnabled: false }))
    await world.run(verbs().update(endpoint.id, { isEnabled: true, description: "x" }))
    await world.run(verbs().rotate(endpoint.id))
    await world.run(verbs().ping(endpoint.id))
    receiver.answer(() => 410)
    await world.run(world.payments.reconcileNow)
    await world.run(verbs().remove(endpoint.id))
    await world.run(world.payments.prune)
  }

  test("no statement reads what grows from end to end", async () => {
    const statements = await recordStatements(live)
    const ours: ReadonlyArray<Sent> = statements.filter(({ text }) => /qriskit\.endpoint/.test(text))
    expect(new Set(ours.map(({ text }) => text)).size).toBeGreaterThan(35)
    const findings: Array<string> = []
    for (const sent of ours)
      for (const node of nodesOf(await planOf(client, sent))) {
        const isSequential = node["Node Type"] === "Seq Scan" && GROWING.has(node["Relation Name"] ?? "")
        if (isSequential || rowsSeen(node) > MOST_ROWS)
          findings.push(
            `${node["Node Type"]} ${node["Relation Name"] ?? ""} ${rowsSeen(node)} rows: ${sent.text}`,
          )
      }
    expect(findings).toEqual([])
  })

  test("a look takes what there is room for, whatever waits, and the turn comes to everybody", async () => {
    await database.rows(
      "update qriskit.endpoint_message set next_attempt_at = $1 where next_attempt_at is not null",
      [START],
    )
    const claim = claimingSends(decodeEndpointsSettings({ sendsPerEndpoint: 4 }), false)
    const service = connected(database.driver)
    const seen = new Map<string, number>()
    for (let look = 0; look < 30; look++) {
      const { items } = await world.run(Effect.provideService(claim(40, []), Database, service))
      expect(items).toHaveLength(40)
      for (const { endpointId } of items) seen.set(endpointId, (seen.get(endpointId) ?? 0) + 1)
    }
    // 1,200 turns: 300 endpoints had four places each, none had more, and the round goes on behind them.
    expect(seen.size).toBe(300)
    expect(Math.max(...seen.values())).toBe(4)
    // A process that has seen none of it begins in front, where all places are taken: they are nobody else's turn.
    const another = claimingSends(decodeEndpointsSettings({ sendsPerEndpoint: 4 }), false)
    const { items } = await world.run(Effect.provideService(another(40, []), Database, service))
    expect(items).toHaveLength(40)
    for (const { endpointId } of items) expect(seen.get(endpointId)).toBeUndefined()
  })
})
