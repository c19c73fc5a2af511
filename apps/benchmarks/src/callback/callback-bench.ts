import { createHash, createHmac } from "node:crypto"
import { Transport } from "@qriskit/core"
import { openTransport } from "@qriskit/core/transport-fetch"
import { decodeConfig as decodeIfortepay, make as makeIfortepay } from "@qriskit/provider-ifortepay"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as References from "effect/References"
import * as Result from "effect/Result"
import { Webhook } from "standardwebhooks"
import Stripe from "stripe"
import { versionOf } from "../machine.js"
import { inTurns, median, spread } from "../rounds.js"
import { figure, percent, type Table, verdict } from "../table.js"
import { EXTERNAL_ID, PAYMENT_ID } from "../wire/canned.js"

const HASH_KEY = "benchHashKey"
const STRIPE_SECRET = "whsec_bench"

/** About as long as a real iFortepay callback. */
const BODY = JSON.stringify({
  id: "evt_bench",
  object: "event",
  transaction_id: PAYMENT_ID,
  external_id: EXTERNAL_ID,
  order_id: EXTERNAL_ID,
  payment_channel: "NOBU",
  transaction_status: "PAID",
  payment_details: { amount: 25_000, paid_time: "2026-04-07T17:53:45.850+07:00" },
  customer_details: { phone: "081200000000", email: "pelanggan@example.com", full_name: "Pelanggan Contoh" },
})

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex")

interface Verifier {
  readonly name: string
  readonly verify: () => unknown
}

const ours = (): Verifier => {
  const config = Result.getOrThrow(
    decodeIfortepay({
      merchantId: "IFP0000000001",
      secretUnboundId: "0x00112233445566778899",
      hashKey: HASH_KEY,
      channel: "NOBU",
      environment: "staging",
    }),
  )
  const { notifications } = Effect.runSync(
    Effect.provideService(makeIfortepay(config), Transport, openTransport().transport),
  )
  const signature = sha256(PAYMENT_ID + sha256(HASH_KEY + EXTERNAL_ID + EXTERNAL_ID))
  const raw = { headers: { "content-type": "application/json", "mcp-signature": signature }, body: BODY }
  // As the promise door runs it, without the promise: the others are synchronous, too.
  const run = Effect.runSyncWith(Context.make(References.TracerEnabled, false))
  return { name: "qriskit iFortepay notifications.read", verify: () => run(notifications.read(raw)) }
}

const stripe = (): Verifier => {
  const client = new Stripe("sk_test_bench")
  const header = client.webhooks.generateTestHeaderString({ payload: BODY, secret: STRIPE_SECRET })
  return {
    name: `stripe constructEvent ${versionOf("stripe")}`,
    // Tolerance off: the header is made once.
    verify: () => client.webhooks.constructEvent(BODY, header, STRIPE_SECRET, 0),
  }
}

const standard = (): Verifier => {
  const secret = Buffer.from("bench secret of some length").toString("base64")
  const webhook = new Webhook(secret)
  const timestamp = String(Math.floor(Date.now() / 1_000))
  const signature = createHmac("sha256", Buffer.from(secret, "base64"))
    .update(`msg_bench.${timestamp}.${BODY}`)
    .digest("base64")
  const headers = {
    "webhook-id": "msg_bench",
    "webhook-timestamp": timestamp,
    "webhook-signature": `v1,${signature}`,
  }
  return {
    name: `standardwebhooks ${versionOf("standardwebhooks")}`,
    verify: () => webhook.verify(BODY, headers),
  }
}

const perSecond = ({ verify }: Verifier, calls: number): number => {
  for (let index = 0; index < calls / 5; index++) verify()
  const from = process.hrtime.bigint()
  for (let index = 0; index < calls; index++) verify()
  return calls / (Number(process.hrtime.bigint() - from) / 1e9)
}

/** Verifying and reading one callback. */
export const benchCallbacks = async (
  rounds: number,
  calls: number,
  progress: (line: string) => void,
): Promise<Table> => {
  const contestants = [ours(), stripe(), standard()]
  const results = await inTurns(contestants, rounds, (verifier) => perSecond(verifier, calls), progress)
  const figures = contestants.map(({ name }, index) => {
    const rates = results.get(contestants[index] ?? contestants[0] ?? ours()) ?? []
    return { name, rate: median(rates), spread: spread(rates) }
  })
  const [mine, ...others] = figures
  const fastest = Math.max(...others.map(({ rate }) => rate))
  return {
    title: "Verifying a callback",
    about: `A body of ${BODY.length} bytes: signature, JSON, decoding. ${rounds} rounds in turn, ${calls} callbacks each.`,
    columns: ["", "callbacks/s", "rounds"],
    rows: figures.map(({ name, rate, spread: within }) => [name, figure(rate), percent(within)]),
    verdicts: [
      verdict(
        "faster than both",
        (mine?.rate ?? 0) > fastest,
        `${figure((mine?.rate ?? 0) / fastest)} × the faster of the two`,
      ),
    ],
  }
}
