import type { Fault } from "@qriskit/sandbox"
import {
  alikeFor,
  answering,
  type Expected,
  failureAfter as failureOfVerb,
  INVALID,
  LIMITED,
  NOT_FOUND,
  REJECTED,
  STATE,
  told,
  UNAUTHORIZED,
  UNAVAILABLE,
  UNREADABLE,
} from "@qriskit/testing"
import * as Duration from "effect/Duration"
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest"
import { openShop, paid, type Shop } from "./support/shop.js"

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterEach(() => shop.control.faults.clear())
afterAll(() => shop[Symbol.asyncDispose]())

const VERBS = ["create", "inquire", "cancel", "refund"] as const
type Verb = (typeof VERBS)[number]

const all = alikeFor(VERBS)

/** What one verb fails with when Xendit answers so. The payment behind the others is paid. */
const failureAfter = (verb: Verb, fault: Fault) => failureOfVerb(shop, verb, fault, paid)

const refusing = (status: number, code: unknown, headers: Record<string, string> = {}): Fault =>
  answering(status, { error_code: code, message: "No." }, headers)

/** Sections 2 to 5 of the specification. */
const CODES: ReadonlyArray<readonly [status: number, code: string, verbs: Record<Verb, Expected>]> = [
  [400, "API_VALIDATION_ERROR", all(INVALID)],
  [400, "INVALID_VALUE_ERROR", all(INVALID)],
  [400, "PAYMENT_REQUEST_RATE_LIMITED", all(LIMITED)],
  [401, "INVALID_API_KEY", all(UNAUTHORIZED)],
  [401, "SOMETHING_ELSE", all(UNAUTHORIZED)],
  [403, "INVALID_MERCHANT_SETTINGS", all(REJECTED)],
  [403, "ACCOUNT_ACCESS_BLOCKED", all(REJECTED)],
  [404, "DATA_NOT_FOUND", { ...all(NOT_FOUND), create: REJECTED }],
  [409, "DATA_NOT_FOUND", { ...all(STATE), create: ["DuplicateExternalId", "refused"] }],
  [429, "RATE_LIMIT_EXCEEDED", all(LIMITED)],
  [500, "SERVER_ERROR", all(UNAVAILABLE)],
  [503, "CHANNEL_UNAVAILABLE", all(UNAVAILABLE)],
  [503, "API_VALIDATION_ERROR", all(UNAVAILABLE)],
  [400, "CHANNEL_UNAVAILABLE", all(UNAVAILABLE)],
  [400, "INACTIVE_PAYMENT_REQUEST", { ...all(UNREADABLE), cancel: STATE }],
  [400, "INELIGIBLE_TRANSACTION_STATUS", { ...all(UNREADABLE), cancel: STATE, refund: STATE }],
  [400, "REFUND_AMOUNT_EXCEEDED", { ...all(UNREADABLE), refund: STATE }],
  [400, "REFUND_IN_PROGRESS", { ...all(UNREADABLE), refund: STATE }],
  [400, "INSUFFICIENT_BALANCE", { ...all(UNREADABLE), refund: REJECTED }],
  [403, "REFUND_NOT_SUPPORTED", { ...all(UNAUTHORIZED), refund: REJECTED }],
  [
    400,
    "TEMPORARILY_UNAVAILABLE",
    { ...all(UNREADABLE), cancel: ["ProviderUnavailable", "refused"], refund: REJECTED },
  ],
  // No page names these, and none of them is a refusal.
  [400, "SOMETHING_NEW", all(UNREADABLE)],
  [422, "constructor", all(UNREADABLE)],
  [200, "SOMETHING_NEW", all(UNREADABLE)],
]

const rows = CODES.flatMap(([status, code, verbs]) =>
  VERBS.map((verb) => [status, code, verb, verbs[verb]] as const),
)

describe("a refusal", () => {
  it.each(rows)("HTTP %s %s to %s", async (status, code, verb, expected) => {
    const error = await failureAfter(verb, refusing(status, code))
    expect(told(error)).toEqual(expected)
  })

  it("tells what Xendit said", async () => {
    const { reason } = await failureAfter("create", refusing(400, "API_VALIDATION_ERROR"))
    expect(reason).toMatchObject({
      httpStatus: 400,
      providerCode: "API_VALIDATION_ERROR",
      providerMessage: "No.",
    })
  })

  it.each([
    ["rate-limit-reset", "7.2", 8],
    ["rate-limit-reset", "99999", 3_600],
    ["retry-after", "9", 9],
  ])("that limits says how long to wait: %s %s", async (header, value, seconds) => {
    const { retryAfter } = await failureAfter(
      "create",
      refusing(429, "RATE_LIMIT_EXCEEDED", { [header]: value }),
    )
    expect(retryAfter && Duration.toSeconds(retryAfter)).toBe(seconds)
  })

  it("that limits need not say how long", async () => {
    expect(
      (await failureAfter("create", refusing(429, 7, { "rate-limit-reset": "soon" }))).retryAfter,
    ).toBeUndefined()
  })
})
