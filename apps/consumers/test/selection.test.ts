import { describe, expect, it } from "vitest"
import { complaintsAbout } from "../src/selection.ts"

const consumer = {
  ours: ["@qriskit/core", "@qriskit/provider-zipay"],
  without: ["NestJS", "a database"],
} as const

const installed = (...names: ReadonlyArray<string>) => names.map((name) => ({ name, version: "1.0.0" }))

describe("complaintsAbout(consumer, installed)", () => {
  it("has none about what was asked for", () => {
    const found = installed("@qriskit/core", "@qriskit/provider-zipay", "effect", "undici")
    expect(complaintsAbout(consumer, found)).toEqual([])
  })

  it("names what is missing", () => {
    expect(complaintsAbout(consumer, installed("@qriskit/core"))).toEqual([
      "@qriskit/provider-zipay is missing",
    ])
  })

  it("names a second copy of a class that instanceof asks about", () => {
    const found = installed("@qriskit/core", "@qriskit/core", "@qriskit/provider-zipay")
    expect(complaintsAbout(consumer, found)).toEqual([
      "@qriskit/core is there 2 times, so instanceof would fail",
    ])
  })

  it("names another package of ours, and things that were not asked for", () => {
    const found = installed(...consumer.ours, "@qriskit/provider-ifortepay", "@nestjs/common", "pg-pool")
    expect(complaintsAbout(consumer, found)).toEqual([
      "it brings @qriskit/provider-ifortepay",
      "it brings NestJS: @nestjs/common",
      "it brings a database: pg-pool",
    ])
  })
})
