import {
  InvalidNotification,
  PaymentNotFound,
  QrisError,
  RateLimited,
  type Reason,
  UntrustedResponse,
} from "@qriskit/core"
import { createZipay } from "@qriskit/provider-zipay/promise"
import * as Duration from "effect/Duration"
import { describe, expect, it } from "vitest"
import { answerOf, outcomeOf } from "../src/callbacks/answer.js"
import { NoRoom } from "../src/callbacks/waiting-room.js"

const zipay = createZipay({
  userId: "partner-contoh",
  password: "rahasia",
  merchantId: "3",
  merchantKey: "kunci-contoh",
})

const failure = (reason: Reason) => new QrisError({ provider: "zipay", operation: "inquire", reason })

describe("the answer to a callback", () => {
  it("says how long to wait, in whole seconds, where the provider did", () => {
    const error = failure(new RateLimited({ retryAfter: Duration.millis(1_500) }))
    expect(answerOf(zipay, "unavailable", error)).toMatchObject({
      status: 503,
      headers: { "retry-after": "2" },
    })
    expect(answerOf(zipay, "unavailable", failure(new RateLimited({}))).headers).not.toHaveProperty(
      "retry-after",
    )
    expect(answerOf(zipay, "unavailable", new Error("ours")).headers).not.toHaveProperty("retry-after")
  })

  it("has the provider's own status where none stands for it", () => {
    expect(answerOf(zipay, "accepted")).toEqual(zipay.notifications.reply("accepted"))
  })
})

describe("what a failure means for the callback", () => {
  it.each([
    ["no room to ask", new NoRoom(), "unavailable"],
    ["a failure of our own", new TypeError("ours"), "failed"],
    [
      "a callback that is misused",
      failure(new InvalidNotification({ kind: "misuse", description: "parsed" })),
      "misuse",
    ],
    ["a payment that nobody knows", failure(new PaymentNotFound({})), "refuted"],
    [
      "an answer about something else",
      failure(new UntrustedResponse({ contradictions: ["another id"] })),
      "refuted",
    ],
    ["a provider that cannot be asked", failure(new RateLimited({})), "unavailable"],
  ])("%s", (_, error, outcome) => {
    expect(outcomeOf(error)).toBe(outcome)
  })
})
