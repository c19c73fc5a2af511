import { inspect } from "node:util"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { describe, expect, it } from "vitest"
import { mayPass, Operation, QrisError } from "../src/error.js"
import { NoSuchAccount, type Outcome, Reason } from "../src/reason.js"
import { EVERY_REASON } from "./support/every-reason.js"

/** What a failure means for the money, whatever its reason: the last words of every message. */
const LAST_WORDS: Record<Operation, Record<Outcome, string>> = {
  create: {
    not_sent: "so no payment was created and no money can move.",
    refused: "No payment was created by this call and no money can move through it.",
    unknown: "so nobody can pay it. Do not fulfil; a new attempt needs a new external id.",
  },
  inquire: {
    not_sent: "the payment's status is not known from this call. Ask again.",
    refused: "Do not treat it as unpaid.",
    unknown: "Do not treat it as unpaid; ask again.",
  },
  cancel: {
    not_sent: "Nothing was sent: the QR can still be paid.",
    refused: "This call canceled nothing. Inquire to see what the payment is.",
    unknown: "Treat it as payable until an inquiry says otherwise.",
  },
  refund: {
    not_sent: "Nothing was sent and nothing was refunded.",
    refused: "This call refunded nothing.",
    unknown: "Do not repeat it before the provider says what became of it.",
  },
  notification: {
    not_sent: "only an inquiry tells whether money moved.",
    refused: "only an inquiry tells whether money moved.",
    unknown: "only an inquiry tells whether money moved.",
  },
  account: {
    not_sent: "Nothing was sent and no money can move.",
    refused: "Nothing was sent and no money can move.",
    unknown: "Nothing was sent and no money can move.",
  },
}

const errorOf = (reason: Reason, operation: Operation) =>
  new QrisError({ provider: "contoh", operation, reason })

describe.each(EVERY_REASON)(
  "$reason._tag: $message",
  ({ reason, outcome, isRetryable, mayPass: passes, message }) => {
    it("answers what it means, and whether it may pass", () => {
      expect(reason.outcome).toBe(outcome)
      expect(reason.isRetryable).toBe(isRetryable)
      expect(reason.message).toBe(message)
      expect(mayPass(reason)).toBe(passes)
    })

    it.each(Operation.literals)(
      "of %s says what happened and ends with what that means for the money",
      (operation) => {
        const error = errorOf(reason, operation)
        expect(error.outcome).toBe(outcome)
        expect(error.message.startsWith(`contoh ${operation}: ${message} `)).toBe(true)
        expect(error.consequence.endsWith(LAST_WORDS[operation][outcome])).toBe(true)
        expect(error.message).toBe(`contoh ${operation}: ${message} ${error.consequence}`)
        expect(String(error)).toBe(`QrisError: ${error.message}`)
      },
    )

    it("is retryable where nothing was done, and for a read where it may pass", () => {
      for (const operation of Operation.literals) {
        expect(errorOf(reason, operation).isRetryable).toBe(
          isRetryable || (operation === "inquire" && passes),
        )
      }
    })

    it("survives encoding, JSON and decoding, as the same class with the same answers", () => {
      const codec = Schema.toCodecJson(QrisError)
      const error = errorOf(reason, "create")
      const stored = JSON.stringify(Schema.encodeSync(codec)(error))
      const restored = Schema.decodeSync(codec)(JSON.parse(stored))
      expect(restored).toBeInstanceOf(QrisError)
      expect(restored).toBeInstanceOf(Error)
      expect(restored.reason).toBeInstanceOf(reason.constructor)
      expect(restored.message).toBe(error.message)
      expect(restored.isRetryable).toBe(error.isRetryable)
      expect(restored.retryAfter).toEqual(error.retryAfter)
      expect({ ...restored.reason }).toEqual({ ...reason })
    })
  },
)

describe("QrisError", () => {
  it("knows how long to wait where the provider said so, and only there", () => {
    for (const { reason } of EVERY_REASON) {
      const asked = "retryAfter" in reason ? Duration.seconds(7) : undefined
      expect(errorOf(reason, "inquire").retryAfter).toEqual(asked)
    }
  })

  it("is sampled here in every reason there is", () => {
    const sampled = new Set(EVERY_REASON.map(({ reason }) => reason._tag))
    expect(sampled.size).toBe(Reason.members.length)
  })

  it("is caught by its tag and told apart by its reason", () => {
    const [{ reason } = { reason: undefined }] = EVERY_REASON
    if (reason === undefined) throw new Error("no reasons")
    const caught = Effect.fail(errorOf(reason, "create")).pipe(
      Effect.catchReason("QrisError", "InvalidRequest", ({ issues }) => Effect.succeed(issues.length)),
    )
    expect(Effect.runSync(caught)).toBe(2)
  })

  it("shows what it holds to whoever inspects it, and names its class in the stack", () => {
    for (const { reason } of EVERY_REASON) {
      const error = errorOf(reason, "cancel")
      expect(inspect(error)).toContain(reason._tag)
      expect(inspect(error)).toContain(error.message)
      expect(inspect(error)).toContain("error.test.ts")
      expect(error.stack).toContain("QrisError")
    }
  })
})

describe("an error of one account among many", () => {
  it("names it", () => {
    const reason = new NoSuchAccount({})
    const error = new QrisError({ provider: "contoh", operation: "create", reason, account: "toko-17" })
    expect(error.message).toMatch(/^contoh\/toko-17 create: /)
    expect(errorOf(reason, "create")).not.toHaveProperty("account")
  })
})
