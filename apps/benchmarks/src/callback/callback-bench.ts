import {
  createHash,
  createHmac,
  generateKeyPairSync,
  sign as signRsa,
  verify as verifyRsa,
} from "node:crypto"
import { createIfortepay } from "@qriskit/provider-ifortepay/promise"
import { transactionString } from "@qriskit/provider-snap"
import { midtrans } from "@qriskit/provider-snap/presets"
import { createSnap } from "@qriskit/provider-snap/promise"
import { Webhook } from "standardwebhooks"
import Stripe from "stripe"
import { verifying } from "../../../../packages/provider-snap/test/support/verifying.js"
import { versionOf } from "../machine.js"
import { inTurns, median, spread } from "../rounds.js"
import { figure, percent, type Table, verdict } from "../table.js"
import { EXTERNAL_ID, PAYMENT_ID } from "../wire/canned.js"

const HASH_KEY = "benchHashKey"
const STRIPE_SECRET = "whsec_bench"

/**
 * The fields of an observed iFortepay callback, beside the two that stripe asks for; as the bytes that
 * a server receives.
 */
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

const snapKeys = () => {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 })
  return { privateKey, publicKey, pem: publicKey.export({ type: "spki", format: "pem" }).toString() }
}

const SNAP_PATH = "/webhooks/qris/snap-midtrans/v1.0/qr/qr-mpm-notify"
const SNAP_TIME = "2026-04-07T17:53:45+07:00"
const SNAP_BODY = Buffer.from(
  JSON.stringify({
    originalReferenceNo: "A120260102100000000000001",
    originalPartnerReferenceNo: EXTERNAL_ID,
    serviceCode: "47",
    latestTransactionStatus: "00",
    transactionStatusDesc: "Success",
    amount: { value: "25000.00", currency: "IDR" },
    paidTime: "2026-04-07T17:53:45+07:00",
    additionalInfo: { merchantId: "G0000001", qris: { issuerName: "gopay" } },
  }),
)

/**
 * Node's verification alone of a SNAP callback with an RSA key of 2048 bits, ours of the whole, and ours
 * with the claim read.
 */
const snapVerifiers = (): readonly [alone: Verifier, signature: Verifier, whole: Verifier] => {
  const { privateKey, publicKey, pem } = snapKeys()
  const signed = { method: "POST", path: SNAP_PATH, body: SNAP_BODY, timestamp: SNAP_TIME }
  const text = Buffer.from(transactionString(signed))
  const bytes = signRsa("RSA-SHA256", text, privateKey)
  const signature = bytes.toString("base64")
  const config = {
    profile: midtrans,
    environment: "sandbox",
    clientId: "bench",
    merchantId: "G0000001",
    clientSecret: "bench-client-secret",
    privateKey: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    acquirerKeys: pem,
    settings: { channelId: "12345" },
    notificationUrl: `https://toko.example${SNAP_PATH}`,
  } as const
  const { notifications } = createSnap(config)
  const verify = verifying(config)
  const raw = { headers: { "x-timestamp": SNAP_TIME, "x-signature": signature }, body: SNAP_BODY }
  return [
    { name: "crypto.verify alone, RSA-2048", verify: () => verifyRsa("RSA-SHA256", text, publicKey, bytes) },
    { name: "qriskit SNAP, whether a callback is the acquirer's", verify: () => verify(raw) },
    { name: "qriskit SNAP notifications.read", verify: () => notifications.read(raw) },
  ]
}

/** What verifying may cost beside Node's verification. */
const SNAP_GOAL = 1.1

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
  const mine = ours()
  const others = [stripe(), standard()]
  const [alone, signature, whole] = snapVerifiers()
  const contestants = [mine, ...others, alone, signature, whole]
  const results = await inTurns(contestants, rounds, (verifier) => perSecond(verifier, calls), progress)
  const ratesOf = (verifier: Verifier) => results.get(verifier) ?? []
  const rateOf = (verifier: Verifier) => median(ratesOf(verifier))
  const fastest = Math.max(...others.map(rateOf))
  // Round by round: the machine's mood differs more from round to round than these two do.
  const costs = median(ratesOf(alone).map((rate, round) => rate / (ratesOf(signature)[round] ?? Number.NaN)))
  return {
    title: "Verifying a callback",
    about: `A body of ${BODY.length} bytes, as bytes: signature and JSON. Ours also decodes the claim: status, amount and time in this project's types. stripe and standardwebhooks sign the whole body, iFortepay the ids alone; stripe's and iFortepay's digests are Node's, standardwebhooks' is JavaScript. SNAP's callback has ${SNAP_BODY.length} bytes, all of them under an RSA signature. ${rounds} rounds in turn, ${calls} callbacks each.`,
    columns: ["", "callbacks/s", "rounds"],
    rows: contestants.map((verifier) => [
      verifier.name,
      figure(rateOf(verifier)),
      percent(spread(ratesOf(verifier))),
    ]),
    verdicts: [
      verdict(
        "faster than both",
        rateOf(mine) > fastest,
        `${figure(rateOf(mine) / fastest)} × the faster of the two`,
      ),
      verdict(
        "verifying a SNAP callback within 10 % of crypto.verify alone",
        costs <= SNAP_GOAL,
        `${figure(costs)} times its time`,
      ),
    ],
  }
}
