import { badGatewayHtml, type Fault, tooManyRequests } from "@qriskit/sandbox"
import { answering, type Expected, failureOf, failuresOf, MEANS, sharedShop, told } from "@qriskit/testing"
import * as Duration from "effect/Duration"
import { describe, expect, it } from "vitest"
import { refusing, VERBS, type Verb } from "./support/faults.js"
import { openShop } from "./support/shop.js"

const shop = sharedShop(openShop)
const { all, failureAfter } = failuresOf(shop, VERBS)

const byVerb = <Row extends { readonly verbs: Record<Verb, Expected> }>(rows: ReadonlyArray<Row>) =>
  rows.flatMap((row) => VERBS.map((verb) => ({ ...row, verb, expected: row.verbs[verb] })))

interface CodeRow {
  readonly code: string
  readonly message: string
  readonly verbs: Record<Verb, Expected>
}

/** The appendix (specification, section 7.2), and codes that are not in it. */
const CODES: ReadonlyArray<CodeRow> = [
  {
    code: "01",
    message: "Request Parameter Error",
    verbs: { create: MEANS.INVALID, inquire: MEANS.INVALID, cancel: MEANS.STATE },
  },
  { code: "01", message: "", verbs: { create: MEANS.INVALID, inquire: MEANS.INVALID, cancel: MEANS.STATE } },
  {
    code: "01",
    message: "external_id has already been used",
    verbs: { create: MEANS.DUPLICATE, inquire: MEANS.INVALID, cancel: MEANS.STATE },
  },
  {
    code: "01",
    message: "Duplicate External ID",
    verbs: { create: MEANS.DUPLICATE, inquire: MEANS.INVALID, cancel: MEANS.STATE },
  },
  {
    code: "01",
    message: "transaction_id not found",
    verbs: { create: MEANS.INVALID, inquire: MEANS.NOT_FOUND, cancel: MEANS.NOT_FOUND },
  },
  {
    code: "02",
    message: "Data Not Found",
    verbs: { create: MEANS.REJECTED, inquire: MEANS.NOT_FOUND, cancel: MEANS.NOT_FOUND },
  },
  { code: "03", message: "Failed Request", verbs: all(MEANS.UNAVAILABLE) },
  { code: "04", message: "Unauthorized Merchant Credential", verbs: all(MEANS.UNAUTHORIZED) },
  { code: "98", message: "System Error", verbs: all(MEANS.UNAVAILABLE) },
  { code: "99", message: "Invalid Signature", verbs: all(MEANS.UNAUTHORIZED) },
  { code: "99", message: "Unknown Error", verbs: all(MEANS.UNAVAILABLE) },
  ...["05", "1", "000", "PAID", "__proto__", "constructor", "toString", "hasOwnProperty"].map((code) => ({
    code,
    message: "?",
    verbs: all(MEANS.UNAVAILABLE),
  })),
]

describe("response_code", () => {
  it.each(byVerb(CODES))(
    "$code ($message) for $verb is $expected.0, $expected.1, whatever the HTTP status",
    async ({ code, message, verb, expected }) => {
      for (const status of [200, 400, 404, 409, 500, 502]) {
        const error = await failureAfter(verb, refusing(status, code, message))
        expect(told(error)).toEqual(expected)
        expect(error).toMatchObject({ provider: "ifortepay", operation: verb })
        expect(error.reason).toMatchObject({
          httpStatus: status,
          providerCode: code,
          ...(message === "" ? {} : { providerMessage: message }),
        })
      }
    },
  )

  it("is read in `data`, as the card product wraps it", async () => {
    const error = await failureAfter("inquire", answering(200, { data: { response_code: "02" } }))
    expect(error.reason._tag).toBe("PaymentNotFound")
  })

  it("is told with the text of `error` where there is no response_message", async () => {
    const error = await failureAfter("create", answering(400, { response_code: "01", error: "amount?" }))
    expect(error.reason).toMatchObject({ _tag: "InvalidRequest", providerMessage: "amount?" })
  })

  it("names itself even where there is no text at all", async () => {
    const error = await failureAfter("inquire", answering(401, { response_code: "99" }))
    expect(error.reason).toMatchObject({ _tag: "ProviderUnavailable", providerCode: "99" })
    expect(await failureAfter("create", answering(400, { response_code: "01" }))).toMatchObject({
      reason: { _tag: "InvalidRequest" },
    })
  })

  it.each(byVerb([{ verbs: all(MEANS.LIMITED) }]))(
    "does not matter in a 429 for $verb",
    async ({ verb, expected }) => {
      const error = await failureAfter(
        verb,
        answering(429, { response_code: "98", response_message: "busy" }, { "retry-after": "7" }),
      )
      expect(told(error)).toEqual(expected)
      expect(error.retryAfter).toEqual(Duration.seconds(7))
    },
  )

  it("keeps the Retry-After of a system error", async () => {
    const error = await failureAfter(
      "create",
      answering(503, { response_code: "98", response_message: "maintenance" }, { "retry-after": "120" }),
    )
    expect(error.reason._tag).toBe("ProviderUnavailable")
    expect(error.retryAfter).toEqual(Duration.seconds(120))
  })
})

interface StatusRow {
  readonly status: number
  readonly verbs: Record<Verb, Expected>
}

/** HTTP statuses where no code of iFortepay's is in the body. */
const STATUSES: ReadonlyArray<StatusRow> = [
  { status: 400, verbs: all(MEANS.UNREADABLE) },
  { status: 401, verbs: all(MEANS.UNAUTHORIZED) },
  { status: 402, verbs: all(MEANS.UNREADABLE) },
  { status: 403, verbs: all(MEANS.UNAUTHORIZED) },
  { status: 404, verbs: all(MEANS.UNREADABLE) },
  { status: 405, verbs: all(MEANS.UNREADABLE) },
  { status: 408, verbs: all(MEANS.UNAVAILABLE) },
  { status: 409, verbs: all(MEANS.UNREADABLE) },
  { status: 413, verbs: all(MEANS.UNREADABLE) },
  { status: 422, verbs: all(MEANS.UNREADABLE) },
  { status: 429, verbs: all(MEANS.LIMITED) },
  { status: 500, verbs: all(MEANS.UNAVAILABLE) },
  { status: 502, verbs: all(MEANS.UNAVAILABLE) },
  { status: 503, verbs: all(MEANS.UNAVAILABLE) },
  { status: 504, verbs: all(MEANS.UNAVAILABLE) },
]

const BODIES: ReadonlyArray<readonly [title: string, body: string]> = [
  ["a gateway's JSON", JSON.stringify({ message: "no Route matched with those values" })],
  ["an HTML page", "<html><body><h1>Error</h1></body></html>"],
  ["nothing", ""],
  ["a JSON list", "[]"],
  ["a code that is no text", JSON.stringify({ response_code: 1, response_message: 2 })],
]

describe("HTTP statuses without a code of iFortepay's", () => {
  it.each(byVerb(STATUSES))(
    "$status for $verb is $expected.0, $expected.1, whatever the body",
    async ({ status, verb, expected }) => {
      for (const [title, body] of BODIES) {
        const error = await failureAfter(verb, answering(status, body))
        expect(told(error), title).toEqual(expected)
        expect(error.reason, title).toMatchObject({ httpStatus: status })
      }
    },
  )

  it.each(VERBS)("success inside an HTTP error is neither, and unknown for %s", async (verb) => {
    const body = { response_code: "00", transaction_status: "CANCELED" }
    for (const status of [302, 400, 401, 403, 404, 408, 409, 429, 500, 503]) {
      const error = await failureAfter(verb, answering(status, body))
      expect(told(error), String(status)).toEqual(
        status === 408 || status >= 500 ? MEANS.UNAVAILABLE : MEANS.UNREADABLE,
      )
    }
  })

  it("a code that is no text beside a status is not believed, inside HTTP 200 either", async () => {
    for (const code of [0, 99, {}, true]) {
      await shop().control.faults.script({
        at: "ifortepay.cancel",
        fault: { kind: "amend", set: { response_code: code } },
      })
      const { ref } = await shop().ifortepay.create(shop().order())
      expect(told(await failureOf(shop().ifortepay.cancel(ref)))).toEqual(MEANS.UNREADABLE)
    }
  })

  it.each(VERBS)("a redirect of %s is not followed, and unknown", async (verb) => {
    const fault: Fault = { kind: "redirect", location: `${shop().sandbox.url}/ifortepay/ewallet/v2/inquiry` }
    const error = await failureAfter(verb, fault)
    expect(told(error)).toEqual(MEANS.UNREADABLE)
  })

  it.each(VERBS)(
    "a 502 with an HTML page leaves %s unknown, and quotes nothing of the page",
    async (verb) => {
      const error = await failureAfter(verb, badGatewayHtml)
      expect(told(error)).toEqual(MEANS.UNAVAILABLE)
      expect(error.message).not.toContain("<html>")
    },
  )

  it("a 429 says how long to wait", async () => {
    const error = await failureAfter("create", tooManyRequests(30))
    expect(error.retryAfter).toEqual(Duration.seconds(30))
  })

  const UNREADABLE_BODIES = [
    "<html></html>",
    "",
    "null",
    "true",
    "[]",
    "{}",
    '"PAID"',
    '{"response_code":"00"}',
  ]
  it.each(UNREADABLE_BODIES)("200 with %s is unreadable, and unknown for every verb", async (body) => {
    for (const verb of VERBS) {
      const error = await failureAfter(verb, answering(200, body))
      expect(told(error)).toEqual(MEANS.UNREADABLE)
    }
  })
})

describe("repeats", () => {
  it("a create that may have acted is sent once", async () => {
    await using eager = await openShop({ config: { retry: { times: 5, baseDelay: 1, maxDelay: 1 } } })
    await eager.control.faults.script({ at: "ifortepay.create", fault: badGatewayHtml })
    await failureOf(eager.ifortepay.create(eager.order()))
    expect(await eager.wire("ifortepay.create")).toHaveLength(1)
  })

  it("an inquiry is repeated until it is answered", async () => {
    await using eager = await openShop({ config: { retry: { times: 5, baseDelay: 1, maxDelay: 1 } } })
    const { ref } = await eager.ifortepay.create(eager.order())
    await eager.control.faults.script({ at: "ifortepay.inquire", times: 3, fault: badGatewayHtml })
    expect(await eager.ifortepay.inquire(ref)).toMatchObject({ status: "pending" })
    expect(await eager.wire("ifortepay.inquire")).toHaveLength(4)
  })

  it("an inquiry that was refused is not repeated", async () => {
    await using eager = await openShop({ config: { retry: { times: 5, baseDelay: 1, maxDelay: 1 } } })
    const { ref } = await eager.ifortepay.create(eager.order())
    await eager.control.faults.script({ at: "ifortepay.inquire", fault: refusing(401, "04", "no") })
    await failureOf(eager.ifortepay.inquire(ref))
    expect(await eager.wire("ifortepay.inquire")).toHaveLength(1)
  })
})
