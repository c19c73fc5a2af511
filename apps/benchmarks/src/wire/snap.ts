import { createHash, createHmac, generateKeyPairSync } from "node:crypto"
import { midtrans as profile } from "@qriskit/provider-snap/presets"
import { createSnap } from "@qriskit/provider-snap/promise"
import midtrans from "midtrans-client"
import { type Dispatcher, request } from "undici"
import { versionOf } from "../machine.js"
import { AMOUNT, EXTERNAL_ID, SNAP_ID } from "./canned.js"
import type { Contestant } from "./contestant.js"

const SECRET = "bench-client-secret"
const PATH = "/v1.0/qr/qr-mpm-generate"

/** The least that a SNAP call can be: what goes into the signature, the signature, and the request. */
const RAW = "undici.request (raw), signed as SNAP wants it"

const body = () => ({
  partnerReferenceNo: EXTERNAL_ID,
  amount: { value: `${AMOUNT}.00`, currency: "IDR" },
  merchantId: "G0000001",
  additionalInfo: { acquirer: "gopay" },
})

const keys = () =>
  generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  })

const rawCall = async (origin: string, dispatcher: Dispatcher): Promise<unknown> => {
  const text = JSON.stringify(body())
  const timestamp = new Date().toISOString()
  const hash = createHash("sha256").update(text).digest("hex")
  const signature = createHmac("sha512", SECRET)
    .update(`POST:${PATH}:bench-token:${hash}:${timestamp}`)
    .digest("base64")
  const answer = await request(origin + PATH, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      authorization: "Bearer bench-token",
      "x-partner-id": "G0000001",
      "x-external-id": EXTERNAL_ID,
      "channel-id": "12345",
      "x-timestamp": timestamp,
      "x-signature": signature,
    },
    body: text,
    dispatcher,
  })
  return JSON.parse(await answer.body.text())
}

/** Midtrans' SNAP, by hand, by us and by its own SDK. A token is there already for all of them. */
export const snapContestantsAt = (origin: string, dispatcher: Dispatcher): ReadonlyArray<Contestant> => {
  const { privateKey, publicKey } = keys()
  const snap = createSnap({
    profile,
    environment: "sandbox",
    baseUrl: origin,
    clientId: "bench",
    partnerId: "G0000001",
    merchantId: "G0000001",
    clientSecret: SECRET,
    privateKey,
    acquirerKeys: publicKey,
    settings: { channelId: "12345", acquirer: "gopay" },
  })
  const ref = {
    provider: profile.id,
    paymentId: SNAP_ID,
    externalId: EXTERNAL_ID,
    orderId: EXTERNAL_ID,
    attributes: { askedAmount: String(AMOUNT) },
  }
  const { SnapBi, SnapBiConfig } = midtrans
  SnapBiConfig.snapBiClientId = "bench"
  SnapBiConfig.snapBiPartnerId = "G0000001"
  SnapBiConfig.snapBiClientSecret = SECRET
  SnapBiConfig.snapBiChannelId = "12345"
  SnapBiConfig.getBaseUrl = () => origin
  const sdk = `midtrans-client SnapBi ${versionOf("midtrans-client")}`
  const query = { originalReferenceNo: SNAP_ID, originalPartnerReferenceNo: EXTERNAL_ID, serviceCode: "47" }
  const goal = { over: RAW, within: 30 }
  return [
    { name: RAW, isOurs: false, call: () => rawCall(origin, dispatcher) },
    {
      name: "qriskit SNAP (Midtrans) create",
      isOurs: true,
      goal,
      beside: sdk,
      call: () => snap.create({ amount: AMOUNT, externalId: EXTERNAL_ID }),
    },
    {
      name: "qriskit SNAP (Midtrans) inquire",
      isOurs: true,
      goal,
      beside: `${sdk} inquire`,
      call: () => snap.inquire(ref),
    },
    {
      name: sdk,
      isOurs: false,
      // The object holds the time that is signed, so there is one for each call.
      call: () => SnapBi.qris().withAccessToken("bench-token").withBody(body()).createPayment(EXTERNAL_ID),
    },
    {
      name: `${sdk} inquire`,
      isOurs: false,
      call: () => SnapBi.qris().withAccessToken("bench-token").withBody(query).getStatus(EXTERNAL_ID),
    },
  ]
}
