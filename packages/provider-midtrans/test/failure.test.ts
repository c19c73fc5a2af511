import type { Fault } from "@qriskit/sandbox"
import {
  alikeFor,
  answering,
  DUPLICATE,
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

/** What one verb fails with when Midtrans answers so. The payment behind the others is paid. */
const failureAfter = (verb: Verb, fault: Fault) => failureOfVerb(shop, verb, fault, paid)

const refusing = (code: unknown, message = "No.", more: object = {}): Fault =>
  answering(200, { status_code: code, status_message: message, id: "x", ...more })

/** Section 2 to 5 of the specification: what each code means for each verb. All come as HTTP 200. */
const CODES: ReadonlyArray<readonly [code: string, verbs: Record<Verb, Expected>]> = [
  ["400", all(INVALID)],
  ["401", all(UNAUTHORIZED)],
  ["402", all(REJECTED)],
  ["403", all(INVALID)],
  ["404", { ...all(NOT_FOUND), create: REJECTED }],
  ["405", all(INVALID)],
  ["406", { create: DUPLICATE, inquire: UNREADABLE, cancel: UNREADABLE, refund: UNAVAILABLE }],
  ["408", all(INVALID)],
  ["409", all(REJECTED)],
  ["410", all(REJECTED)],
  ["411", all(REJECTED)],
  ["412", { ...all(STATE), create: REJECTED }],
  ["413", all(INVALID)],
  ["414", all(REJECTED)],
  ["429", all(LIMITED)],
  ["500", all(UNAVAILABLE)],
  ["503", all(UNAVAILABLE)],
  ["505", all(UNAVAILABLE)],
  // No page names these, and none of them is a refusal.
  ["407", all(UNREADABLE)],
  ["499", all(UNREADABLE)],
  ["600", all(UNREADABLE)],
  ["constructor", all(UNREADABLE)],
]

const rows = CODES.flatMap(([code, verbs]) => VERBS.map((verb) => [code, verb, verbs[verb]] as const))

describe("a refusal inside HTTP 200", () => {
  it.each(rows)("code %s to %s", async (code, verb, expected) => {
    const error = await failureAfter(verb, refusing(code))
    expect(told(error)).toEqual(expected)
  })

  it("is read where its code is a number", async () => {
    expect((await failureAfter("create", refusing(402))).reason._tag).toBe("Rejected")
    expect((await failureAfter("create", refusing(4.5))).reason._tag).toBe("MalformedResponse")
  })

  it("tells what Midtrans said, its list of complaints included", async () => {
    const messages = ["amount is odd", 7, " "]
    const { reason } = await failureAfter(
      "create",
      refusing("400", "Invalid.", { validation_messages: messages }),
    )
    expect(reason).toMatchObject({
      httpStatus: 200,
      providerCode: "400",
      providerMessage: "Invalid.",
      issues: [{ path: "", message: "amount is odd" }],
    })
  })
})

describe("answers that are neither yes nor no", () => {
  it.each<[string, Fault, Expected]>([
    ["HTTP 202 without a body: the first use of the key still runs", answering(202, ""), UNAVAILABLE],
    ["a code for yes without a status word", refusing("201"), UNREADABLE],
    ["a denied charge", refusing("202", "Denied.", { transaction_status: "deny" }), REJECTED],
    ["HTTP 500 with a refusal inside", answering(500, { status_code: "400" }), UNAVAILABLE],
    ["HTTP 400 with a server error inside", answering(400, { status_code: "500" }), UNAVAILABLE],
    [
      "HTTP 400 with a word inside",
      answering(400, { status_code: "201", transaction_status: "pending" }),
      UNREADABLE,
    ],
    ["HTTP 429 with anything inside", answering(429, { status_code: "201" }), LIMITED],
    ["HTTP 404 in Midtrans' words: a wrong host", answering(404, { status_code: "404" }), REJECTED],
    ["HTTP 404 of a gateway", answering(404, "<html>"), UNREADABLE],
  ])("create: %s", async (_, fault, expected) => {
    const error = await failureAfter("create", fault)
    expect(told(error)).toEqual(expected)
  })

  it("a refund that the bank denied was refused", async () => {
    const error = await failureAfter(
      "refund",
      refusing("202", "Refund denied by the bank", {
        transaction_status: "settlement",
        refund_amount: "0.00",
      }),
    )
    expect(told(error)).toEqual(REJECTED)
  })

  it("a limit says how long to wait", async () => {
    const fault = answering(200, { status_code: "429" }, { "retry-after": "9" })
    const { retryAfter } = await failureAfter("create", fault)
    expect(retryAfter && Duration.toSeconds(retryAfter)).toBe(9)
  })
})
