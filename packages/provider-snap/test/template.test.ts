import { describe, expect, it } from "vitest"
import * as presets from "../src/presets.js"
import { fill, isTemplate, uses } from "../src/template.js"

describe("a template", () => {
  it("is filled in its own order, with whatever the values are", () => {
    const filled = fill(
      {
        partnerReferenceNo: "{externalId}",
        amount: "{amount}",
        extra: [1, true, null, "{merchantId}"],
        id: "{clientId}01",
      },
      { externalId: "o-1", amount: { value: "25000.00", currency: "IDR" }, merchantId: "M", clientId: "C" },
    )
    expect(JSON.stringify(filled.value)).toBe(
      '{"partnerReferenceNo":"o-1","amount":{"value":"25000.00","currency":"IDR"},"extra":[1,true,null,"M"],"id":"C01"}',
    )
    expect(filled.missing).toEqual([])
  })

  it("leaves out what may be absent, and an object with nothing left", () => {
    expect(fill({ a: "{reason?}", b: { c: "{customer.name?}" }, d: {}, e: ["{reason?}"] }, {}).value).toEqual(
      { d: {}, e: [] },
    )
    expect(fill({ a: "{reason?}" }, {}).value).toEqual({})
  })

  it("names every value that it lacks", () => {
    expect(fill({ a: "{amount}", b: { c: "{settings.storeId}" }, d: "{clientId}01" }, {}).missing).toEqual([
      "amount",
      "settings.storeId",
      "clientId",
    ])
  })

  it("is told by its placeholders", () => {
    expect(uses({ a: { b: "{expiresAt?}" } }, "expiresAt")).toBe(true)
    expect(uses({ a: { b: "{expiresAt}" } }, "expirySeconds", "expiresAt")).toBe(true)
    expect(uses({ expiresAt: "x" }, "expiresAt")).toBe(false)
  })

  it.each([
    ["an unknown placeholder", { a: "{amuont}" }],
    ["a function", { a: () => 1 }],
    ["a number that JSON cannot hold", { a: Number.NaN }],
    ["nesting without end", JSON.parse(`${'{"a":'.repeat(20)}1${"}".repeat(20)}`)],
  ])("is not %s", (_, value) => {
    expect(isTemplate(value)).toBe(false)
  })

  it.each(Object.entries(presets))("of the preset %s is one", (_, { verbs }) => {
    for (const { body } of Object.values(verbs)) expect(isTemplate(body)).toBe(true)
  })
})
