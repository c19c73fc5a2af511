import { PaymentStatus } from "@qriskit/core"
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { eventOf } from "../src/events/event-type.js"
import {
  AttemptStatus,
  canBecome,
  isMoney,
  isSpent,
  isWatched,
  TRANSITIONS,
} from "../src/record/attempt-status.js"
import { decide, type Observation, type Standing } from "../src/record/decision.js"

const standing = (status: AttemptStatus, fields: Partial<Standing> = {}): Standing => ({
  status,
  amount: 25_000,
  paidAmount: isMoney(status) ? 25_000 : undefined,
  isSiblingPaid: false,
  ...fields,
})

const observed = (status: PaymentStatus, fields: Partial<Observation> = {}): Observation => ({
  status,
  amount: 25_000,
  isOverdue: false,
  ...fields,
})

const kinds = (before: Standing, said: Observation) => decide(before, said).findings.map(({ kind }) => kind)

describe("what an answer makes of an attempt", () => {
  test.each<[AttemptStatus, PaymentStatus, AttemptStatus]>([
    ["pending", "pending", "pending"],
    ["pending", "paid", "paid"],
    ["pending", "expired", "expired"],
    ["pending", "canceled", "canceled"],
    ["pending", "failed", "failed"],
    ["pending", "under_review", "under_review"],
    ["pending", "refunded", "refunded"],
    ["under_review", "paid", "paid"],
    ["under_review", "pending", "under_review"],
    ["under_review", "expired", "expired"],
    ["abandoned", "pending", "abandoned"],
    ["abandoned", "expired", "expired"],
    ["unknown", "pending", "unknown"],
    ["unknown", "expired", "expired"],
    ["expired", "pending", "expired"],
    ["expired", "canceled", "expired"],
    ["not_created", "expired", "not_created"],
    ["paid", "refund_pending", "refund_pending"],
    ["refund_pending", "refunded", "refunded"],
    ["refund_pending", "paid", "paid"],
    ["paid", "partially_refunded", "partially_refunded"],
    ["creating", "paid", "creating"],
  ])("%s, and the provider says %s: %s, and nothing to look at", (before, said, after) => {
    expect(decide(standing(before), observed(said))).toMatchObject({ status: after, findings: [] })
  })

  test.each<[AttemptStatus, string]>([
    ["expired", "paid_after_expiry"],
    ["canceled", "paid_after_cancel"],
    ["abandoned", "paid_after_cancel"],
    ["failed", "paid_after_failure"],
    ["not_created", "paid_after_failure"],
    ["unknown", "paid_unshown"],
  ])("money for one that is %s is taken, and found to be %s", (before, kind) => {
    expect(decide(standing(before), observed("paid"))).toMatchObject({ status: "paid", paidAmount: 25_000 })
    expect(kinds(standing(before), observed("paid"))).toEqual([kind])
  })

  test("another amount than asked is never called paid", () => {
    const decision = decide(standing("pending"), observed("paid", { amount: 24_999 }))
    expect(decision).toMatchObject({
      status: "under_review",
      paidAmount: 24_999,
      findings: [{ kind: "amount_mismatch", detail: "Rp 24.999 arrived, Rp 25.000 was asked." }],
    })
  })

  test("once the right amount is confirmed, a review ends as paid", () => {
    const before = standing("under_review", { paidAmount: 24_999 })
    expect(decide(before, observed("paid"))).toMatchObject({ status: "paid", paidAmount: 25_000 })
    expect(decide(before, observed("paid", { amount: 24_999 }))).toMatchObject({
      status: "under_review",
      findings: [],
    })
  })

  test("a second paid QR of one order is found", () => {
    expect(kinds(standing("pending", { isSiblingPaid: true }), observed("paid"))).toEqual(["paid_twice"])
  })

  test.each<PaymentStatus>(["pending", "expired", "canceled", "failed", "under_review"])(
    "what is paid stays paid when the provider says %s",
    (said) => {
      expect(decide(standing("paid"), observed(said))).toMatchObject({ status: "paid", paidAmount: 25_000 })
      expect(kinds(standing("paid"), observed(said))).toEqual(["status_regressed"])
    },
  )

  test("money under review does not become unpaid either", () => {
    const before = standing("under_review", { paidAmount: 24_999 })
    expect(decide(before, observed("expired"))).toMatchObject({ status: "under_review", paidAmount: 24_999 })
    expect(kinds(before, observed("expired"))).toEqual(["status_regressed"])
    expect(kinds(before, observed("under_review"))).toEqual([])
  })

  test("a later answer with another amount is found, and the record keeps what arrived", () => {
    expect(decide(standing("paid"), observed("paid", { amount: 1 }))).toMatchObject({
      status: "paid",
      paidAmount: 25_000,
    })
    expect(kinds(standing("paid"), observed("paid", { amount: 1 }))).toEqual(["amount_mismatch"])
  })

  test("a refund is not taken back", () => {
    expect(kinds(standing("refunded"), observed("paid"))).toEqual(["status_regressed"])
  })

  test.each<AttemptStatus>(["canceled", "failed"])("a QR that is %s and payable again is found", (before) => {
    expect(kinds(standing(before), observed("pending"))).toEqual(["status_regressed"])
  })

  test("a provider that does not tell of refunds of ours takes nothing back", () => {
    for (const status of ["refund_pending", "partially_refunded", "refunded"] as const) {
      const decision = decide(standing(status, { isRefundOurs: true }), observed("paid"))
      expect(decision).toEqual({ status, paidAmount: 25_000, findings: [] })
    }
  })

  test("unpaid is called expired only when time and grace are over", () => {
    expect(decide(standing("pending"), observed("pending", { isOverdue: true })).status).toBe("expired")
    expect(decide(standing("abandoned"), observed("pending", { isOverdue: true })).status).toBe("expired")
  })
})

const anyStanding = fc
  .record({
    status: fc.constantFrom(...AttemptStatus.literals),
    amount: fc.integer({ min: 1, max: 3 }),
    paidAmount: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
    isSiblingPaid: fc.boolean(),
  })
  // As the database keeps it: money is recorded where there is money, and nowhere else but under review.
  .filter(({ status, paidAmount }) =>
    isMoney(status) ? paidAmount !== undefined : paidAmount === undefined || status === "under_review",
  )
const anyObservation = fc.record({
  status: fc.constantFrom(...PaymentStatus.literals),
  amount: fc.integer({ min: 1, max: 3 }),
  isOverdue: fc.boolean(),
})

describe("whatever is recorded and whatever the provider says", () => {
  test("the move is in the table", () => {
    fc.assert(
      fc.property(anyStanding, anyObservation, (before, said) => {
        const { status } = decide(before, said)
        return status === before.status || canBecome(before.status, status)
      }),
      { numRuns: 2_000 },
    )
  })

  test("money is never lost, and is recorded wherever there is some", () => {
    fc.assert(
      fc.property(anyStanding, anyObservation, (before, said) => {
        const after = decide(before, said)
        const kept = before.paidAmount === undefined || after.paidAmount !== undefined
        const named = !isMoney(after.status) || after.paidAmount !== undefined
        return kept && named
      }),
      { numRuns: 2_000 },
    )
  })

  test("only the amount that was asked becomes paid by itself", () => {
    fc.assert(
      fc.property(anyStanding, anyObservation, (before, said) => {
        const after = decide(before, said)
        return (
          after.status !== "paid" ||
          before.status === "paid" ||
          before.status === "refund_pending" ||
          after.paidAmount === before.amount
        )
      }),
      { numRuns: 2_000 },
    )
  })

  test("the same answer once more changes nothing more", () => {
    fc.assert(
      fc.property(anyStanding, anyObservation, (before, said) => {
        const once = decide(before, said)
        const after = { ...before, status: once.status, paidAmount: once.paidAmount }
        const twice = decide(after, said)
        expect({ status: twice.status, paidAmount: twice.paidAmount }).toEqual({
          status: once.status,
          paidAmount: once.paidAmount,
        })
      }),
      { numRuns: 2_000 },
    )
  })
})

describe("the table", () => {
  test("no attempt with money becomes one without", () => {
    for (const from of AttemptStatus.literals.filter(isMoney))
      expect(TRANSITIONS[from].every(isMoney), from).toBe(true)
  })

  test("every status is watched, spent, money, or just being made", () => {
    for (const status of AttemptStatus.literals) {
      const groups = [isMoney(status), isWatched(status) || isSpent(status), status === "creating"]
      expect(groups.filter(Boolean), status).toHaveLength(1)
    }
  })

  test.each<[AttemptStatus, AttemptStatus, string | undefined]>([
    ["creating", "pending", "opened"],
    ["pending", "paid", "paid"],
    ["refund_pending", "paid", "refund_failed"],
    ["pending", "pending", undefined],
    ["creating", "creating", undefined],
    ["pending", "expired", "expired"],
  ])("%s to %s is the event %s", (from, to, type) => {
    expect(eventOf(from, to)).toBe(type)
  })
})
