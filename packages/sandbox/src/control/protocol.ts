import * as v from "valibot"
import { callbackRuleSchema } from "../callback-script.js"
import type { CallbackAttempt } from "../callbacks.js"
import { dottedPath, flag, httpUrl, rupiah, strict, text, wholeNumber } from "../decode.js"
import { faultRuleSchema, faultSchema, faultTargetSchema } from "../fault.js"
import type { JournalEntry } from "../journal.js"
import { PROVIDERS } from "../ledger.js"
import { seedSchema } from "../settings.js"
import { SNAP_ACQUIRERS } from "../snap/names.js"
import type { CallbackOverrides, RawCallback } from "../wire.js"
import { OPERATIONS } from "../wire.js"
import type { QrReading, SandboxAccount, SandboxPayment } from "./control.js"

// The control plane as a table: each operation with what it takes and what it answers. Both sides decode with it,
// so that a control over HTTP and one in process accept and give the same.

const time = v.union(
  [
    v.pipe(
      v.date(),
      v.check((at) => !Number.isNaN(at.getTime())),
    ),
    v.pipe(
      v.string(),
      v.isoTimestamp(),
      v.transform((at) => new Date(at)),
    ),
  ],
  "must be a time",
)

const nothing = strict({})
const done = strict({})

const providerName = v.picklist(PROVIDERS, `must be one of ${PROVIDERS.join(", ")}`)
/** A payment's id, or its QR payload. */
const id = text(1024)
const subject = strict({ id })
const instant = strict({ now: time })
const headers = v.record(v.string(), v.string())
const status = v.picklist(["pending", "paid", "expired", "canceled"])

const payment: v.GenericSchema<unknown, SandboxPayment> = v.object({
  provider: providerName,
  paymentId: v.string(),
  externalId: v.string(),
  orderId: v.string(),
  channel: v.exactOptional(v.string()),
  kind: v.picklist(["dynamic", "static"]),
  amount: v.number(),
  paidAmount: v.exactOptional(v.number()),
  status,
  providerStatus: v.string(),
  qrPayload: v.string(),
  createdAt: time,
  expiresAt: v.exactOptional(time),
  paidAt: v.exactOptional(time),
  issuer: v.exactOptional(v.string()),
  payerName: v.exactOptional(v.string()),
  refunds: v.array(
    v.object({
      refundId: v.string(),
      key: v.exactOptional(v.string()),
      amount: v.number(),
      reason: v.exactOptional(v.string()),
      askedAt: time,
      status: v.picklist(["pending", "succeeded", "failed"]),
      settledAt: v.exactOptional(time),
    }),
  ),
  history: v.array(
    v.object({
      at: time,
      event: v.picklist([
        "created",
        "paid",
        "paid late",
        "paid again",
        "expired",
        "canceled",
        "provider status set",
        "refund asked",
        "refunded",
        "refund failed",
        "refunds ended",
      ]),
      amount: v.exactOptional(v.number()),
      word: v.exactOptional(v.string()),
    }),
  ),
})

const reading: v.GenericSchema<unknown, QrReading> = v.object({
  merchantName: v.exactOptional(v.string()),
  merchantCity: v.exactOptional(v.string()),
  amount: v.exactOptional(v.number()),
  isPayable: v.boolean(),
  payment: v.exactOptional(payment),
})

const callback: v.GenericSchema<unknown, RawCallback> = v.object({
  url: v.exactOptional(v.string()),
  headers,
  body: v.string(),
})

const attempt: v.GenericSchema<unknown, CallbackAttempt> = v.object({
  seq: v.number(),
  at: time,
  provider: providerName,
  paymentId: v.string(),
  attempt: v.number(),
  callback,
  outcome: v.picklist(["accepted", "rejected", "failed", "undeliverable", "dropped"]),
  answer: v.exactOptional(v.object({ status: v.number(), body: v.string() })),
  reason: v.exactOptional(v.string()),
})

const faultKind = v.picklist([
  "silence",
  "cut",
  "half-body",
  "slow-headers",
  "slow-body",
  "status",
  "content-type",
  "oversized",
  "redirect",
  "amend",
])

const journalEntry: v.GenericSchema<unknown, JournalEntry> = v.object({
  seq: v.number(),
  at: time,
  provider: providerName,
  operation: v.exactOptional(v.picklist(OPERATIONS)),
  method: v.string(),
  path: v.string(),
  headers,
  body: v.string(),
  answer: v.exactOptional(v.object({ status: v.number(), headers, body: v.string() })),
  fault: v.exactOptional(faultKind),
})

const overrides: v.GenericSchema<CallbackOverrides> = strict({
  status: v.exactOptional(text(64)),
  amount: v.exactOptional(wholeNumber(0, 9_999_999_999_999)),
  set: v.exactOptional(v.record(dottedPath, v.unknown())),
  wrongSignature: v.exactOptional(flag),
  unsigned: v.exactOptional(flag),
})

const payer = { issuer: v.exactOptional(text(64)), payerName: v.exactOptional(text(100)) }

/** As it can stand in a path. */
const account = v.pipe(
  v.string("must be a string"),
  v.regex(/^\w[\w\-.~:@]{0,63}$/, "must be 1 to 64 letters, digits and - _ . ~ : @"),
)

const credentials: v.GenericSchema<unknown, SandboxAccount> = v.object({
  account: v.string(),
  ifortepay: v.object({ merchantId: v.string(), secretUnboundId: v.string(), hashKey: v.string() }),
  zipay: v.object({
    userId: v.string(),
    password: v.string(),
    merchantId: v.string(),
    merchantKey: v.string(),
  }),
  midtrans: v.object({ serverKey: v.string() }),
  xendit: v.object({ secretKey: v.string(), callbackToken: v.string() }),
  snap: v.object({
    clientId: v.string(),
    partnerId: v.string(),
    merchantId: v.string(),
    clientSecret: v.string(),
    privateKey: v.string(),
    acquirerKeys: v.string(),
    settings: v.record(v.string(), v.string()),
    inbound: v.object({ clientId: v.string(), secret: v.string() }),
  }),
})

/** 100 years. */
const span = wholeNumber(0, 100 * 366 * 24 * 60 * 60 * 1000)

/** Below this path the control plane answers. */
export const CONTROL_PREFIX = "/_sandbox/"

/** Over HTTP: `POST /_sandbox/<name>`; those with `reads` also by GET, their input as the query. */
export const protocol = {
  now: { reads: true, input: nothing, output: instant },
  advance: { reads: false, input: strict({ ms: span }), output: instant },
  "set-time": { reads: false, input: strict({ at: time }), output: instant },
  payments: { reads: true, input: nothing, output: v.object({ payments: v.array(payment) }) },
  payment: { reads: true, input: subject, output: payment },
  "read-qr": { reads: true, input: strict({ qrPayload: text(1024) }), output: reading },
  pay: {
    reads: false,
    input: strict({
      id,
      ...payer,
      amount: v.exactOptional(rupiah),
      at: v.exactOptional(time),
      force: v.exactOptional(flag),
    }),
    output: payment,
  },
  "static-qr": {
    reads: true,
    input: strict({ provider: providerName }),
    output: v.object({ qrPayload: v.string() }),
  },
  "pay-static": {
    reads: false,
    input: strict({ provider: providerName, amount: rupiah, ...payer }),
    output: payment,
  },
  expire: { reads: false, input: subject, output: payment },
  cancel: { reads: false, input: subject, output: payment },
  "set-provider-status": { reads: false, input: strict({ id, word: text(64) }), output: payment },
  refund: {
    reads: false,
    input: strict({ id, amount: v.exactOptional(rupiah) }),
    output: payment,
  },
  "settle-refund": {
    reads: false,
    input: strict({ id, refund: text(255), status: v.picklist(["succeeded", "failed"]) }),
    output: payment,
  },
  "end-refunds": { reads: false, input: subject, output: payment },
  account: { reads: false, input: strict({ account }), output: credentials },
  "renew-account": { reads: false, input: strict({ account }), output: credentials },
  "faults/script": { reads: false, input: faultRuleSchema, output: done },
  "faults/list": {
    reads: true,
    input: nothing,
    output: v.object({
      faults: v.array(v.object({ at: faultTargetSchema, remaining: v.number(), fault: faultSchema })),
    }),
  },
  "faults/clear": { reads: false, input: nothing, output: done },
  "faults/refuse": {
    reads: false,
    input: strict({ forMs: v.exactOptional(wholeNumber(1, 3_600_000)) }),
    output: done,
  },
  "faults/restore": { reads: false, input: nothing, output: done },
  "callbacks/script": { reads: false, input: callbackRuleSchema, output: done },
  "callbacks/attempts": { reads: true, input: nothing, output: v.object({ attempts: v.array(attempt) }) },
  "callbacks/resend": { reads: false, input: subject, output: attempt },
  "callbacks/build": {
    reads: false,
    input: strict({ id, overrides: v.exactOptional(overrides) }),
    output: callback,
  },
  "callbacks/release": { reads: false, input: nothing, output: done },
  "callbacks/idle": { reads: false, input: nothing, output: done },
  "zipay/set-callback-url": {
    reads: false,
    input: strict({ url: v.nullable(httpUrl) }),
    output: done,
  },
  "zipay/revoke-tokens": { reads: false, input: nothing, output: done },
  "midtrans/set-callback-url": {
    reads: false,
    input: strict({ url: v.nullable(httpUrl) }),
    output: done,
  },
  "xendit/set-callback-url": {
    reads: false,
    input: strict({ url: v.nullable(httpUrl) }),
    output: done,
  },
  "snap/set-callback-url": {
    reads: false,
    input: strict({ acquirer: v.picklist(SNAP_ACQUIRERS), url: v.nullable(httpUrl) }),
    output: done,
  },
  "snap/revoke-tokens": {
    reads: false,
    input: strict({ acquirer: v.picklist(SNAP_ACQUIRERS) }),
    output: done,
  },
  "ifortepay/set-static-callback-url": {
    reads: false,
    input: strict({ url: v.nullable(httpUrl) }),
    output: done,
  },
  journal: {
    reads: true,
    input: strict({ since: v.exactOptional(wholeNumber(0, Number.MAX_SAFE_INTEGER)) }),
    output: v.object({ entries: v.array(journalEntry) }),
  },
  reset: { reads: false, input: strict({ seed: v.exactOptional(seedSchema) }), output: done },
} as const

export type Protocol = typeof protocol
export type ControlName = keyof Protocol
/** What a caller gives; times as `Date` or ISO text. */
export type ControlInput<Name extends ControlName> = v.InferInput<Protocol[Name]["input"]>
/** What the sandbox works with. */
export type DecodedInput<Name extends ControlName> = v.InferOutput<Protocol[Name]["input"]>
export type ControlOutput<Name extends ControlName> = v.InferOutput<Protocol[Name]["output"]>

/** Carries one control operation out, wherever the sandbox is. */
export type ControlCall = <Name extends ControlName>(
  name: Name,
  input: ControlInput<Name>,
) => Promise<ControlOutput<Name>>
