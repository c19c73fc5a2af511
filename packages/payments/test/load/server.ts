/** The server under load: `POST /receive` is payments, `POST /bare` a handler that only inserts the same row. */
import { createHash } from "node:crypto"
import { createServer } from "node:http"
import { createPayments } from "@qriskit/payments/promise"
import { createZipay } from "@qriskit/provider-zipay/promise"
import pg from "pg"
import type { Setup } from "../processes/messages.ts"

const setup: Pick<Setup, "database" | "zipay"> & { readonly orders: number } = JSON.parse(
  process.env["WORKER"] ?? "{}",
)
const { baseUrl, userId, password, merchantId, merchantKey } = setup.zipay

const payments = await createPayments({
  database: setup.database,
  providers: [createZipay({ baseUrl, userId, password, merchantId, merchantKey })],
  strangersPerHour: 100_000,
  // What is measured is taking callbacks. What follows is asked about beside it, as slowly as a real
  // acquirer may want it.
  inquiriesPerSecond: 10,
  receiptsPerAttempt: 1_000,
})
const OPENED_AT_A_TIME = 16
let order = 0
const openSome = async () => {
  while (order < setup.orders)
    await payments.open({ key: `order-${order++}`, amount: 25_000, provider: "zipay" })
}
await Promise.all(Array.from({ length: OPENED_AT_A_TIME }, openSome))

const pool = new pg.Pool({ connectionString: setup.database, max: 10 })
await pool.query("create table bare (like qriskit.receipt including all)")

const bare = async (body: Buffer): Promise<void> => {
  const { externalId, uuid, amount } = JSON.parse(body.toString())
  await pool.query(
    `insert into bare (provider, verdict, body_hash, body, body_bytes, external_id, provider_payment_id, claimed_status,
       claimed_amount, received_at, last_received_at)
     values ('zipay', 'accepted', $1, $2, $3, $4, $5, 'paid', $6, now(), now())
     on conflict (provider, account, verdict, body_hash) do update set times = bare.times + 1, last_received_at = now()`,
    [createHash("sha256").update(body).digest("hex"), body.toString(), body.length, externalId, uuid, amount],
  )
}

const server = createServer((request, response) => {
  const chunks: Array<Buffer> = []
  request.on("data", (chunk: Buffer) => chunks.push(chunk))
  request.on("end", async () => {
    const body = Buffer.concat(chunks)
    if (request.url === "/bare") {
      await bare(body)
      response.writeHead(200, { "content-type": "application/json" }).end('{"success":true}')
      return
    }
    const reply = await payments.receive("zipay", { headers: request.headers, body })
    response.writeHead(reply.status, reply.headers).end(reply.body)
  })
})

server.listen(0, "127.0.0.1", () => {
  const address = server.address()
  process.send?.({ port: typeof address === "object" && address !== null ? address.port : 0 })
})
process.on("disconnect", () => process.exit(0))
