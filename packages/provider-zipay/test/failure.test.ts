import { badGatewayHtml } from "@qriskit/sandbox"
import {
  answering,
  complaintsIn,
  type Expected,
  failureOf,
  failuresOf,
  MEANS,
  sharedShop,
  told,
} from "@qriskit/testing"
import * as Duration from "effect/Duration"
import { describe, expect, it } from "vitest"
import { VERBS, type Verb } from "./support/faults.js"
import { openShop } from "./support/shop.js"

const shop = sharedShop(openShop)
const { failureAfter } = failuresOf(shop, VERBS)

/** The documented statuses (specification, section 9) and some that are not: in Zipay's words, in JSON, in neither. */
const STATUSES: ReadonlyArray<{
  readonly status: number
  readonly envelope: Record<Verb, Expected>
  readonly json: Record<Verb, Expected>
  readonly page: Record<Verb, Expected>
}> = (() => {
  const both = (expected: Expected) => ({ create: expected, inquire: expected })
  const always = (expected: Expected) => ({
    envelope: both(expected),
    json: both(expected),
    page: both(expected),
  })
  const inJson = (expected: Expected) => ({ ...always(expected), page: both(MEANS.UNREADABLE) })
  return [
    { status: 400, ...inJson(MEANS.INVALID) },
    { status: 401, ...always(MEANS.UNAUTHORIZED) },
    { status: 402, ...inJson(MEANS.REJECTED) },
    { status: 403, ...always(MEANS.UNAUTHORIZED) },
    {
      status: 404,
      ...always(MEANS.UNREADABLE),
      envelope: { create: MEANS.REJECTED, inquire: MEANS.NOT_FOUND },
    },
    { status: 405, ...inJson(MEANS.REJECTED) },
    { status: 408, ...always(MEANS.UNAVAILABLE) },
    {
      status: 409,
      ...always(MEANS.UNREADABLE),
      envelope: { create: MEANS.DUPLICATE, inquire: MEANS.STATE },
    },
    { status: 418, ...inJson(MEANS.REJECTED) },
    { status: 422, ...inJson(MEANS.INVALID) },
    { status: 429, ...always(MEANS.LIMITED) },
    { status: 500, ...always(MEANS.UNAVAILABLE) },
    { status: 502, ...always(MEANS.UNAVAILABLE) },
    { status: 503, ...always(MEANS.UNAVAILABLE) },
    { status: 504, ...always(MEANS.UNAVAILABLE) },
  ]
})()

const PAGES = ["<html><body><h1>Error</h1></body></html>", "", "[]", "null", '"no"']
const cases = STATUSES.flatMap((row) => VERBS.map((verb) => ({ ...row, verb })))

describe("HTTP statuses", () => {
  it.each(cases)(
    "$status for $verb in Zipay's envelope is as the table says",
    async ({ status, verb, envelope }) => {
      const body = { status, success: false, message: "not like this" }
      const error = await failureAfter(verb, answering(status, body))
      expect(told(error)).toEqual(envelope[verb])
      expect(error).toMatchObject({ provider: "zipay", operation: verb })
      expect(error.reason).toMatchObject({ httpStatus: status, providerMessage: "not like this" })
    },
  )

  it.each(cases)("$status for $verb in other JSON is as the table says", async ({ status, verb, json }) => {
    for (const body of [{ message: "Some words." }, { status, error: "Not Found", path: "/" }, {}]) {
      const error = await failureAfter(verb, answering(status, body))
      expect(told(error)).toEqual(json[verb])
      expect(error.reason).toMatchObject({ httpStatus: status })
    }
  })

  it.each(cases)(
    "$status for $verb with a page or nothing is as the table says",
    async ({ status, verb, page }) => {
      for (const body of PAGES) {
        const error = await failureAfter(verb, answering(status, body))
        expect(told(error)).toEqual(page[verb])
      }
    },
  )

  it.each(VERBS)("a redirect of %s is not followed, and unknown", async (verb) => {
    const error = await failureAfter(verb, {
      kind: "redirect",
      location: `${shop().sandbox.url}/zipay/auth/login`,
    })
    expect(told(error)).toEqual(MEANS.UNREADABLE)
  })

  it("a 429 says how long to wait", async () => {
    const error = await failureAfter(
      "create",
      answering(429, { message: "Too Many Attempts." }, { "retry-after": "9" }),
    )
    expect(error.retryAfter).toEqual(Duration.seconds(9))
  })

  it.each(["<html></html>", "", "null", "[]", "{}", '{"status":200,"success":true}', '{"data":null}'])(
    "200 with %s is unreadable, and unknown",
    async (body) => {
      for (const verb of VERBS) {
        const error = await failureAfter(verb, answering(200, body))
        expect(told(error)).toEqual(MEANS.UNREADABLE)
      }
    },
  )
})

describe("an envelope that contradicts its HTTP status", () => {
  it.each(VERBS)("success false in HTTP 200 refuses %s", async (verb) => {
    const error = await failureAfter(
      verb,
      answering(200, { status: 200, success: false, message: "inactive" }),
    )
    expect(told(error)).toEqual(MEANS.REJECTED)
    expect(error.reason).toMatchObject({ httpStatus: 200, providerMessage: "inactive" })
  })

  it("success false beside a payment refuses it: the payment is not believed", async () => {
    await shop().control.faults.script({
      at: "zipay.create",
      fault: { kind: "amend", set: { success: false } },
    })
    const error = await failureOf(shop().zipay.create(shop().order()))
    expect(told(error)).toEqual(MEANS.REJECTED)
  })

  it.each([
    [401, MEANS.UNAUTHORIZED],
    [404, MEANS.NOT_FOUND],
    [409, MEANS.STATE],
    [422, MEANS.INVALID],
    [429, MEANS.LIMITED],
    [500, MEANS.UNAVAILABLE],
  ] as const)("a body that says %i in HTTP 200 counts as that", async (status, expected) => {
    const error = await failureAfter("inquire", answering(200, { status, success: false }))
    expect(told(error)).toEqual(expected)
    expect(error.reason).toMatchObject({ httpStatus: status })
  })

  it.each(VERBS)("success true inside a refusal is neither, and unknown for %s", async (verb) => {
    for (const status of [302, 400, 401, 403, 404, 409, 418, 422, 429]) {
      const error = await failureAfter(verb, answering(status, { success: true, data: {} }))
      expect(told(error), String(status)).toEqual(MEANS.UNREADABLE)
    }
    const repeated = await failureAfter(verb, answering(200, { status: 404, success: true, data: {} }))
    expect(told(repeated)).toEqual(MEANS.UNREADABLE)
  })

  it("a body that says 200 in HTTP 500 counts as 500", async () => {
    const error = await failureAfter("create", answering(500, { status: 200, success: true, data: {} }))
    expect(told(error)).toEqual(MEANS.UNAVAILABLE)
  })

  it("a body that names another error than HTTP does not change it", async () => {
    const error = await failureAfter("create", answering(500, { status: 422, success: false }))
    expect(told(error)).toEqual(MEANS.UNAVAILABLE)
    expect(error.reason).toMatchObject({ httpStatus: 500 })
  })

  it.each([0, 199, 302, 600, 1e9, "404", null])(
    "a body status of %s is no error: a payment is read",
    async (status) => {
      const { ref } = await shop().zipay.create(shop().order())
      await shop().control.faults.script({ at: "zipay.inquire", fault: { kind: "amend", set: { status } } })
      expect(await shop().zipay.inquire(ref)).toMatchObject({ status: "pending" })
    },
  )
})

describe("what Zipay says", () => {
  it("is found in data, where its successes have it", async () => {
    const error = await failureAfter(
      "create",
      answering(400, { success: false, data: { message: "inside" } }),
    )
    expect(error.reason).toMatchObject({ providerMessage: "inside" })
  })

  it("names the fields of a 422 as Laravel does", async () => {
    const errors = {
      amount: ["The amount is too large.", "second"],
      externalId: "The external id is too long.",
      merchantId: [],
      signature: { deep: 1 },
      other: ["  "],
    }
    const error = await failureAfter(
      "create",
      answering(422, { message: "The given data was invalid.", errors }),
    )
    expect(complaintsIn(error)).toEqual({
      amount: "The amount is too large.",
      externalId: "The external id is too long.",
      merchantId: "is not valid",
      signature: "is not valid",
      other: "is not valid",
    })
    expect(error.message).toContain("amount The amount is too large.")
  })

  it("names at most twenty fields", async () => {
    const errors = Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`f${index}`, ["no"]]))
    const error = await failureAfter("create", answering(422, { errors }))
    expect(Object.keys(complaintsIn(error))).toHaveLength(20)
  })

  it.each([[["a"]], ["text"], [null], [7]])("is not in errors like %j", async (errors) => {
    const error = await failureAfter("create", answering(422, { success: false, errors }))
    expect(complaintsIn(error)).toEqual({})
  })
})

describe("repeats", () => {
  const EAGER = { config: { retry: { times: 5, baseDelay: 1, maxDelay: 1 } } } as const

  it("a create that may have acted is sent once", async () => {
    await using eager = await openShop(EAGER)
    await eager.control.faults.script({ at: "zipay.create", fault: badGatewayHtml })
    await failureOf(eager.zipay.create(eager.order()))
    expect(await eager.wire("zipay.create")).toHaveLength(1)
  })

  it("an inquiry is repeated until it is answered", async () => {
    await using eager = await openShop(EAGER)
    const { ref } = await eager.zipay.create(eager.order())
    await eager.control.faults.script({ at: "zipay.inquire", times: 3, fault: badGatewayHtml })
    expect(await eager.zipay.inquire(ref)).toMatchObject({ status: "pending" })
    expect(await eager.wire("zipay.inquire")).toHaveLength(4)
  })
})
