import type { PaymentRef, Transport } from "@qriskit/core"
import { createIfortepay, createIfortepayAccounts } from "@qriskit/provider-ifortepay/promise"
import { createZipay, createZipayAccounts } from "@qriskit/provider-zipay/promise"
import * as Effect from "effect/Effect"
import { ANSWERS, EXTERNAL_ID, PAYMENT_ID } from "../wire/canned.js"

/** Whose payment is asked about. */
export interface Question {
  readonly account: string
  readonly ref: PaymentRef
}

/** A provider's clients over a network that takes no time: what is measured is ours alone. */
export interface Platform {
  readonly name: string
  /** Asks about the one payment, with the one client of one merchant. */
  alone(): Promise<unknown>
  /** What is asked as the merchant of this number, of `size`: as it comes from a request, and no part of the call. */
  question(number: number): Question
  /** Asks it. */
  among(question: Question): Promise<unknown>
  /** Accounts in memory. */
  held(): number
}

const bytes = new Map(Object.entries(ANSWERS).map(([path, body]) => [path, Buffer.from(body)]))

const instant: Transport["Service"] = {
  send: ({ url }) =>
    Effect.succeed({
      status: 200,
      headers: {},
      body: bytes.get(new URL(url).pathname) ?? Buffer.from("{}"),
    }),
}

const shared = { transport: instant }
const baseUrl = "http://127.0.0.1:9"
const anyRef: PaymentRef = {
  provider: "",
  paymentId: PAYMENT_ID,
  externalId: EXTERNAL_ID,
  orderId: EXTERNAL_ID,
}

const nameOf = (number: number): string => `toko-${number}`

/** What the platform's table holds of a merchant: its configuration, as `load` gives it. */
export const ifortepayOf = (number: number) => ({
  merchantId: `IFP${String(number).padStart(10, "0")}`,
  secretUnboundId: `0x${String(number).padStart(20, "0")}`,
  hashKey: `hash-key-of-merchant-${number}`,
  channel: "NOBU" as const,
  baseUrl,
})

export const zipayOf = (number: number) => ({
  userId: `user-${number}`,
  password: `password-of-merchant-${number}`,
  // The canned answer is about this merchant.
  merchantId: "3",
  merchantKey: `key-of-merchant-${number}`,
  baseUrl,
})

const questionOf = (mine: PaymentRef, number: number): Question => {
  const account = nameOf(number)
  return { account, ref: { ...mine, account } }
}

const numberIn = (account: string): number => Number(account.slice(5))

/** As a database gives it: each text is one piece, and not put together of others. */
const asStored = <Row>(row: Row): Row => JSON.parse(JSON.stringify(row))

export const ifortepayPlatform = (size: number): Platform => {
  const single = createIfortepay(ifortepayOf(0), shared)
  const accounts = createIfortepayAccounts({
    ...shared,
    capacity: size,
    load: (account) => asStored(ifortepayOf(numberIn(account))),
  })
  const mine = { ...anyRef, provider: "ifortepay" }
  return {
    name: "iFortepay",
    alone: () => single.inquire(mine),
    question: (number) => questionOf(mine, number),
    among: async ({ account, ref }) => (await accounts.account(account)).inquire(ref),
    held: () => accounts.held,
  }
}

export const zipayPlatform = (size: number): Platform => {
  const single = createZipay(zipayOf(0), shared)
  const accounts = createZipayAccounts({
    ...shared,
    capacity: size,
    load: (account) => asStored(zipayOf(numberIn(account))),
  })
  const mine = { ...anyRef, provider: "zipay" }
  return {
    name: "Zipay",
    alone: () => single.inquire(mine),
    question: (number) => questionOf(mine, number),
    among: async ({ account, ref }) => (await accounts.account(account)).inquire(ref),
    held: () => accounts.held,
  }
}
