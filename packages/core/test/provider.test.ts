import { it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { describe, expect } from "vitest"
import { canCancel, canRefund } from "../src/provider.js"

describe("a provider met at run time", () => {
  it("is asked what it can do", () => {
    const verb = () => Effect.never
    expect(canCancel({ cancel: verb })).toBe(true)
    expect(canRefund({ refund: verb, inquireRefund: verb })).toBe(true)
    for (const provider of [
      {},
      { cancel: undefined, refund: undefined },
      { cancel: true, refund: "yes" },
      { refund: verb },
    ]) {
      expect(canCancel(provider)).toBe(false)
      expect(canRefund(provider)).toBe(false)
    }
  })
})
