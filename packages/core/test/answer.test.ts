import * as Duration from "effect/Duration"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { HeaderRecord } from "../src/notification.js"
import { headerOf, retryAfterOf } from "../src/provider-kit/answer.js"
import { answerOf } from "./support/answer.js"
import { forAll } from "./support/for-all.js"

const NOON = Date.UTC(2026, 3, 7, 12)

const waitFor = (value: HeaderRecord[string]): number | undefined => {
  const wait = retryAfterOf(answerOf({ status: 429, headers: { "retry-after": value }, receivedAt: NOON }))
  return wait === undefined ? undefined : Duration.toMillis(wait)
}

describe("Retry-After", () => {
  it("counts in seconds", () => {
    expect(waitFor("0")).toBe(0)
    expect(waitFor("120")).toBe(120_000)
    expect(waitFor(" 5 ")).toBe(5_000)
  })

  it("names a date, counted from when the answer came", () => {
    expect(waitFor("Tue, 07 Apr 2026 12:00:30 GMT")).toBe(30_000)
  })

  it("is no wait where its date has passed", () => {
    expect(waitFor("Tue, 07 Apr 2026 11:59:00 GMT")).toBe(0)
  })

  it("is believed up to an hour", () => {
    expect(waitFor("3600")).toBe(3_600_000)
    expect(waitFor("3601")).toBe(3_600_000)
    expect(waitFor("9".repeat(400))).toBe(3_600_000)
    expect(waitFor("Thu, 07 Apr 2050 12:00:00 GMT")).toBe(3_600_000)
  })

  it.each(["", " ", "-5", "1.5", "soon", "5s", "2026-04-07", "Tue, 99 Apr 2026 12:00:30 GMT", "1e3", "0x10"])(
    "says nothing where it is %j",
    (value) => {
      expect(waitFor(value)).toBeUndefined()
    },
  )

  it("says nothing where it is absent, and its first value counts where it is repeated", () => {
    expect(waitFor(undefined)).toBeUndefined()
    expect(waitFor([])).toBeUndefined()
    expect(waitFor(["7", "9"])).toBe(7_000)
  })

  it("is within an hour, whatever the text", () => {
    forAll(fc.string(), (text) => {
      const wait = waitFor(text)
      expect(wait === undefined || (wait >= 0 && wait <= 3_600_000)).toBe(true)
    })
  })
})

describe("headerOf", () => {
  it("gives one value", () => {
    expect(headerOf({ "x-a": "1" }, "x-a")).toBe("1")
    expect(headerOf({ "x-a": ["1", "2"] }, "x-a")).toBe("1")
    expect(headerOf({}, "x-a")).toBeUndefined()
  })
})
