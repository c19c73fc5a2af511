import * as Duration from "effect/Duration"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { type Operation, Operation as Operations, QrisError } from "../src/error.js"
import { contradictedReason, reasonOfStatus } from "../src/provider-kit/http-failure.js"
import type { Outcome, Reason } from "../src/reason.js"
import { answerOf } from "./support/answer.js"
import { forAll } from "./support/for-all.js"

interface Row {
  readonly status: number
  readonly operation?: Operation
  readonly isOwnWords?: boolean
  readonly tag: Reason["_tag"]
  readonly outcome: Outcome
}

/** What each status means; where it depends, on the verb and on whose words the body is. */
const ROWS: ReadonlyArray<Row> = [
  { status: 0, tag: "MalformedResponse", outcome: "unknown" },
  { status: 199, tag: "MalformedResponse", outcome: "unknown" },
  { status: 301, tag: "MalformedResponse", outcome: "unknown" },
  { status: 304, tag: "MalformedResponse", outcome: "unknown" },
  { status: 307, tag: "MalformedResponse", outcome: "unknown" },
  { status: 399, tag: "MalformedResponse", outcome: "unknown" },
  { status: 400, tag: "InvalidRequest", outcome: "refused" },
  { status: 400, isOwnWords: false, tag: "MalformedResponse", outcome: "unknown" },
  { status: 401, tag: "Unauthorized", outcome: "refused" },
  { status: 401, isOwnWords: false, tag: "Unauthorized", outcome: "refused" },
  { status: 403, tag: "Unauthorized", outcome: "refused" },
  { status: 403, isOwnWords: false, tag: "Unauthorized", outcome: "refused" },
  { status: 404, operation: "create", tag: "Rejected", outcome: "refused" },
  { status: 404, operation: "inquire", tag: "PaymentNotFound", outcome: "refused" },
  { status: 404, operation: "cancel", tag: "PaymentNotFound", outcome: "refused" },
  { status: 404, operation: "refund", tag: "PaymentNotFound", outcome: "refused" },
  { status: 404, operation: "inquire", isOwnWords: false, tag: "MalformedResponse", outcome: "unknown" },
  { status: 405, tag: "Rejected", outcome: "refused" },
  { status: 408, tag: "ProviderUnavailable", outcome: "unknown" },
  { status: 408, isOwnWords: false, tag: "ProviderUnavailable", outcome: "unknown" },
  { status: 409, operation: "create", tag: "DuplicateExternalId", outcome: "refused" },
  { status: 409, operation: "cancel", tag: "InvalidState", outcome: "refused" },
  { status: 409, operation: "refund", tag: "InvalidState", outcome: "refused" },
  { status: 409, operation: "create", isOwnWords: false, tag: "MalformedResponse", outcome: "unknown" },
  { status: 422, tag: "InvalidRequest", outcome: "refused" },
  { status: 429, tag: "RateLimited", outcome: "refused" },
  { status: 429, isOwnWords: false, tag: "RateLimited", outcome: "refused" },
  { status: 451, tag: "Rejected", outcome: "refused" },
  { status: 500, tag: "ProviderUnavailable", outcome: "unknown" },
  { status: 502, isOwnWords: false, tag: "ProviderUnavailable", outcome: "unknown" },
  { status: 503, tag: "ProviderUnavailable", outcome: "unknown" },
  { status: 599, tag: "ProviderUnavailable", outcome: "unknown" },
  { status: 999, tag: "ProviderUnavailable", outcome: "unknown" },
]

describe("an HTTP status", () => {
  it.each(ROWS)("$status means $tag ($operation, own words: $isOwnWords)", (row) => {
    const reason = reasonOfStatus(row.operation ?? "create", answerOf(row), row.isOwnWords ?? true)
    expect(reason?._tag).toBe(row.tag)
    expect(reason?.outcome).toBe(row.outcome)
    expect(reason).toHaveProperty("httpStatus", row.status)
  })

  it("is accepted from 200 to 299, and only there", () => {
    forAll(
      fc.integer({ min: 0, max: 999 }),
      fc.constantFrom(...Operations.literals),
      fc.boolean(),
      (status, verb, own) => {
        const reason = reasonOfStatus(verb, answerOf({ status }), own)
        expect(reason === undefined).toBe(status >= 200 && status < 300)
      },
    )
  })

  it("never claims that nothing was sent: an answer came", () => {
    forAll(
      fc.integer({ min: 0, max: 999 }),
      fc.constantFrom(...Operations.literals),
      fc.boolean(),
      (status, verb, own) => {
        expect(reasonOfStatus(verb, answerOf({ status }), own)?.outcome).not.toBe("not_sent")
      },
    )
  })

  it("keeps the provider's own words and the wait it asks for", () => {
    const said = { providerCode: "E-17", providerMessage: "Slow down" }
    const answer = answerOf({ status: 429, headers: { "retry-after": "3" } })
    const reason = reasonOfStatus("create", answer, true, said)
    expect(reason).toMatchObject({ ...said, httpStatus: 429, retryAfter: Duration.seconds(3) })
    expect(reasonOfStatus("create", { ...answer, status: 503 }, true)).toMatchObject({
      retryAfter: Duration.seconds(3),
    })
    expect(reasonOfStatus("create", { ...answer, status: 400 }, true, said)).toMatchObject(said)
  })

  it("of an error page names the address that was asked, and a redirect says that it was not followed", () => {
    const message = (status: number) => {
      const url = "https://api.example.co.id/v1/payments/1?key=hidden"
      const reason = reasonOfStatus("inquire", answerOf({ status, url }), false)
      return reason === undefined
        ? ""
        : new QrisError({ provider: "contoh", operation: "inquire", reason }).message
    }
    expect(message(404)).toBe(
      "contoh inquire: The provider's answer cannot be read (HTTP 404): it is an error page of https://api.example.co.id/v1/payments/1, not an answer of the provider; check that address. The payment's status is not known from this call. Do not treat it as unpaid; ask again.",
    )
    expect(message(302)).toContain("it is a redirect, and redirects are not followed")
  })
})

describe("a status beside a body that tells of success", () => {
  const meaning = (status: number) =>
    contradictedReason(reasonOfStatus("refund", answerOf({ status }), true), { status })

  it.each([401, 404, 409, 422, 429])("%d, which says that nothing was done, is not believed", (status) => {
    expect(meaning(status)).toMatchObject({
      _tag: "MalformedResponse",
      outcome: "unknown",
      httpStatus: status,
      description: `it tells of success inside HTTP ${status}`,
    })
  })

  it("leaves in doubt what the status leaves in doubt, and a success is one", () => {
    expect(meaning(503)).toMatchObject({ _tag: "ProviderUnavailable", outcome: "unknown" })
    expect(meaning(200)).toBeUndefined()
  })
})
