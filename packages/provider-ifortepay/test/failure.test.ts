import { type Outcome, PaymentRef, type QrisError, type Reason } from "@qriskit/core"
import { badGatewayHtml, type Fault, tooManyRequests } from "@qriskit/sandbox"
import * as Duration from "effect/Duration"
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest"
import { basicAuthorization, requestSignature } from "../src/signature.js"
import { openGateway } from "./support/gateway.js"
import { visible } from "./support/leak.js"
import { failureOf, openShop, type Shop } from "./support/shop.js"

let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterEach(() => shop.control.faults.clear())
afterAll(() => shop[Symbol.asyncDispose]())

const VERBS = ["create", "inquire", "cancel"] as const
type Verb = (typeof VERBS)[number]

/** What one verb fails with when iFortepay answers so. The payment behind inquire and cancel is pending. */
const failureAfter = async (verb: Verb, fault: Fault): Promise<QrisError> => {
  const order = shop.order()
  if (verb === "create") {
    await shop.control.faults.script({ at: "ifortepay.create", fault })
    return failureOf(shop.ifortepay.create(order))
  }
  const { ref } = await shop.ifortepay.create(order)
  await shop.control.faults.script({ at: `ifortepay.${verb}`, fault })
  return failureOf(verb === "inquire" ? shop.ifortepay.inquire(ref) : shop.ifortepay.cancel(ref))
}

const answering = (status: number, body: unknown, headers: Record<string, string> = {}): Fault => ({
  kind: "status",
  status,
  contentType: "application/json",
  headers,
  body: typeof body === "string" ? body : JSON.stringify(body),
})

const refusing = (status: number, code: string, message: string): Fault =>
  answering(status, { response_code: code, response_message: message })

type Expected = readonly [reason: Reason["_tag"], outcome: Outcome]

const INVALID: Expected = ["InvalidRequest", "refused"]
const DUPLICATE: Expected = ["DuplicateExternalId", "refused"]
const NOT_FOUND: Expected = ["PaymentNotFound", "refused"]
const STATE: Expected = ["InvalidState", "refused"]
const REJECTED: Expected = ["Rejected", "refused"]
const UNAUTHORIZED: Expected = ["Unauthorized", "refused"]
const LIMITED: Expected = ["RateLimited", "refused"]
const UNAVAILABLE: Expected = ["ProviderUnavailable", "unknown"]
const UNREADABLE: Expected = ["MalformedResponse", "unknown"]

const all = (expected: Expected): Record<Verb, Expected> => ({
  create: expected,
  inquire: expected,
  cancel: expected,
})

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
    verbs: { create: INVALID, inquire: INVALID, cancel: STATE },
  },
  { code: "01", message: "", verbs: { create: INVALID, inquire: INVALID, cancel: STATE } },
  {
    code: "01",
    message: "external_id has already been used",
    verbs: { create: DUPLICATE, inquire: INVALID, cancel: STATE },
  },
  {
    code: "01",
    message: "Duplicate External ID",
    verbs: { create: DUPLICATE, inquire: INVALID, cancel: STATE },
  },
  {
    code: "01",
    message: "transaction_id not found",
    verbs: { create: INVALID, inquire: NOT_FOUND, cancel: NOT_FOUND },
  },
  {
    code: "02",
    message: "Data Not Found",
    verbs: { create: REJECTED, inquire: NOT_FOUND, cancel: NOT_FOUND },
  },
  { code: "03", message: "Failed Request", verbs: all(UNAVAILABLE) },
  { code: "04", message: "Unauthorized Merchant Credential", verbs: all(UNAUTHORIZED) },
  { code: "98", message: "System Error", verbs: all(UNAVAILABLE) },
  { code: "99", message: "Invalid Signature", verbs: all(UNAUTHORIZED) },
  { code: "99", message: "Unknown Error", verbs: all(UNAVAILABLE) },
  ...["05", "1", "000", "PAID", "__proto__", "constructor", "toString", "hasOwnProperty"].map((code) => ({
    code,
    message: "?",
    verbs: all(UNAVAILABLE),
  })),
]

describe("response_code", () => {
  it.each(byVerb(CODES))(
    "$code ($message) for $verb is $expected.0, $expected.1, whatever the HTTP status",
    async ({ code, message, verb, expected }) => {
      for (const status of [200, 400, 404, 409, 500, 502]) {
        const error = await failureAfter(verb, refusing(status, code, message))
        expect([error.reason._tag, error.outcome]).toEqual(expected)
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

  it.each(byVerb([{ verbs: all(LIMITED) }]))(
    "does not matter in a 429 for $verb",
    async ({ verb, expected }) => {
      const error = await failureAfter(
        verb,
        answering(429, { response_code: "98", response_message: "busy" }, { "retry-after": "7" }),
      )
      expect([error.reason._tag, error.outcome]).toEqual(expected)
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
  { status: 400, verbs: all(UNREADABLE) },
  { status: 401, verbs: all(UNAUTHORIZED) },
  { status: 402, verbs: all(UNREADABLE) },
  { status: 403, verbs: all(UNAUTHORIZED) },
  { status: 404, verbs: all(UNREADABLE) },
  { status: 405, verbs: all(UNREADABLE) },
  { status: 408, verbs: all(UNAVAILABLE) },
  { status: 409, verbs: all(UNREADABLE) },
  { status: 413, verbs: all(UNREADABLE) },
  { status: 422, verbs: all(UNREADABLE) },
  { status: 429, verbs: all(LIMITED) },
  { status: 500, verbs: all(UNAVAILABLE) },
  { status: 502, verbs: all(UNAVAILABLE) },
  { status: 503, verbs: all(UNAVAILABLE) },
  { status: 504, verbs: all(UNAVAILABLE) },
]

const BODIES: ReadonlyArray<readonly [title: string, body: string]> = [
  ["a gateway's JSON", JSON.stringify({ message: "no Route matched with those values" })],
  ["an HTML page", "<html><body><h1>Error</h1></body></html>"],
  ["nothing", ""],
  ["a JSON list", "[]"],
  ["a code that is no text", JSON.stringify({ response_code: 1, response_message: 2 })],
  ["a code of success", JSON.stringify({ response_code: "00", transaction_status: "PAID" })],
]

describe("HTTP statuses without a code of iFortepay's", () => {
  it.each(byVerb(STATUSES))(
    "$status for $verb is $expected.0, $expected.1, whatever the body",
    async ({ status, verb, expected }) => {
      for (const [title, body] of BODIES) {
        const error = await failureAfter(verb, answering(status, body))
        expect([error.reason._tag, error.outcome], title).toEqual(expected)
        expect(error.reason, title).toMatchObject({ httpStatus: status })
      }
    },
  )

  it.each(VERBS)("a redirect of %s is not followed, and unknown", async (verb) => {
    const fault: Fault = { kind: "redirect", location: `${shop.sandbox.url}/ifortepay/ewallet/v2/inquiry` }
    const error = await failureAfter(verb, fault)
    expect([error.reason._tag, error.outcome]).toEqual(UNREADABLE)
  })

  it.each(VERBS)(
    "a 502 with an HTML page leaves %s unknown, and quotes nothing of the page",
    async (verb) => {
      const error = await failureAfter(verb, badGatewayHtml)
      expect([error.reason._tag, error.outcome]).toEqual(UNAVAILABLE)
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
      expect([error.reason._tag, error.outcome]).toEqual(UNREADABLE)
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

describe("hostile answers", () => {
  const secretsOf = ({ externalId, orderId }: PaymentRef): ReadonlyArray<string> => {
    const { merchantId, secretUnboundId, hashKey } = shop.sandbox.ifortepay
    return [
      secretUnboundId,
      hashKey,
      basicAuthorization(merchantId, secretUnboundId).slice("Basic ".length),
      requestSignature(hashKey, { externalId, orderId }),
    ]
  }

  it("secrets that are echoed do not come out of an error", async () => {
    const { ref } = await shop.ifortepay.create(shop.order())
    const secrets = secretsOf(ref)
    for (const [status, code] of [
      [200, "01"],
      [401, "04"],
      [500, secrets[0] ?? ""],
      [404, undefined],
    ] as const) {
      await shop.control.faults.script({
        at: "ifortepay.inquire",
        fault: answering(status, {
          response_code: code,
          response_message: `you sent ${secrets.join(" and ")}`,
        }),
      })
      const shown = visible(await failureOf(shop.ifortepay.inquire(ref)))
      for (const secret of secrets) expect(shown).not.toContain(secret)
    }
  })

  it("secrets that are echoed do not come out of a payment's raw body", async () => {
    const { ref } = await shop.ifortepay.create(shop.order())
    const secrets = secretsOf(ref)
    const [secretUnboundId = "", hashKey = ""] = secrets
    await shop.control.faults.script({
      at: "ifortepay.inquire",
      fault: {
        kind: "amend",
        set: {
          echo: secrets,
          issuer: `Bank ${secretUnboundId}`,
          [`key-${hashKey}`.replaceAll(/[./]/g, "-")]: 1,
        },
      },
    })
    const { raw } = await shop.ifortepay.inquire(ref)
    for (const secret of secrets) expect(visible(raw)).not.toContain(secret)
  })

  it("control characters and line breaks do not reach a message", async () => {
    const message = "broken\r\n2026-01-01 FATAL forged log line\u001b[31m\u202e\u0000"
    const error = await failureAfter("create", refusing(400, "01", message))
    expect(error.message).toContain("broken")
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    expect(error.message).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2028\u2029]/)
  })

  it("a message of almost one MiB is cut", async () => {
    const error = await failureAfter("create", refusing(400, "01", "x".repeat(1_000_000)))
    expect(error.reason._tag).toBe("InvalidRequest")
    expect(error.message.length).toBeLessThan(1_000)
  })

  it("a message made to slow the reading down is read at once", async () => {
    const began = performance.now()
    await failureAfter("create", refusing(400, "01", "external_id already ".repeat(50_000)))
    expect(performance.now() - began).toBeLessThan(2_000)
  })

  it("an answer of more than one MiB is refused", async () => {
    const error = await failureAfter("create", { kind: "oversized" })
    expect([error.reason._tag, error.outcome]).toEqual(UNREADABLE)
  })

  it("prototype keys are data like any other", async () => {
    const body =
      '{"response_code":"01","__proto__":{"isPolluted":true},"data":{"__proto__":{"isPolluted":true}}}'
    const error = await failureAfter("create", answering(400, body))
    expect(error.reason._tag).toBe("InvalidRequest")
    expect("isPolluted" in {}).toBe(false)
  })

  it("an answer that is nested without end is a typed failure", async () => {
    for (const body of ["[".repeat(200_000), `${'{"data":'.repeat(100_000)}1${"}".repeat(100_000)}`]) {
      const error = await failureAfter("inquire", answering(200, body))
      expect([error.reason._tag, error.outcome]).toEqual(UNREADABLE)
    }
  })

  it("bytes that are no UTF-8 are a typed failure", async () => {
    await using gateway = await openGateway(200, Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]))
    await using strange = await openShop({ config: { baseUrl: gateway.url } })
    const error = await failureOf(strange.ifortepay.create(strange.order()))
    expect([error.reason._tag, error.outcome]).toEqual(UNREADABLE)
  })
})

describe("printing a provider", () => {
  it("shows no secret", () => {
    const { secretUnboundId, hashKey } = shop.sandbox.ifortepay
    const shown = visible(shop.ifortepay)
    expect(shown).not.toContain(secretUnboundId)
    expect(shown).not.toContain(hashKey)
  })
})

it("refs of another provider are refused by name before the network", async () => {
  const before = (await shop.wire()).length
  const foreign = new PaymentRef({ provider: "zipay", paymentId: "p", externalId: "e", orderId: "o" })
  for (const call of [shop.ifortepay.inquire(foreign), shop.ifortepay.cancel(foreign)]) {
    const error = await failureOf(call)
    expect(error.reason).toMatchObject({ _tag: "InvalidRequest", issues: [{ path: "provider" }] })
  }
  expect(await shop.wire()).toHaveLength(before)
})
