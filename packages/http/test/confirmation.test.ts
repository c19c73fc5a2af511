import {
  InvalidNotification,
  MalformedResponse,
  NetworkFailure,
  PaymentNotFound,
  PaymentStatus,
  QrisError,
  RateLimited,
  type Reason,
  Unauthorized,
  UntrustedResponse,
} from "@qriskit/core"
import { describe, expect, it } from "vitest"
import { outcomeOf } from "../src/callbacks/answer.js"
import { confirm } from "../src/callbacks/confirmation.js"

const ENDED_UNPAID = ["expired", "canceled", "failed"]

describe("a claim, once the provider was asked", () => {
  it.each(PaymentStatus.literals)("of %s is worth what the provider's answer makes of it", (claimed) => {
    for (const answered of PaymentStatus.literals) {
      const confirmation = confirm(claimed, answered)
      if (answered === "pending") expect(confirmation).toBe(claimed === "pending" ? "nothing" : "unconfirmed")
      else if (claimed === "paid" && ENDED_UNPAID.includes(answered)) expect(confirmation).toBe("unconfirmed")
      else expect(confirmation).toBe("event")
    }
  })
})

describe("a failure to verify or to ask", () => {
  const outcome = (reason: Reason) =>
    outcomeOf(new QrisError({ provider: "contoh", operation: "inquire", reason }))

  it.each(["malformed", "unauthentic", "mismatch", "oversized"] as const)("that is %s is that", (kind) => {
    expect(outcome(new InvalidNotification({ kind, description: "…" }))).toBe(kind)
  })

  it("refutes the callback where the provider knows better", () => {
    expect(outcome(new PaymentNotFound({}))).toBe("refuted")
    expect(outcome(new UntrustedResponse({ contradictions: ["the external id is another one"] }))).toBe(
      "refuted",
    )
  })

  it("leaves everything open where the provider did not answer, or not to us", () => {
    const failures = [
      new NetworkFailure({ outcome: "unknown", description: "…" }),
      new RateLimited({}),
      new Unauthorized({}),
      new MalformedResponse({ outcome: "unknown", description: "…" }),
    ]
    expect(failures.map(outcome)).toEqual(failures.map(() => "unavailable"))
  })

  it("of any other kind is our own", () => {
    expect(outcomeOf(new TypeError("a bug"))).toBe("failed")
    expect(outcomeOf("a text")).toBe("failed")
  })
})
