import type { Operation } from "@qriskit/core"
import * as Duration from "effect/Duration"
import { describe, expect, it } from "vitest"
import { refusalOf, tokenRefusalOf, tokenRefusedAt } from "../src/failure.js"
import * as presets from "../src/presets.js"
import { statusOf } from "../src/status.js"
import { configOf } from "./support/merchant.js"

const { profile: standard } = configOf(presets.paydia)
const { profile: midtrans } = configOf(presets.midtrans)
const { profile: ifortepay } = configOf(presets.ifortepay)
const { profile: doku } = configOf(presets.doku)

const reasonOf = (
  body: unknown,
  { status = 200, operation = "create" as Operation, headers = {}, profile = standard } = {},
) =>
  refusalOf(
    profile,
    operation,
  )({ url: "https://x.example/qr", status, body, headers, clean: (text) => text, receivedAt: 0 })

const ofCode = (responseCode: string | number, more: Parameters<typeof reasonOf>[1] = {}) =>
  reasonOf({ responseCode, responseMessage: "said" }, more)

describe("a code of the national list means", () => {
  it.each([
    ["4004700", "InvalidRequest", "refused"],
    ["4004702", "InvalidRequest", "refused"],
    ["4014700", "Unauthorized", "refused"],
    ["4014701", "Unauthorized", "refused"],
    ["4034700", "InvalidState", "refused"],
    ["4034702", "Rejected", "refused"],
    ["4034719", "Rejected", "refused"],
    ["4047700", "InvalidState", "refused"],
    ["4045101", "PaymentNotFound", "refused"],
    ["4044713", "InvalidRequest", "refused"],
    ["4044714", "InvalidState", "refused"],
    ["4044708", "Rejected", "refused"],
    ["4054700", "Unsupported", "not_sent"],
    ["4054701", "Rejected", "refused"],
    ["4294700", "RateLimited", "refused"],
    ["2024700", "ProviderUnavailable", "unknown"],
    ["5004700", "ProviderUnavailable", "unknown"],
    ["5044700", "TimedOut", "unknown"],
    // Of classes that the list has no word for: none of these says no.
    ["5024700", "ProviderUnavailable", "unknown"],
    ["5034700", "ProviderUnavailable", "unknown"],
    ["5994799", "ProviderUnavailable", "unknown"],
    ["4084700", "ProviderUnavailable", "unknown"],
    ["2014700", "ProviderUnavailable", "unknown"],
    ["2004701", "ProviderUnavailable", "unknown"],
    ["3024700", "ProviderUnavailable", "unknown"],
    ["4224700", "Rejected", "refused"],
  ])("%s: %s, outcome %s", (code, tag, outcome) => {
    const reason = ofCode(code, { operation: "inquire" })
    expect(reason?._tag).toBe(tag)
    expect(reason?.outcome).toBe(outcome)
  })

  it("nothing where it says success, whatever service it names, as text, number or eight digits", () => {
    for (const code of ["2004700", "2005700", 2_004_700, "20057000"]) expect(ofCode(code)).toBeUndefined()
  })

  it("no payment on record where one was to be made", () => {
    expect(ofCode("4044701", { operation: "create" })?._tag).toBe("Rejected")
  })

  it("more than the HTTP status around it", () => {
    expect(ofCode("4094701", { status: 200 })?._tag).toBe("DuplicateExternalId")
    expect(ofCode("5004701", { status: 200 })?.outcome).toBe("unknown")
  })

  it.each([202, 302, 400, 401, 403, 404, 408, 409, 422, 429, 500, 502])(
    "nothing that can be believed, where it says success inside HTTP %d",
    (status) => {
      for (const operation of ["create", "inquire", "cancel", "refund"] as const)
        expect(ofCode("2007800", { status, operation })).toMatchObject({
          _tag: "MalformedResponse",
          outcome: "unknown",
          description: `it says success (2007800) inside HTTP ${status}`,
        })
    },
  )

  it("success inside any of HTTP's own", () => {
    for (const status of [200, 201]) expect(ofCode("2007800", { status })).toBeUndefined()
  })

  it("how long to wait, where a header says so", () => {
    const headers = { "retry-after": "3" }
    expect(ofCode("4294700", { headers })).toMatchObject({ retryAfter: Duration.seconds(3) })
    expect(ofCode("5004700", { headers })).toMatchObject({ retryAfter: Duration.seconds(3) })
  })
})

describe("without a code", () => {
  it.each([
    [401, "Unauthorized"],
    [429, "RateLimited"],
    [502, "ProviderUnavailable"],
  ])("HTTP %d means %s", (status, tag) => {
    for (const body of [undefined, "text", ["list"], { responseMessage: "said" }]) {
      expect(reasonOf(body, { status })?._tag).toBe(tag)
    }
  })

  it("a page that is not found says nothing about a payment", () => {
    expect(reasonOf({ message: "no such route" }, { status: 404, operation: "inquire" })?._tag).not.toBe(
      "PaymentNotFound",
    )
  })
})

describe("an answer with HTTP 200 that does not say success", () => {
  const UNREAD = [
    {},
    { message: "maintenance" },
    { status: "ERROR", code: 500 },
    { responseCode: null, responseMessage: "Internal Server Error" },
    { responseCode: "" },
    { responseCode: "05" },
    { responseCode: "500" },
    { responseCode: "ERROR", latestTransactionStatus: "00" },
    { responseCode: ["2007800"] },
    { responseCode: 2_007_800.5 },
  ]

  it.each(Object.values(presets))("is believed in nothing, from whichever acquirer: $title", (preset) => {
    const { profile } = configOf(preset as typeof presets.midtrans)
    for (const operation of ["create", "inquire", "cancel", "refund"] as const)
      for (const body of UNREAD)
        expect(reasonOf(body, { operation, profile })).toMatchObject({
          _tag: "MalformedResponse",
          outcome: "unknown",
        })
  })

  it("says which it is, and holds no word of the answer", () => {
    expect(reasonOf({ message: "x" })?.message).toContain("it has no responseCode, so")
    expect(reasonOf({ responseCode: "ERROR" })?.message).toContain(
      "its responseCode is none that can be read",
    )
    expect(reasonOf({ responseCode: "ERROR" })?.message).not.toContain("ERROR")
  })

  it("is for its decoder to refuse where it is no object at all", () => {
    for (const body of [undefined, null, "text", 5, ["list"]]) expect(reasonOf(body)).toBeUndefined()
  })
})

describe("a token's answer", () => {
  const ofToken = (body: unknown, status = 200) =>
    tokenRefusalOf(standard)({
      url: "https://x.example/token",
      status,
      body,
      headers: {},
      clean: (text) => text,
      receivedAt: 0,
    })

  it("may have no code where it has a token, as BRI's", () => {
    expect(ofToken({ accessToken: "t", tokenType: "BearerToken", expiresIn: "899" })).toBeUndefined()
    expect(ofToken({ responseCode: "2007300", accessToken: "t" })).toBeUndefined()
  })

  it.each([
    [{ responseCode: "5037300" }, 503, "ProviderUnavailable"],
    [{ responseCode: "4017300" }, 401, "Unauthorized"],
    [{ responseCode: "2007300", accessToken: "t" }, 403, "MalformedResponse"],
    [{ message: "Forbidden" }, 403, "Unauthorized"],
    [{ message: "down" }, 502, "ProviderUnavailable"],
  ])("%j inside HTTP %d means %s", (body, status, tag) => {
    expect(ofToken(body, status)?._tag).toBe(tag)
  })
})

describe("the field that is wrong", () => {
  it.each([
    ["Invalid Field Format {amount.value}", "amount.value"],
    ["Invalid Mandatory Field storeId", "storeId"],
    ["Invalid mandatory field: terminalId", "terminalId"],
  ])("%s names %s", (responseMessage, path) => {
    expect(reasonOf({ responseCode: "4004702", responseMessage })).toMatchObject({ issues: [{ path }] })
  })

  it("is none where the message names none, or there is no message", () => {
    for (const body of [
      { responseCode: "4004700", responseMessage: "Bad Request" },
      { responseCode: "4004700" },
    ]) {
      expect(reasonOf(body)).toMatchObject({ issues: [] })
    }
  })
})

describe("an id that was used before", () => {
  it.each(["4044718", "4094700", "4094701", "4094799"])("%s is a duplicate for a create alone", (code) => {
    expect(ofCode(code)).toMatchObject({ _tag: "DuplicateExternalId", outcome: "refused" })
    for (const operation of ["cancel", "refund", "inquire"] as const)
      expect(ofCode(code, { operation })).toMatchObject({
        _tag: "ProviderUnavailable",
        outcome: "unknown",
        providerCode: code,
      })
  })
})

describe("a profile's own meanings", () => {
  it("come first: by the whole code, and by its case", () => {
    expect(ofCode("4057801", { profile: midtrans, operation: "refund" })?._tag).toBe("InvalidState")
    expect(ofCode("4054701", { profile: midtrans })?._tag).toBe("Rejected")
    expect(ofCode("4094700", { profile: midtrans })?._tag).toBe("DuplicateExternalId")
  })

  it("say what is not offered, also where the acquirer gives no sentence", () => {
    expect(reasonOf({ responseCode: "4054700" })?.message).toContain("Paydia")
  })
})

describe("a token that was refused", () => {
  it.each([
    ["4014701", true],
    ["4014703", true],
    ["4014700", false],
    ["4014702", false],
  ])("%s: %s", (code, expected) => {
    const reason = ofCode(code)
    expect(reason !== undefined && tokenRefusedAt(standard)(reason)).toBe(expected)
  })

  it("is not meant by a refusal of another kind, or by one without a code", () => {
    for (const reason of [ofCode("4034700"), reasonOf({}, { status: 401 })]) {
      expect(reason !== undefined && tokenRefusedAt(standard)(reason)).toBe(false)
    }
  })
})

describe("a status", () => {
  it.each([
    ["00", "paid"],
    ["03", "pending"],
    ["04", "refunded"],
    ["05", "canceled"],
    ["06", "failed"],
    ["07", "pending"],
    ["42", "pending"],
    ["constructor", "pending"],
    ["", "pending"],
  ])("%s is %s", (word, status) => {
    expect(statusOf(standard, word, true)).toBe(status)
  })

  it("that means expired does so only once the payment's own time is over", () => {
    expect(statusOf(ifortepay, "07", false)).toBe("pending")
    expect(statusOf(ifortepay, "07", true)).toBe("expired")
  })

  it("may be a word of callbacks", () => {
    expect(statusOf(doku, "S", false)).toBe("paid")
    expect(statusOf(doku, "F", false)).toBe("pending")
  })
})
