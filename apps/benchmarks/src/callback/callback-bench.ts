import { createHash, createHmac } from "node:crypto"
import { createIfortepay } from "@qriskit/provider-ifortepay/promise"
import { Webhook } from "standardwebhooks"
import Stripe from "stripe"
import { versionOf } from "../machine.js"
import { inTurns, median, spread } from "../rounds.js"
import { figure, percent, type Table, verdict } from "../table.js"
import { EXTERNAL_ID, PAYMENT_ID } from "../wire/canned.js"

const HASH_KEY = "benchHashKey"
const STRIPE_SECRET = "whsec_bench"

/** The fields of an observed iFortepay callback, beside the two that stripe asks for; as the bytes that a server receives. */
const BODY = Buffer.from(
  JSON.stringify({
    id: "evt_bench",
    object: "event",
    transaction_id: PAYMENT_ID,
    external_id: EXTERNAL_ID,
    reference_id: `100000_${EXTERNAL_ID}`,
    order_id: EXTERNAL_ID,
    merchant_id: "IFP0000000001",
    response_code: "00",
    response_message: "SUCCESS",
    currency: "IDR",
    payment_method: "WALLET",
    payment_channel: "NOBU",
    payment_system: "QR",
    transaction_status: "PAID",
    payment_details: {
      amount: 25_000,
      expired_time: "2026-04-07T18:08:00.366+07:00",
      transaction_description: "Kopi susu dan roti bakar",
      transaction_time: "2026-04-07T17:52:59.783+07:00",
      total_amount: 25_000,
      paid_time: "2026-04-07T17:53:45.850+07:00",
    },
    customer_details: {
      phone: "081200000000",
      email: "pelanggan@example.com",
      full_name: "Pelanggan Contoh",
    },
    issuer: "NOBU",
    wallet_details: { id: "081200000000", id_type: "HP" },
    acquirer_issuer_relation: "on_us",
  }),
)

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex")

interface Verifier {
  readonly name: string
  readonly verify: () => unknown
}

const ours = (): Verifier => {
  const { notifications } = createIfortepay({
    merchantId: "IFP0000000001",
    secretUnboundId: "0x00112233445566778899",
    hashKey: HASH_KEY,
    channel: "NOBU",
    environment: "staging",
  })
  const signature = sha256(PAYMENT_ID + sha256(HASH_KEY + EXTERNAL_ID + EXTERNAL_ID))
  const raw = { headers: { "content-type": "application/json", "mcp-signature": signature }, body: BODY }
  return { name: "qriskit iFortepay notifications.read", verify: () => notifications.read(raw) }
}

const stripe = (): Verifier => {
  const client = new Stripe("sk_test_bench")
  const header = client.webhooks.generateTestHeaderString({ payload: BODY.toString(), secret: STRIPE_SECRET })
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

/** Every result is awaited, as an endpoint does: ours is a promise, the others are values. */
const perSecond = async ({ verify }: Verifier, calls: number): Promise<number> => {
  for (let index = 0; index < calls / 5; index++) await verify()
  const from = process.hrtime.bigint()
  for (let index = 0; index < calls; index++) await verify()
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
    about: `A body of ${BODY.length} bytes, as bytes: signature and JSON. Ours also decodes the claim: status, amount and time in this project's types. stripe and standardwebhooks sign the whole body, iFortepay the ids alone; stripe's and iFortepay's digests are Node's, standardwebhooks' is JavaScript. ${rounds} rounds in turn, ${calls} callbacks each.`,
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
