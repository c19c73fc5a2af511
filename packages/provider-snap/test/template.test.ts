import { describe, expect, it } from "vitest"
import * as presets from "../src/presets.js"
import { fill, isTemplate, type TemplateUse, templateIssues, uses } from "../src/template.js"

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

  it("takes what a call brings before what the merchant has, and attributes by their names alone", () => {
    expect(
      fill(
        {
          a: "{notificationUrl}",
          b: "{clientId}",
          c: "{attributes.contractId}",
          d: "{attributes.constructor?}",
        },
        { notificationUrl: "https://toko.example/a", attributes: { contractId: "c-1" } },
        { notificationUrl: "https://toko.example/b", clientId: "C" },
      ),
    ).toEqual({ value: { a: "https://toko.example/a", b: "C", c: "c-1" }, missing: [] })
    expect(fill({ id: "c-{attributes.contractId}" }, { attributes: {} }).missing).toEqual([
      "attributes.contractId",
    ])
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
    ["a function", { a: () => 1 }],
    ["a number that JSON cannot hold", { a: Number.NaN }],
    ["nesting without end", JSON.parse(`${'{"a":'.repeat(20)}1${"}".repeat(20)}`)],
  ])("is not %s", (_, value) => {
    expect(isTemplate(value)).toBe(false)
  })

  it.each([
    ["create", { a: { b: ["{amuont}"] } }, ["a", "b", "0"], "{amuont}", "{amount}"],
    ["create", { a: "{paymentId}" }, ["a"], "{paymentId}", "{externalId}"],
    ["inquire", { a: "{amount}" }, ["a"], "{amount}", "{attributes.NAME}"],
    ["refund", { a: "{settings.}" }, ["a"], "{settings.}", "{settings.NAME}"],
    ["header", "x-{chanelId}", [], "{chanelId}", "{settings.NAME}"],
  ] as const)(
    "of a %s says which placeholder is unknown in %j, where, and what it can be",
    (use, template, path, ...named) => {
      const issues = templateIssues(template, use)
      expect(issues).toMatchObject([{ path }])
      for (const name of named) expect(issues[0]?.issue).toContain(name)
    },
  )

  it("has no text around what may be absent", () => {
    expect(templateIssues({ a: "{clientId?}01" }, "create")).toMatchObject([{ path: ["a"] }])
    expect(templateIssues({ a: "{clientId?}", b: "{clientId}01" }, "create")).toEqual([])
  })

  it.each(Object.entries(presets))("of the preset %s is one", (_, { verbs }) => {
    for (const [use, { body }] of Object.entries(verbs)) {
      expect(isTemplate(body)).toBe(true)
      expect(templateIssues(body, use as TemplateUse)).toEqual([])
    }
  })
})
