import * as Redacted from "effect/Redacted"
import { expect, it } from "vitest"
import { holdsSecret, visibleTextOf } from "../src/leak.js"

const SECRET = 'hush/+="quoted" ümlaut'

it("finds a secret as it is and in the forms that logs and URLs give it", () => {
  for (const form of [
    SECRET,
    JSON.stringify({ key: SECRET }),
    `?key=${encodeURIComponent(SECRET)}`,
    `Basic ${Buffer.from(SECRET).toString("base64")}`,
    Buffer.from(SECRET).toString("hex"),
  ]) {
    expect(holdsSecret(`before ${form} after`, ["other", SECRET])).toBe(true)
  }
})

it("finds nothing where there is nothing, and does not look for what turns up by chance", () => {
  expect(holdsSecret("an ordinary line of text, 3 words", [SECRET, "3", "", "an"])).toBe(false)
})

it("looks into every corner of a value: hidden, nested, inherited from an error", () => {
  const hidden = Object.defineProperty({}, "key", { value: SECRET, enumerable: false })
  const caused = new Error("failed", { cause: { config: { deep: { deeper: { deepest: SECRET } } } } })
  for (const value of [hidden, caused, new Error(SECRET), new Map([[SECRET, 1]]), { toJSON: () => SECRET }]) {
    expect(holdsSecret(visibleTextOf(value), [SECRET])).toBe(true)
  }
})

it("does not find what is redacted", () => {
  expect(holdsSecret(visibleTextOf({ key: Redacted.make(SECRET) }), [SECRET])).toBe(false)
})

it("survives what JSON cannot write", () => {
  const cycle: Record<string, unknown> = { amount: 1n }
  cycle["self"] = cycle
  expect(visibleTextOf(cycle)).toContain("Circular")
})
