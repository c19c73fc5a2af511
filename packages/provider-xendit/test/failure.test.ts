import type { Fault } from "@qriskit/sandbox"
import { answering, type Expected, failuresOf, MEANS, sharedShop, told } from "@qriskit/testing"
import * as Duration from "effect/Duration"
import { describe, expect, it } from "vitest"
import { openShop, paid } from "./support/shop.js"

const shop = sharedShop(openShop)

const VERBS = ["create", "inquire", "cancel", "refund"] as const
type Verb = (typeof VERBS)[number]

/** The payment behind every verb but create is paid. */
const { all, failureAfter } = failuresOf(shop, VERBS, paid)

const refusing = (status: number, code: unknown, headers: Record<string, string> = {}): Fault =>
  answering(status, { error_code: code, message: "No." }, headers)

/** Sections 2 to 5 of the specification. */
const CODES: ReadonlyArray<readonly [status: number, code: string, verbs: Record<Verb, Expected>]> = [
  [400, "API_VALIDATION_ERROR", all(MEANS.INVALID)],
  [400, "INVALID_VALUE_ERROR", all(MEANS.INVALID)],
  [400, "PAYMENT_REQUEST_RATE_LIMITED", all(MEANS.LIMITED)],
  [401, "INVALID_API_KEY", all(MEANS.UNAUTHORIZED)],
  [401, "SOMETHING_ELSE", all(MEANS.UNAUTHORIZED)],
  [403, "INVALID_MERCHANT_SETTINGS", all(MEANS.REJECTED)],
  [403, "ACCOUNT_ACCESS_BLOCKED", all(MEANS.REJECTED)],
  [404, "DATA_NOT_FOUND", { ...all(MEANS.NOT_FOUND), create: MEANS.REJECTED }],
  [
    409,
    "DATA_NOT_FOUND",
    { ...all(MEANS.STATE), create: ["DuplicateExternalId", "refused"], refund: MEANS.UNAVAILABLE },
  ],
  // The first call under its key may still be under way, or have given the money back.
  [
    409,
    "DUPLICATE_ERROR",
    { ...all(MEANS.STATE), create: ["DuplicateExternalId", "refused"], refund: MEANS.UNAVAILABLE },
  ],
  [429, "RATE_LIMIT_EXCEEDED", all(MEANS.LIMITED)],
  [500, "SERVER_ERROR", all(MEANS.UNAVAILABLE)],
  [503, "CHANNEL_UNAVAILABLE", all(MEANS.UNAVAILABLE)],
  [503, "API_VALIDATION_ERROR", all(MEANS.UNAVAILABLE)],
  [408, "API_VALIDATION_ERROR", all(MEANS.UNAVAILABLE)],
  [400, "CHANNEL_UNAVAILABLE", all(MEANS.UNAVAILABLE)],
  [400, "INACTIVE_PAYMENT_REQUEST", { ...all(MEANS.UNREADABLE), cancel: MEANS.STATE }],
  [
    400,
    "INELIGIBLE_TRANSACTION_STATUS",
    { ...all(MEANS.UNREADABLE), cancel: MEANS.STATE, refund: MEANS.STATE },
  ],
  [400, "REFUND_AMOUNT_EXCEEDED", { ...all(MEANS.UNREADABLE), refund: MEANS.STATE }],
  [400, "REFUND_IN_PROGRESS", { ...all(MEANS.UNREADABLE), refund: MEANS.STATE }],
  [400, "INSUFFICIENT_BALANCE", { ...all(MEANS.UNREADABLE), refund: MEANS.REJECTED }],
  [403, "REFUND_NOT_SUPPORTED", { ...all(MEANS.UNAUTHORIZED), refund: MEANS.REJECTED }],
  [
    400,
    "TEMPORARILY_UNAVAILABLE",
    { ...all(MEANS.UNREADABLE), cancel: ["ProviderUnavailable", "refused"], refund: MEANS.REJECTED },
  ],
  // No page names these, and none of them is a refusal.
  [400, "SOMETHING_NEW", all(MEANS.UNREADABLE)],
  [422, "constructor", all(MEANS.UNREADABLE)],
  [200, "SOMETHING_NEW", all(MEANS.UNREADABLE)],
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

  it.each(VERBS)("that tells a result is none, and unknown for %s", async (verb) => {
    for (const status of [302, 400, 401, 403, 404, 409, 429]) {
      const error = await failureAfter(verb, answering(status, { id: "rfd-1", status: "SUCCEEDED" }))
      expect(told(error), String(status)).toEqual(MEANS.UNREADABLE)
      const payment = { payment_request_id: "pr-1", status: "CANCELED" }
      expect(told(await failureAfter(verb, answering(status, payment)))).toEqual(MEANS.UNREADABLE)
    }
    expect(told(await failureAfter(verb, answering(503, { id: "rfd-1", status: "SUCCEEDED" })))).toEqual(
      MEANS.UNAVAILABLE,
    )
  })

  it("of a gateway with an id and a word of its own is as HTTP says", async () => {
    for (const status of ["error", "constructor", 403]) {
      const error = await failureAfter("refund", answering(403, { id: "trace-1", status }))
      expect(told(error)).toEqual(MEANS.UNAUTHORIZED)
    }
  })

  it("that limits need not say how long", async () => {
    expect(
      (await failureAfter("create", refusing(429, 7, { "rate-limit-reset": "soon" }))).retryAfter,
    ).toBeUndefined()
  })
})

it.each([
  ["ACCOUNT_ACCESS_BLOCKED", "account"],
  ["INVALID_MERCHANT_SETTINGS", undefined],
])("%s is about %s", async (code, about) => {
  const { reason } = await failureAfter("inquire", refusing(403, code))
  expect(reason._tag).toBe("Rejected")
  expect("about" in reason ? reason.about : undefined).toBe(about)
})
