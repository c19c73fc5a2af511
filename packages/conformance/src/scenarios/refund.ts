import assert from "node:assert/strict"
import {
  canRefund,
  type Payment,
  type PaymentStatus,
  type QrisProvider,
  RefundPayment,
  type Refunds,
  Rupiah,
} from "@qriskit/core"
import { HASTY, stored } from "../bench.js"
import { assertFailure, assertFieldsNamed, issuesOf } from "../failure-expectation.js"
import type { ScenarioGroup } from "../scenario.js"

const WHOLLY: ReadonlyArray<PaymentStatus> = ["refunded", "refund_pending"]
const PARTLY: ReadonlyArray<PaymentStatus> = ["partially_refunded", "refund_pending"]

const refunding = (provider: QrisProvider): QrisProvider & Refunds => {
  assert.ok(canRefund(provider), "the provider must have a refund")
  return provider
}

const halfOf = ({ amount }: Payment) => Rupiah.make(Math.floor(amount / 2))

const whole = new RefundPayment({ externalId: "refund-1" })

export const refund: ScenarioGroup = {
  whole: {
    title: "a paid payment is refunded, and inquiries say so",
    needs: ["refund"],
    run: async (bench) => {
      const provider = refunding(bench.provider)
      const { ref } = await bench.createPaid()
      const answer = await bench.run(provider.refund(ref, whole))
      assert.ok(WHOLLY.includes(answer.status), `it must be refunded, is ${answer.status}`)
      assert.equal(answer.externalId, whole.externalId)
      assert.equal((await bench.run(provider.inquire(ref))).status, answer.status)
    },
  },
  "stored-ref": {
    title: "another process refunds with the stored ref and a plain request",
    needs: ["refund"],
    run: async (bench) => {
      const { ref } = await bench.createPaid()
      const { provider } = await bench.open()
      const answer = await bench.run(refunding(provider).refund(stored(ref), { externalId: "refund-1" }))
      assert.ok(WHOLLY.includes(answer.status))
    },
  },
  partial: {
    title: "a part of the amount is refunded as a part, to the rupiah",
    needs: ["refund"],
    run: async (bench) => {
      const provider = refunding(bench.provider)
      const payment = await bench.createPaid()
      const amount = halfOf(payment)
      const answer = await bench.run(provider.refund(payment.ref, { externalId: "refund-1", amount }))
      assert.ok(PARTLY.includes(answer.status), `it must be refunded in part, is ${answer.status}`)
      if (answer.amount !== undefined) assert.equal(answer.amount, amount)
    },
  },
  "more-than-paid": {
    title: "more than was paid is refused",
    needs: ["refund"],
    run: async (bench) => {
      const provider = refunding(bench.provider)
      const payment = await bench.createPaid()
      const amount = Rupiah.make(payment.amount + 1)
      const error = await bench.failure(provider.refund(payment.ref, { externalId: "refund-1", amount }))
      assertFailure(error, provider.id, {
        operation: "refund",
        reason: ["InvalidRequest", "InvalidState", "Rejected"],
        outcome: "refused",
      })
      assert.equal((await bench.run(provider.inquire(payment.ref))).status, "paid")
    },
  },
  unpaid: {
    title: "a payment that nobody paid cannot be refunded: InvalidState",
    needs: ["refund"],
    run: async (bench) => {
      const provider = refunding(bench.provider)
      const { ref } = await bench.create()
      const error = await bench.failure(provider.refund(ref, whole))
      assertFailure(error, provider.id, { operation: "refund", reason: "InvalidState", outcome: "refused" })
    },
  },
  "same-id-twice": {
    title: "the same refund asked twice moves money once",
    needs: ["refund"],
    run: async (bench) => {
      const provider = refunding(bench.provider)
      const payment = await bench.createPaid()
      const half = { externalId: "refund-1", amount: halfOf(payment) }
      await bench.run(provider.refund(payment.ref, half))
      await bench.run(provider.refund(payment.ref, half)).catch(() => undefined)
      const { status } = await bench.run(provider.inquire(payment.ref))
      assert.ok(PARTLY.includes(status), `half of it must be refunded, is ${status}`)
    },
  },
  "unknown-payment": {
    title: "refunding a payment that the provider does not know is PaymentNotFound",
    needs: ["refund"],
    run: async (bench) => {
      const { ref } = await bench.createPaid()
      const provider = refunding((await bench.elsewhere()).provider)
      const error = await bench.failure(provider.refund(ref, whole))
      assertFailure(error, provider.id, {
        operation: "refund",
        reason: "PaymentNotFound",
        outcome: "refused",
      })
    },
  },
  "foreign-ref": {
    title: "another provider's ref is refused by name and never reaches the wire",
    needs: ["refund"],
    run: async (bench) => {
      const { ref } = await bench.createPaid()
      const { provider, sent } = await bench.open()
      const foreign = { ...ref, provider: `not-${ref.provider}` }
      const error = await bench.failure(refunding(provider).refund(foreign, whole))
      const named = issuesOf(error, provider.id, "refund").map(({ path }) => path)
      assert.deepEqual(named, ["provider"])
      assert.equal(sent(), 0)
    },
  },
  "invalid-request": {
    title: "a refund without an id or with no amount of money is refused by name and never reaches the wire",
    needs: ["refund"],
    run: async (bench) => {
      const { ref } = await bench.createPaid()
      const { provider, sent } = await bench.open()
      // Deliberately not a refund request.
      const nonsense = { externalId: "", amount: 0.5 } as never
      const error = await bench.failure(refunding(provider).refund(ref, nonsense))
      assertFieldsNamed(error, provider.id, "refund", ["externalId", "amount"])
      assert.equal(sent(), 0)
    },
  },
  silence: {
    title: "a refund without an answer is TimedOut with unknown outcome, and is sent once",
    needs: ["refund"],
    run: async (bench) => {
      const { ref } = await bench.createPaid()
      const { provider } = await bench.open({ ...HASTY, retry: { times: 5, baseDelay: 1, maxDelay: 2 } })
      await bench.acquirer.fault("refund", { kind: "silence" })
      const error = await bench.failure(refunding(provider).refund(ref, whole))
      assertFailure(error, provider.id, {
        operation: "refund",
        reason: "TimedOut",
        outcome: "unknown",
        isRetryable: false,
      })
      assert.equal(await bench.acquirer.requests("refund"), 1)
    },
  },
  "cut-after-acting": {
    title: "a refund whose answer was lost is unknown, is sent once, and an inquiry tells that it happened",
    needs: ["refund"],
    run: async (bench) => {
      const provider = refunding(bench.provider)
      const { ref } = await bench.createPaid()
      await bench.acquirer.fault("refund", { kind: "cut", acting: true })
      const error = await bench.failure(provider.refund(ref, whole))
      assertFailure(error, provider.id, { operation: "refund", reason: "NetworkFailure", outcome: "unknown" })
      assert.equal(await bench.acquirer.requests("refund"), 1)
      assert.ok(WHOLLY.includes((await bench.run(provider.inquire(ref))).status))
    },
  },
}
