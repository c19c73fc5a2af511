import assert from "node:assert/strict"
import type { Payment } from "@qriskit/core"
import * as Effect from "effect/Effect"
import type { Bench } from "../bench.js"
import { assertFailure, issuesOf } from "../failure-expectation.js"
import type { ScenarioGroup } from "../scenario.js"

/** Words that no table maps; some of them are what JavaScript objects inherit. */
const UNKNOWN_WORDS = ["SOMETHING_NEW", "sukses?", "__proto__", "constructor", "toString", "hasOwnProperty"]

const NOT_REFS: ReadonlyArray<unknown> = [
  undefined,
  null,
  "ref",
  7,
  [],
  {},
  { provider: 1, paymentId: {}, externalId: null, orderId: [] },
  { provider: "", paymentId: "", externalId: "", orderId: "" },
]

const NOT_AMOUNTS: ReadonlyArray<unknown> = [
  "abc",
  "12,500",
  "1.000,00",
  "",
  -5,
  0,
  1_000.5,
  null,
  {},
  [5],
  true,
]

const NOT_WORDS: ReadonlyArray<unknown> = [null, 7, true, {}, ["PAID"]]

const inquirePaid = async (bench: Bench): Promise<Payment> =>
  bench.run(bench.provider.inquire((await bench.createPaid()).ref))

const unreadable = async (bench: Bench, path: string, values: ReadonlyArray<unknown>): Promise<void> => {
  const { ref } = await bench.create()
  for (const value of values) {
    await bench.acquirer.fault("inquire", { kind: "amend", set: { [path]: value } }, 1)
    const error = await bench.failure(bench.provider.inquire(ref))
    assertFailure(error, bench.provider.id, {
      operation: "inquire",
      reason: ["MalformedResponse", "UntrustedResponse"],
      outcome: "unknown",
    })
  }
}

export const inquire: ScenarioGroup = {
  pending: {
    title: "an unpaid payment is pending, with its ref and its amount",
    run: async (bench) => {
      const created = await bench.create()
      const inquired = await bench.run(bench.provider.inquire(created.ref))
      assert.equal(inquired.status, "pending")
      assert.equal(inquired.amount, created.amount)
      assert.deepEqual({ ...inquired.ref }, { ...created.ref })
    },
  },
  paid: {
    title: "a paid payment is paid, over the amount that was asked",
    run: async (bench) => {
      const created = await bench.create()
      await bench.acquirer.pay(created.ref)
      const payment = await bench.run(bench.provider.inquire(created.ref))
      assert.equal(payment.status, "paid")
      assert.equal(payment.amount, created.amount)
      assert.equal(bench.facts.statusWords[payment.providerStatus], "paid")
    },
  },
  "paid-at": {
    title: "a paid payment says when it was paid",
    needs: ["paid-time"],
    run: async (bench) => {
      const before = Date.now()
      const { paidAt } = await inquirePaid(bench)
      const after = Date.now()
      // Providers cut to whole seconds, or round.
      const moment = paidAt?.getTime() ?? 0
      assert.ok(
        moment >= before - 1_000 && moment <= after + 1_000,
        `paidAt must be the time of payment, is ${paidAt}`,
      )
    },
  },
  payer: {
    title: "a paid payment says who paid, as far as the provider knows",
    needs: ["payer"],
    run: async (bench) => {
      const { payer } = await inquirePaid(bench)
      const known = [payer?.issuer, payer?.name, payer?.retrievalReference].filter(
        (text) => text !== undefined,
      )
      assert.ok(
        known.length > 0 && known.every((text) => text !== ""),
        "a payer that nothing is known of is none",
      )
    },
  },
  expired: {
    title: "a payment whose QR ran out is expired",
    needs: ["expired-status"],
    run: async (bench) => {
      const { ref } = await bench.create()
      await bench.acquirer.expire(ref)
      assert.equal((await bench.run(bench.provider.inquire(ref))).status, "expired")
    },
  },
  "status-words": {
    title: "every documented status word means what the table says, and is kept",
    run: async (bench) => {
      const { ref } = await bench.create()
      for (const [word, status] of Object.entries(bench.facts.statusWords)) {
        await bench.acquirer.setStatus(ref, word)
        const payment = await bench.run(bench.provider.inquire(ref))
        assert.equal(payment.status, status, `${word} must mean ${status}`)
        assert.equal(payment.providerStatus, word)
      }
    },
  },
  "unknown-word": {
    title: "a status word that nobody mapped is pending, never failed, and is kept",
    run: async (bench) => {
      const { ref } = await bench.create()
      for (const word of UNKNOWN_WORDS) {
        await bench.acquirer.setStatus(ref, word)
        const payment = await bench.run(bench.provider.inquire(ref))
        assert.equal(payment.status, "pending", `${word} must be pending`)
        assert.equal(payment.providerStatus, word)
      }
    },
  },
  "status-unreadable": {
    title: "an answer whose status is missing or no text is unreadable, and says nothing about the money",
    run: async (bench) => {
      const { status } = bench.facts.answers.inquire
      await unreadable(bench, status, NOT_WORDS)
      const { ref } = await bench.create()
      await bench.acquirer.fault("inquire", { kind: "amend", remove: [status] }, 1)
      const error = await bench.failure(bench.provider.inquire(ref))
      assertFailure(error, bench.provider.id, {
        operation: "inquire",
        reason: "MalformedResponse",
        outcome: "unknown",
      })
    },
  },
  "amount-unreadable": {
    title: "an amount that is not whole rupiah is never guessed",
    run: (bench) => unreadable(bench, bench.facts.answers.inquire.amount, NOT_AMOUNTS),
  },
  "unknown-payment": {
    title: "a payment that the provider does not know is PaymentNotFound",
    run: async (bench) => {
      const { ref } = await bench.create()
      const { provider } = await bench.elsewhere()
      const error = await bench.failure(provider.inquire(ref))
      assertFailure(error, provider.id, {
        operation: "inquire",
        reason: "PaymentNotFound",
        outcome: "refused",
        isRetryable: false,
      })
    },
  },
  "foreign-ref": {
    title: "another provider's ref is refused by name and never reaches the wire",
    run: async (bench) => {
      const { ref } = await bench.create()
      const { provider, sent } = await bench.open()
      const error = await bench.failure(provider.inquire({ ...ref, provider: `not-${ref.provider}` }))
      const named = issuesOf(error, provider.id, "inquire").map(({ path }) => path)
      assert.deepEqual(named, ["provider"])
      assert.equal(sent(), 0)
    },
  },
  "not-a-ref": {
    title: "what is no ref at all fails with InvalidRequest and never reaches the wire",
    run: async (bench) => {
      const { provider, sent } = await bench.open()
      for (const nonsense of NOT_REFS) {
        // Deliberately not a ref.
        const error = await bench.failure(provider.inquire(nonsense as never))
        assert.ok(issuesOf(error, provider.id, "inquire").length > 0, "the error must say what is wrong")
      }
      assert.equal(sent(), 0)
    },
  },
  repeated: {
    title: "asking changes nothing: the second answer is the first",
    run: async (bench) => {
      const { ref } = await bench.create()
      const [first, second] = [
        await bench.run(bench.provider.inquire(ref)),
        await bench.run(bench.provider.inquire(ref)),
      ]
      assert.deepEqual(second, first)
    },
  },
  concurrent: {
    title: "inquiries about several payments at the same time are not mixed up",
    run: async (bench) => {
      const payments = [await bench.create(), await bench.create(), await bench.create()]
      const { provider } = await bench.open()
      const refs = Array.from({ length: 4 }, () => payments.map(({ ref }) => ref)).flat()
      const answers = await bench.run(
        Effect.forEach(refs, (ref) => provider.inquire(ref), { concurrency: "unbounded" }),
      )
      assert.deepEqual(
        answers.map(({ ref }) => ref.paymentId),
        refs.map(({ paymentId }) => paymentId),
      )
    },
  },
  "unknown-fields": {
    title: "fields that nobody knows in an answer do no harm",
    run: async (bench) => {
      const { ref } = await bench.create()
      await bench.acquirer.fault("inquire", {
        kind: "amend",
        set: { x_unknown: { deep: [1, null, { a: "b" }] }, x_flag: true },
      })
      assert.equal((await bench.run(bench.provider.inquire(ref))).status, "pending")
    },
  },
  "any-content-type": {
    title: "the right answer under a wrong content type is read",
    run: async (bench) => {
      const { ref } = await bench.create()
      for (const contentType of ["text/plain", "text/html; charset=utf-8", "application/octet-stream"]) {
        await bench.acquirer.fault("inquire", { kind: "content-type", contentType })
        assert.equal((await bench.run(bench.provider.inquire(ref))).status, "pending")
        await bench.acquirer.clearFaults()
      }
    },
  },
  "slow-but-in-time": {
    title: "an answer that takes its time but not too long is read",
    run: async (bench) => {
      const { ref } = await bench.create()
      for (const kind of ["slow-headers", "slow-body"] as const) {
        await bench.acquirer.fault("inquire", { kind, ms: 50 })
        assert.equal((await bench.run(bench.provider.inquire(ref))).status, "pending")
        await bench.acquirer.clearFaults()
      }
    },
  },
}
