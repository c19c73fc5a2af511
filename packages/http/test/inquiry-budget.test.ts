import { describe, expect, it } from "vitest"
import { InquiryBudget } from "../src/callbacks/inquiry-budget.js"

const counted = (take: () => boolean, times: number): number =>
  Array.from({ length: times }, take).filter((isTaken) => isTaken).length

describe("the budget of inquiries that callbacks may cause", () => {
  it("saves up ten seconds' worth for strangers, and gains by the clock, which may go backwards", () => {
    let now = 0
    const budget = new InquiryBudget(2, () => now)
    expect(counted(() => budget.takeStranger(), 50)).toBe(20)
    now = 1_500
    expect(counted(() => budget.takeStranger(), 50)).toBe(3)
    now = 0
    expect(budget.takeStranger()).toBe(false)
    now = 3_600_000
    expect(counted(() => budget.takeStranger(), 50)).toBe(20)
  })

  it("is each account's own, of as many accounts as are remembered", () => {
    const budget = new InquiryBudget(1, () => 0)
    expect(counted(() => budget.takeStranger("toko-1"), 20)).toBe(10)
    expect(counted(() => budget.takeStranger("toko-2"), 20)).toBe(10)
    expect(budget.takeStranger("toko-1")).toBe(false)
    for (let index = 0; index < 10_000; index += 1) budget.takeStranger(`made-up-${index}`)
    // Whoever was not called for longest begins anew: memory is bounded.
    expect(counted(() => budget.takeStranger("toko-1"), 20)).toBe(10)
  })

  it("is not touched by what is known here, which may be asked about so often, and only by its account", () => {
    const budget = new InquiryBudget(1, () => 0)
    const payment = { paymentId: "1", account: "toko-1" }
    budget.know(payment)
    budget.know(payment)
    expect(budget.takeKnown({ paymentId: "1" })).toBe(false)
    expect(budget.takeKnown({ paymentId: "1", account: "toko-2" })).toBe(false)
    expect(counted(() => budget.takeKnown(payment), 50)).toBe(20)
    expect(counted(() => budget.takeStranger("toko-1"), 20)).toBe(10)
  })

  it("remembers at least 20,000 payments, and how often each was asked about, without growing", () => {
    const budget = new InquiryBudget(1, () => 0)
    budget.know({ paymentId: "first" })
    expect(counted(() => budget.takeKnown({ paymentId: "first" }), 15)).toBe(15)
    for (let index = 1; index < 20_000; index += 1) budget.know({ paymentId: `${index}` })
    budget.know({ paymentId: "first" })
    expect(counted(() => budget.takeKnown({ paymentId: "first" }), 50)).toBe(5)
    for (let index = 0; index < 40_000; index += 1) budget.know({ paymentId: `later-${index}` })
    expect(budget.takeKnown({ paymentId: "first" })).toBe(false)
  })
})
