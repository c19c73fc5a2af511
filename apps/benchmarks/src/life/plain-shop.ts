import { createHash } from "node:crypto"
import pg from "pg"
import { Agent, request } from "undici"
import { AMOUNT, MERCHANT, paymentIdOf } from "../webhook/merchant.js"
import type { Setup } from "./messages.js"
import { FULFIL, type Handled, type Shop } from "./shop.js"

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex")

/** Its tables: as few as hold an order, its callbacks and its events. */
export const PLAIN_SCHEMA = `
create table plain_order (key text primary key, status text not null, amount bigint not null, payment_id text, qr text,
  paid_amount bigint);
create table plain_receipt (hash text primary key, key text not null references plain_order, body text not null);
create table plain_event (id bigint primary key generated always as identity, key text not null references plain_order,
  type text not null, delivered_at timestamptz);
create index on plain_event (id) where delivered_at is null`

/**
 * The least that is right, by hand, without a library: intent; answer; receipt; paid and its event; delivered. Five
 * commits, prepared statements, no retries, no leases, no schedule, no second look.
 */
export const plainShop = async (setup: Setup, handled: Handled): Promise<Shop> => {
  const pool = new pg.Pool({ connectionString: setup.database, max: 10 })
  const agent = new Agent({ keepAliveTimeout: 60_000 })
  const run = (name: string, text: string, values: ReadonlyArray<unknown>) =>
    pool.query({ name, text, values: [...values] })

  const ask = async (path: string, key: string): Promise<Record<string, unknown>> => {
    const body = JSON.stringify({
      external_id: key,
      order_id: key,
      transaction_id: paymentIdOf(key),
      amount: AMOUNT,
    })
    const signature = sha256(MERCHANT.hashKey + key + key)
    const answer = await request(`${setup.acquirer}${path}`, {
      method: "POST",
      body,
      headers: { "content-type": "application/json", "mcp-signature": signature },
      dispatcher: agent,
    })
    return (await answer.body.json()) as Record<string, unknown>
  }

  const deliver = async (id: unknown, key: string): Promise<void> => {
    const client = await pool.connect()
    try {
      await client.query("begin")
      const { rowCount } = await client.query({
        name: "deliver",
        text: "update plain_event set delivered_at = now() where id = $1 and delivered_at is null",
        values: [id],
      })
      if (rowCount === 1) await client.query({ name: "fulfil", text: FULFIL, values: [key] })
      await client.query("commit")
    } finally {
      client.release()
    }
    handled(key)
  }

  const settle = async (key: string): Promise<void> => {
    const said = await ask("/ewallet/v2/inquiry", key)
    if (said["transaction_status"] !== "PAID") return
    const { rows } = await run(
      "settle",
      `with paid as (
         update plain_order set status = 'paid', paid_amount = $2 where key = $1 and status = 'pending' returning key
       )
       insert into plain_event (key, type) select key, 'paid' from paid returning id`,
      [key, AMOUNT],
    )
    if (rows[0] !== undefined) await deliver(rows[0].id, key)
  }

  /** What is stored is settled afterwards, so many at a time. */
  const waiting: Array<string> = []
  let working = 0
  const work = (): void => {
    while (working < 16 && waiting.length > 0) {
      const key = waiting.shift() ?? ""
      working += 1
      void settle(key).finally(() => {
        working -= 1
        work()
      })
    }
  }

  return {
    open: async (key) => {
      await run("intent", "insert into plain_order (key, status, amount) values ($1, 'creating', $2)", [
        key,
        AMOUNT,
      ])
      const made = await ask("/ewallet/v2/create-qr", key)
      await run(
        "answer",
        "update plain_order set status = 'pending', payment_id = $2, qr = $3 where key = $1",
        [key, made["transaction_id"], JSON.stringify(made["qr_response"])],
      )
    },
    receive: async ({ headers, body }) => {
      const claim = JSON.parse(body)
      const { transaction_id: id, external_id: key, order_id: order } = claim
      if (headers["mcp-signature"] !== sha256(id + sha256(MERCHANT.hashKey + key + order)))
        throw new Error("a callback was forged")
      await run(
        "receipt",
        "insert into plain_receipt (hash, key, body) values ($1, $2, $3) on conflict do nothing",
        [sha256(body), key, body],
      )
      if (!setup.works) return
      waiting.push(key)
      work()
    },
  }
}
