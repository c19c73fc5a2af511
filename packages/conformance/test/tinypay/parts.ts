import { createHmac } from "node:crypto"
import type { PaymentStatus, Rupiah } from "@qriskit/core"
import { isSameSecret, type QrCheck, statusOf } from "@qriskit/core/provider-kit"
import * as Redacted from "effect/Redacted"
import { STATES, type TinyAnswer } from "./wire.js"

/** What was asked, as far as a verb knows it. */
interface Asked {
  readonly id: string
  readonly uid?: string
  readonly amount?: Rupiah
}

/** Tinypay's signature: HMAC-SHA256 over the body, in hex. */
export const signatureOf = (secret: Redacted.Redacted<string>, body: string): string =>
  createHmac("sha256", Redacted.value(secret)).update(body).digest("hex")

/** The decisions inside Tinypay, apart, so that a test can replace one by a wrong one. */
export interface TinyParts {
  readonly sign: (secret: Redacted.Redacted<string>, body: string) => string
  readonly status: (word: string) => PaymentStatus
  readonly isGenuine: (given: string, expected: string) => boolean
  readonly contradictions: (answer: TinyAnswer, asked: Asked) => ReadonlyArray<string>
  readonly qrCheck: QrCheck
  /** Whether secrets are cut out of what the acquirer echoes. */
  readonly scrubs: boolean
}

export const SOUND_PARTS: TinyParts = {
  sign: signatureOf,
  status: (word) => statusOf(STATES, word),
  isGenuine: isSameSecret,
  contradictions: (answer, { id, uid = answer.uid, amount = answer.amount }) => [
    ...(answer.id === id ? [] : ["it is about another external id"]),
    ...(answer.uid === uid ? [] : ["it is about another payment"]),
    ...(answer.amount === amount ? [] : ["it names another amount"]),
  ],
  qrCheck: "strict",
  scrubs: true,
}
