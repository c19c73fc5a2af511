import type { Fault } from "@qriskit/sandbox"
import { answering, type Expected, failureOf, failuresOf, MEANS, sharedShop, told } from "@qriskit/testing"
import * as Duration from "effect/Duration"
import { describe, expect, it } from "vitest"
import { openShop, paid } from "./support/shop.js"

const shop = sharedShop(openShop)

const VERBS = ["create", "inquire", "cancel", "refund"] as const
type Verb = (typeof VERBS)[number]

/** The payment behind every verb but create is paid. */
const { all, failureAfter } = failuresOf(shop, VERBS, paid)

const refusing = (code: unknown, message = "No.", more: object = {}): Fault =>
  answering(200, { status_code: code, status_message: message, id: "x", ...more })

/** Section 2 to 5 of the specification: what each code means for each verb. All come as HTTP 200. */
const CODES: ReadonlyArray<readonly [code: string, verbs: Record<Verb, Expected>]> = [
  ["400", all(MEANS.INVALID)],
  ["401", all(MEANS.UNAUTHORIZED)],
  ["402", all(MEANS.REJECTED)],
  ["403", all(MEANS.INVALID)],
  ["404", { ...all(MEANS.NOT_FOUND), create: MEANS.REJECTED }],
  ["405", all(MEANS.INVALID)],
  ["406", { ...all(MEANS.UNREADABLE), create: MEANS.DUPLICATE, refund: MEANS.UNAVAILABLE }],
  ["408", all(MEANS.INVALID)],
  ["409", all(MEANS.REJECTED)],
  ["410", all(MEANS.REJECTED)],
  ["411", all(MEANS.REJECTED)],
  ["412", { ...all(MEANS.STATE), create: MEANS.REJECTED }],
  ["413", all(MEANS.INVALID)],
  ["414", all(MEANS.REJECTED)],
  ["429", all(MEANS.LIMITED)],
  ["500", all(MEANS.UNAVAILABLE)],
  ["503", all(MEANS.UNAVAILABLE)],
  ["505", all(MEANS.UNAVAILABLE)],
  // No page names these, and none of them is a refusal.
  ["407", all(MEANS.UNREADABLE)],
  ["499", all(MEANS.UNREADABLE)],
  ["600", all(MEANS.UNREADABLE)],
  ["constructor", all(MEANS.UNREADABLE)],
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
    ["HTTP 202 without a body: the first use of the key still runs", answering(202, ""), MEANS.UNAVAILABLE],
    ["a code for yes without a status word", refusing("201"), MEANS.UNREADABLE],
    ["a denied charge", refusing("202", "Denied.", { transaction_status: "deny" }), MEANS.REJECTED],
    ["HTTP 500 with a refusal inside", answering(500, { status_code: "400" }), MEANS.UNAVAILABLE],
    ["HTTP 408 with a refusal inside", answering(408, { status_code: "400" }), MEANS.UNAVAILABLE],
    ["HTTP 400 with a server error inside", answering(400, { status_code: "500" }), MEANS.UNAVAILABLE],
    [
      "HTTP 400 with a word inside",
      answering(400, { status_code: "201", transaction_status: "pending" }),
      MEANS.UNREADABLE,
    ],
    ...[302, 401, 403, 404, 429].map((status): [string, Fault, Expected] => [
      `HTTP ${status} with success inside`,
      answering(status, { status_code: "200", transaction_status: "settlement" }),
      MEANS.UNREADABLE,
    ]),
    [
      "HTTP 500 with success inside",
      answering(500, { status_code: "200", transaction_status: "settlement" }),
      MEANS.UNAVAILABLE,
    ],
    ["HTTP 429 with anything inside", answering(429, { status_code: "201" }), MEANS.LIMITED],
    ["HTTP 404 in Midtrans' words: a wrong host", answering(404, { status_code: "404" }), MEANS.REJECTED],
    ["HTTP 404 of a gateway", answering(404, "<html>"), MEANS.UNREADABLE],
  ])("create: %s", async (_, fault, expected) => {
    const error = await failureAfter("create", fault)
    expect(told(error)).toEqual(expected)
  })

  it("a cancel or a refund whose code is empty, or inside an HTTP error, may have been made", async () => {
    for (const verb of ["cancel", "refund"] as const) {
      const at = `midtrans.${verb}` as const
      for (const code of ["", " ", null]) {
        await shop().control.faults.script({ at, fault: { kind: "amend", set: { status_code: code } } })
        const { ref } = verb === "refund" ? await paid(shop()) : await shop().client.create(shop().order())
        const made =
          verb === "refund" ? shop().client.refund(ref, { externalId: "r-1" }) : shop().client.cancel(ref)
        expect(told(await failureOf(made)), `${verb} ${code}`).toEqual(MEANS.UNREADABLE)
      }
      const inside = { status_code: "200", transaction_status: "cancel" }
      for (const status of [302, 401, 403, 429])
        expect(told(await failureAfter(verb, answering(status, inside)))).toEqual(MEANS.UNREADABLE)
    }
  })

  it("a refund that the bank denied was refused", async () => {
    const error = await failureAfter(
      "refund",
      refusing("202", "Refund denied by the bank", {
        transaction_status: "settlement",
        refund_amount: "0.00",
      }),
    )
    expect(told(error)).toEqual(MEANS.REJECTED)
  })

  it("a limit says how long to wait", async () => {
    const fault = answering(200, { status_code: "429" }, { "retry-after": "9" })
    const { retryAfter } = await failureAfter("create", fault)
    expect(retryAfter && Duration.toSeconds(retryAfter)).toBe(9)
  })
})

it.each([
  ["410", "account"],
  ["411", undefined],
])("code %s is about %s", async (code, about) => {
  const { reason } = await failureAfter("inquire", refusing(code))
  expect(reason._tag).toBe("Rejected")
  expect("about" in reason ? reason.about : undefined).toBe(about)
})
