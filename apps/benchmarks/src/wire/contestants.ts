import { createHash } from "node:crypto"
import { createIfortepay } from "@qriskit/provider-ifortepay/promise"
import { createMidtrans } from "@qriskit/provider-midtrans/promise"
import { createXendit } from "@qriskit/provider-xendit/promise"
import { createZipay } from "@qriskit/provider-zipay/promise"
import axios from "axios"
import * as Effect from "effect/Effect"
import midtrans from "midtrans-client"
import Stripe from "stripe"
import { request, Agent as UndiciAgent } from "undici"
import { PaymentRequest as XenditPaymentRequest } from "xendit-node"
import { versionOf } from "../machine.js"
import { AMOUNT, EXTERNAL_ID, MIDTRANS_ID, PAYMENT_ID, XENDIT_ID } from "./canned.js"
import type { Contestant } from "./contestant.js"
import { snapContestantsAt } from "./snap.js"

const HASH_KEY = "benchHashKey"

const body = () =>
  JSON.stringify({
    transaction_id: PAYMENT_ID,
    external_id: EXTERNAL_ID,
    order_id: EXTERNAL_ID,
    payment_channel: "NOBU",
    payment_method: "wallet",
  })

/** What an inquiry by GET can be at least. */
const RAW_GET = "undici.request (raw), by GET"

/** What any client of such an API has to do: sign, and send its credentials. */
const headers = () => ({
  "content-type": "application/json",
  authorization: `Basic ${Buffer.from("merchant:secret").toString("base64")}`,
  "x-req-signature": createHash("sha256")
    .update(HASH_KEY + EXTERNAL_ID + EXTERNAL_ID)
    .digest("hex"),
  "x-version": "v3",
})

export const contestantsAt = (port: number): ReadonlyArray<Contestant> => {
  const origin = `http://127.0.0.1:${port}`
  const url = `${origin}/ewallet/v2/inquiry`
  const dispatcher = new UndiciAgent({ connections: 64, pipelining: 1 })

  const ifortepay = createIfortepay({
    merchantId: "IFP0000000001",
    secretUnboundId: "0x00112233445566778899",
    hashKey: HASH_KEY,
    channel: "NOBU",
    baseUrl: origin,
  })
  const zipay = createZipay({
    userId: "bench",
    password: "bench-password",
    merchantId: "3",
    merchantKey: "bench-merchant-key",
    baseUrl: origin,
  })
  const ref = {
    provider: "ifortepay",
    paymentId: PAYMENT_ID,
    externalId: EXTERNAL_ID,
    orderId: EXTERNAL_ID,
    channel: "NOBU",
  }
  const zipayRef = { provider: "zipay", paymentId: PAYMENT_ID, externalId: EXTERNAL_ID, orderId: EXTERNAL_ID }
  const qriskitMidtrans = createMidtrans({ serverKey: "bench", baseUrl: origin })
  const qriskitXendit = createXendit({ secretKey: "bench", callbackToken: "bench", baseUrl: origin })
  const midtransRef = {
    provider: "midtrans",
    paymentId: MIDTRANS_ID,
    externalId: EXTERNAL_ID,
    orderId: EXTERNAL_ID,
    channel: "gopay",
  }
  const xenditRef = {
    provider: "xendit",
    paymentId: XENDIT_ID,
    externalId: EXTERNAL_ID,
    orderId: EXTERNAL_ID,
  }
  const createRequest = {
    amount: AMOUNT,
    externalId: EXTERNAL_ID,
    description: "Kopi",
    customer: { name: "Pelanggan Contoh", email: "pelanggan@example.com" },
  }

  const stripe = new Stripe("sk_test_bench", {
    host: "127.0.0.1",
    port,
    protocol: "http",
    telemetry: false,
    maxNetworkRetries: 0,
  })
  const xendit = new XenditPaymentRequest({ secretKey: "bench", xenditURL: origin })
  const midtransClient = new midtrans.CoreApi({ isProduction: false, serverKey: "bench", clientKey: "bench" })
  midtransClient.apiConfig.getCoreApiBaseUrl = () => origin
  const inquiryUrl = `${origin}/v3/payment_requests/${XENDIT_ID}`
  const sdks = {
    midtrans: `midtrans-client ${versionOf("midtrans-client")}`,
    xendit: `xendit-node ${versionOf("xendit-node")}`,
  }

  return [
    {
      name: "undici.request (raw)",
      isOurs: false,
      call: async () => {
        const answer = await request(url, { method: "POST", headers: headers(), body: body(), dispatcher })
        return JSON.parse(await answer.body.text())
      },
    },
    {
      name: RAW_GET,
      isOurs: false,
      call: async () => {
        const answer = await request(inquiryUrl, { headers: { authorization: "Basic YmVuY2g6" }, dispatcher })
        return JSON.parse(await answer.body.text())
      },
    },
    {
      name: "fetch (raw)",
      isOurs: false,
      call: async () => (await fetch(url, { method: "POST", headers: headers(), body: body() })).json(),
    },
    { name: "qriskit iFortepay inquire", isOurs: true, call: () => ifortepay.inquire(ref) },
    { name: "qriskit iFortepay create", isOurs: true, call: () => ifortepay.create(createRequest) },
    { name: "qriskit Zipay inquire", isOurs: true, call: () => zipay.inquire(zipayRef) },
    {
      name: "qriskit Midtrans create",
      isOurs: true,
      beside: sdks.midtrans,
      call: () => qriskitMidtrans.create({ amount: AMOUNT, externalId: EXTERNAL_ID }),
    },
    {
      name: "qriskit Midtrans inquire",
      isOurs: true,
      goal: { over: RAW_GET, within: 25 },
      beside: `${sdks.midtrans} inquire`,
      call: () => qriskitMidtrans.inquire(midtransRef),
    },
    {
      name: "qriskit Xendit create",
      isOurs: true,
      beside: sdks.xendit,
      call: () => qriskitXendit.create({ amount: AMOUNT, externalId: EXTERNAL_ID }),
    },
    {
      name: "qriskit Xendit inquire",
      isOurs: true,
      goal: { over: RAW_GET, within: 25 },
      beside: `${sdks.xendit} inquire`,
      call: () => qriskitXendit.inquire(xenditRef),
    },
    {
      name: "qriskit iFortepay inquire, Effect door with its spans",
      isOurs: true,
      goal: "none",
      call: () => Effect.runPromise(ifortepay.effect.inquire(ref)),
    },
    {
      name: `axios ${versionOf("axios")}`,
      isOurs: false,
      call: async () => (await axios.post(url, body(), { headers: headers() })).data,
    },
    {
      name: `stripe ${versionOf("stripe")}`,
      isOurs: false,
      call: () =>
        stripe.paymentIntents.create({ amount: AMOUNT, currency: "idr", metadata: { order: EXTERNAL_ID } }),
    },
    {
      name: sdks.xendit,
      isOurs: false,
      call: () =>
        xendit.createPaymentRequest({
          data: {
            amount: AMOUNT,
            currency: "IDR",
            referenceId: EXTERNAL_ID,
            paymentMethod: {
              type: "QR_CODE",
              reusability: "ONE_TIME_USE",
              qrCode: { channelCode: "DANA" },
            },
          },
        }),
    },
    {
      name: `${sdks.xendit} inquire`,
      isOurs: false,
      call: () => xendit.getPaymentRequestByID({ paymentRequestId: XENDIT_ID }),
    },
    {
      name: sdks.midtrans,
      isOurs: false,
      call: () =>
        midtransClient.charge({
          payment_type: "qris",
          transaction_details: { gross_amount: AMOUNT, order_id: EXTERNAL_ID },
        }),
    },
    {
      name: `${sdks.midtrans} inquire`,
      isOurs: false,
      call: () => midtransClient.transaction.status(MIDTRANS_ID),
    },
    ...snapContestantsAt(origin, dispatcher),
  ]
}
