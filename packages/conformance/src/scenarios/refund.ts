import assert from "node:assert/strict"
import {
  canRefund,
  type Payment,
  type PaymentRef,
  type PaymentStatus,
  type QrisProvider,
  type Refund,
  RefundPayment,
  type RefundRef,
  type Refunds,
  Rupiah,
} from "@qriskit/core"
import { type Bench, HASTY, stored } from "../bench.js"
import { assertFailure, assertFieldsNamed, issuesOf } from "../failure-expectation.js"
import type { ScenarioGroup } from "../scenario.js"

const WHOLLY: ReadonlyArray<PaymentStatus> = ["refunded", "refund_pending"]
const PARTLY: ReadonlyArray<PaymentStatus> = ["partially_refunded", "refund_pending"]

const refunding = (provider: QrisProvider): QrisProvider & Refunds => {
  assert.ok(canRefund(provider), "the provider must have a refund")
  return provider
}

const halfOf = ({ amount }: Payment) => Rupiah.make(Math.floor(amount / 2))
const restOf = (payment: Payment) => Rupiah.make(payment.amount - halfOf(payment))

const whole = new RefundPayment({ externalId: "refund-1" })

const assertUnderWay = (refund: Refund | undefined, externalId: string): Refund => {
  assert.ok(refund !== undefined, "the provider must know the refund")
  assert.notEqual(refund.status, "failed", `it must be on its way, is ${refund.providerStatus}`)
  assert.equal(refund.externalId, externalId)
  return refund
}

/**
 * What became of a refund: by asking, or, where only the provider's unknown id would do, by the same refund once more.
 */
const found = (
  bench: Bench,
  ref: PaymentRef,
  { refundId, ...request }: RefundPayment & RefundRef,
): Promise<Refund | undefined> => {
  const provider = refunding(bench.provider)
  const { refund } = provider.capabilities
  const isAsked = refund.supported && (refund.askedBy === "externalId" || refundId !== undefined)
  const { externalId } = request
  return bench.run<Refund | undefined>(
    isAsked
      ? provider.inquireRefund(ref, refundId === undefined ? { externalId } : { externalId, refundId })
      : provider.refund(ref, request),
  )
}

/** Checks that exactly so much is left: all of it can be given back, and after that nothing. */
const assertLeft = async (bench: Bench, ref: PaymentRef, left: Rupiah): Promise<void> => {
  const provider = refunding(bench.provider)
  const rest = await bench.run(provider.refund(ref, { externalId: "refund-rest", amount: left }))
  assertUnderWay(rest, "refund-rest")
  const more = provider.refund(ref, { externalId: "refund-more", amount: Rupiah.make(1) })
  assertFailure(await bench.failure(more), provider.id, {
    operation: "refund",
    reason: ["InvalidRequest", "InvalidState", "Rejected"],
    outcome: "refused",
  })
}

export const refund: ScenarioGroup = {
  whole: {
    title: "a paid payment is refunded, all of it where no amount is named",
    needs: ["refund"],
    run: async (bench) => {
      const provider = refunding(bench.provider)
      const payment = await bench.createPaid()
      const answer = assertUnderWay(await bench.run(provider.refund(payment.ref, whole)), whole.externalId)
      assert.deepEqual({ ...answer.ref }, { ...payment.ref })
      if (answer.amount !== undefined) assert.equal(answer.amount, payment.amount)
    },
  },
  "whole-status": {
    title: "inquiries say that a payment is refunded, and how much of it",
    needs: ["refund", "refunded-status"],
    run: async (bench) => {
      const provider = refunding(bench.provider)
      const { ref, amount } = await bench.createPaid()
      await bench.run(provider.refund(ref, whole))
      const { status, refunded = amount } = await bench.run(provider.inquire(ref))
      assert.ok(WHOLLY.includes(status), `it must be refunded, is ${status}`)
      assert.equal(refunded, amount)
    },
  },
  "stored-ref": {
    title: "another process refunds with the stored ref and a plain request",
    needs: ["refund"],
    run: async (bench) => {
      const { ref } = await bench.createPaid()
      const { provider } = await bench.open()
      const answer = await bench.run(refunding(provider).refund(stored(ref), { externalId: "refund-1" }))
      assertUnderWay(answer, "refund-1")
    },
  },
  partial: {
    title: "a part of the amount is refunded as a part, to the rupiah, and the rest is left",
    needs: ["refund", "partial-refund"],
    run: async (bench) => {
      const provider = refunding(bench.provider)
      const payment = await bench.createPaid()
      const amount = halfOf(payment)
      const answer = await bench.run(provider.refund(payment.ref, { externalId: "refund-1", amount }))
      assertUnderWay(answer, "refund-1")
      if (answer.amount !== undefined) assert.equal(answer.amount, amount)
      await assertLeft(bench, payment.ref, restOf(payment))
    },
  },
  "partial-status": {
    title: "inquiries say that a payment is refunded in part, and how much of it",
    needs: ["refund", "partial-refund", "refunded-status"],
    run: async (bench) => {
      const provider = refunding(bench.provider)
      const payment = await bench.createPaid()
      const amount = halfOf(payment)
      await bench.run(provider.refund(payment.ref, { externalId: "refund-1", amount }))
      const { status, refunded = amount } = await bench.run(provider.inquire(payment.ref))
      assert.ok(PARTLY.includes(status), `half of it must be refunded, is ${status}`)
      assert.equal(refunded, amount)
    },
  },
  several: {
    title: "several refunds are told apart, each with its own amount",
    needs: ["refund", "partial-refund"],
    run: async (bench) => {
      const provider = refunding(bench.provider)
      const { ref } = await bench.createPaid()
      const wanted = [1_000, 2_000, 3_000].map((amount, index) => ({
        externalId: `refund-${index + 1}`,
        amount: Rupiah.make(amount),
      }))
      const answers: Array<Refund> = []
      for (const request of wanted) answers.push(await bench.run(provider.refund(ref, request)))
      for (const [index, { externalId, amount }] of wanted.entries()) {
        const { refundId } = answers[index] ?? {}
        const answer = await bench.run(
          provider.inquireRefund(ref, refundId === undefined ? { externalId } : { externalId, refundId }),
        )
        const told = assertUnderWay(answer, externalId)
        if (told.amount !== undefined) assert.equal(told.amount, amount)
      }
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
  "more-than-left": {
    title: "refunds that add up to more than was paid are refused, and those before stand",
    needs: ["refund", "partial-refund"],
    run: async (bench) => {
      const provider = refunding(bench.provider)
      const payment = await bench.createPaid()
      await bench.run(provider.refund(payment.ref, { externalId: "refund-1", amount: halfOf(payment) }))
      const amount = Rupiah.make(restOf(payment) + 1)
      const error = await bench.failure(provider.refund(payment.ref, { externalId: "refund-2", amount }))
      assertFailure(error, provider.id, {
        operation: "refund",
        reason: ["InvalidRequest", "InvalidState", "Rejected"],
        outcome: "refused",
      })
      await assertLeft(bench, payment.ref, restOf(payment))
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
  "window-closed": {
    title: "a refund that comes too late is refused",
    needs: ["refund", "refund-window"],
    run: async (bench) => {
      const provider = refunding(bench.provider)
      const { ref } = await bench.createPaid()
      await bench.acquirer.endRefunds(ref)
      const error = await bench.failure(provider.refund(ref, whole))
      assertFailure(error, provider.id, {
        operation: "refund",
        reason: ["InvalidState", "Rejected"],
        outcome: "refused",
      })
    },
  },
  "same-id-twice": {
    title: "the same refund asked twice is one refund, and says so",
    needs: ["refund", "partial-refund"],
    run: async (bench) => {
      const provider = refunding(bench.provider)
      const payment = await bench.createPaid()
      const half = { externalId: "refund-1", amount: halfOf(payment) }
      const first = await bench.run(provider.refund(payment.ref, half))
      const second = await bench.run(provider.refund(payment.ref, half))
      assert.equal(second.refundId, first.refundId)
      assertUnderWay(second, half.externalId)
      await assertLeft(bench, payment.ref, restOf(payment))
    },
  },
  "not-made": {
    title: "a refund that nobody asked for is not known",
    needs: ["refund"],
    run: async (bench) => {
      const provider = refunding(bench.provider)
      const { ref } = await bench.createPaid()
      const asked = { externalId: "refund-never", refundId: "rfd-00000000-0000-4000-8000-000000000000" }
      assert.equal(await bench.run(provider.inquireRefund(ref, asked)), undefined)
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
    waits: true,
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
    title: "a refund whose answer was lost is unknown, is sent once, and is found again: money moved once",
    needs: ["refund", "partial-refund"],
    run: async (bench) => {
      const provider = refunding(bench.provider)
      const payment = await bench.createPaid()
      const half = { externalId: "refund-1", amount: halfOf(payment) }
      await bench.acquirer.fault("refund", { kind: "cut", acting: true }, 1)
      const error = await bench.failure(provider.refund(payment.ref, half))
      assertFailure(error, provider.id, { operation: "refund", reason: "NetworkFailure", outcome: "unknown" })
      assert.equal(await bench.acquirer.requests("refund"), 1)
      assertUnderWay(await found(bench, payment.ref, half), half.externalId)
      await assertLeft(bench, payment.ref, restOf(payment))
    },
  },
  "found-later": {
    title: "what became of a refund is known later, from the stored ids",
    needs: ["refund"],
    run: async (bench) => {
      const provider = refunding(bench.provider)
      const { ref } = await bench.createPaid()
      const { externalId, refundId } = await bench.run(provider.refund(ref, whole))
      const other = refunding((await bench.open()).provider)
      // As a later version may have stored it, with a field that nobody knows.
      const asked = { externalId, ...(refundId !== undefined && { refundId }), note: "from a later version" }
      assertUnderWay(await bench.run(other.inquireRefund(stored(ref), asked)), externalId)
    },
  },
}
