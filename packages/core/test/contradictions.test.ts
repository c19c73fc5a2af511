import { describe, expect, it } from "vitest"
import { contradictionsAmong, differs, differsInAmount, failuresOf, startedAs } from "../src/provider-kit.js"

describe("what contradicts a question", () => {
  it("is another id, and never one that is missing", () => {
    expect(differs("order_id", "b", "a")).toBe("its order_id is not the one that was asked about")
    for (const [answered, asked] of [
      ["a", "a"],
      [null, "a"],
      [undefined, "a"],
      ["a", undefined],
    ] as const)
      expect(differs("order_id", answered, asked)).toBeUndefined()
  })

  it("is another amount, down to the rupiah", () => {
    expect(differsInAmount(25_001, 25_000)).toBe("it is about Rp 25.001, not Rp 25.000")
    expect(differsInAmount(0, 25_000)).toContain("Rp 0")
    for (const [answered, asked] of [
      [25_000, 25_000],
      [undefined, 1],
      [1, undefined],
    ] as const)
      expect(differsInAmount(answered, asked)).toBeUndefined()
  })

  it("is a new payment that is anything but pending", () => {
    expect(startedAs("pending")).toBeUndefined()
    expect(startedAs("paid")).toBe("it says that the new payment is already paid")
  })

  it("makes an answer untrusted, and its outcome unknown", () => {
    const contradictions = contradictionsAmong([undefined, differs("id", "b", "a"), startedAs("pending")])
    expect(contradictions).toHaveLength(1)
    expect(failuresOf("contoh").untrusted("create", contradictions)).toMatchObject({
      provider: "contoh",
      operation: "create",
      outcome: "unknown",
      reason: { _tag: "UntrustedResponse", contradictions },
    })
  })
})
