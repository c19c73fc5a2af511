import * as Redacted from "effect/Redacted"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { makeScrubber } from "../src/provider-kit/scrub.js"
import { forAll } from "./support/for-all.js"

const scrubberOf = (...secrets: ReadonlyArray<string>) => {
  const scrubber = makeScrubber(secrets.map((secret) => Redacted.make(secret)))
  return {
    value: (body: unknown) => scrubber.value(body),
    text: (message: string) => scrubber.text(message),
  }
}

/** Secrets as providers issue them; one with an angle bracket or inside "redacted" would be found in the replacement. */
const secret = fc
  .string({ minLength: 4, maxLength: 40 })
  .filter((text) => !/[<>]/.test(text) && !"redacted".includes(text) && !"nested too deeply".includes(text))

/** Any JSON value that holds the secret in texts, keys and numbers, at any place. */
const jsonAround = (needle: string) => {
  const text = fc.tuple(fc.string(), fc.string()).map(([before, after]) => before + needle + after)
  return fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 5 },
      text,
      fc.constant(/^[1-9]\d{3,14}$/.test(needle) ? Number(needle) : needle),
      fc.double(),
      fc.array(tie("value"), { maxLength: 4 }),
      fc.dictionary(fc.oneof(text, fc.string()), tie("value"), { maxKeys: 4 }),
    ),
  })).value
}

/** Every text in a JSON value, keys and numbers included. */
const textsIn = (value: unknown): ReadonlyArray<string> => {
  if (typeof value === "string" || typeof value === "number") return [String(value)]
  if (Array.isArray(value)) return value.flatMap(textsIn)
  if (typeof value !== "object" || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => [key, ...textsIn(inner)])
}

const nested = (depth: number, innermost: unknown): unknown => {
  let value = innermost
  for (let i = 0; i < depth; i++) value = i % 2 === 0 ? [value] : { inner: value }
  return value
}

describe("a scrubber's value", () => {
  it("holds no secret, wherever it was", () => {
    forAll(
      fc
        .oneof(secret, fc.integer({ min: 1000, max: 1e9 }).map(String))
        .chain((needle) => fc.tuple(fc.constant(needle), jsonAround(needle))),
      ([needle, value]) => {
        const { value: scrub } = scrubberOf(needle)
        for (const text of textsIn(scrub(value))) expect(text).not.toContain(needle)
      },
    )
  })

  it("is the body itself where there is no secret in it", () => {
    forAll(fc.jsonValue({ maxDepth: 8 }), (value) => {
      expect(scrubberOf("a-secret-nobody-guesses").value(value)).toEqual(value)
    })
  })

  it("loses the longer of two secrets that share a text whole", () => {
    expect(scrubberOf("hunter", "hunter2-long").value({ note: "hunter2-long and hunter" })).toEqual({
      note: "<redacted> and <redacted>",
    })
  })

  it("loses the secrets of one call beside those of all calls, the longer ones first", () => {
    const scrubber = makeScrubber([Redacted.make("hunter")]).and([Redacted.make("hunter2-long"), "778899"])
    expect(scrubber.value({ note: "hunter2-long and hunter", pin: 778_899 })).toEqual({
      note: "<redacted> and <redacted>",
      pin: "<redacted>",
    })
    expect(scrubber.text("hunter2-long")).toBe("<redacted>")
    expect(scrubberOf("hunter").value({ pin: 778_899 })).toEqual({ pin: 778_899 })
  })

  it("loses a number that spells a secret", () => {
    expect(scrubberOf("778899").value({ password: 778_899, amount: 25_000 })).toEqual({
      password: "<redacted>",
      amount: 25_000,
    })
  })

  it("keeps texts whole that hold only a secret too short to be one", () => {
    expect(scrubberOf("abc", "").value({ word: "abcdef" })).toEqual({ word: "abcdef" })
  })

  it("is cut where it is nested too deeply, and can then be stringified", () => {
    const deep = JSON.parse("[".repeat(300_000) + "]".repeat(300_000)) as unknown
    const scrubbed = scrubberOf("secret").value(deep)
    expect(JSON.stringify(scrubbed)).toBe(`${"[".repeat(32)}"<nested too deeply>"${"]".repeat(32)}`)
    expect(JSON.stringify(scrubberOf("secret").value(nested(400, "secret")))).not.toContain("secret")
  })

  it("keeps 32 levels", () => {
    expect(scrubberOf("secret").value(nested(32, 1))).toEqual(nested(32, 1))
  })

  it("takes a key named __proto__ for a key", () => {
    const value = JSON.parse('{"__proto__":{"isAdmin":true}}') as unknown
    const scrubbed = scrubberOf("secret").value(value)
    expect(JSON.stringify(scrubbed)).toBe('{"__proto__":{"isAdmin":true}}')
    expect(scrubbed).not.toHaveProperty("isAdmin")
  })

  it.each([null, true, 0, undefined])("leaves %s alone", (value) => {
    expect(scrubberOf("secret").value(value)).toBe(value)
  })
})

describe("a scrubber's text", () => {
  const { text } = scrubberOf("hunter2", "two words")

  it("holds no secret and nothing that a terminal or a log would obey", () => {
    forAll(
      secret.chain((needle) =>
        fc.tuple(
          fc.constant(needle),
          fc.array(fc.oneof(fc.constant(needle), fc.string({ unit: "binary" })), { maxLength: 20 }),
        ),
      ),
      ([needle, parts]) => {
        const cleaned = scrubberOf(needle).text(parts.join(""))
        expect(cleaned).not.toContain(needle)
        expect(cleaned).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u)
        expect(cleaned.length).toBeLessThanOrEqual(301)
      },
    )
  })

  it("loses line breaks, escapes, bidirectional overrides and zero-width characters", () => {
    expect(text("a\r\nb\u001b[31mc\u202Ed\u2066e\u200Bf\u2028g\u0000h")).toBe("a b [31mc d e f g h")
  })

  it("loses a secret that a control character disguised", () => {
    expect(text("two\u0007words")).toBe("<redacted>")
  })

  it("loses a secret before it is cut, so that no part of one stays", () => {
    expect(text(`${"x".repeat(297)}hunter2`)).toBe(`${"x".repeat(297)}<re…`)
  })

  it("is at most 300 characters long", () => {
    expect(text("x".repeat(300))).toBe("x".repeat(300))
    expect(text("x".repeat(301))).toBe(`${"x".repeat(300)}…`)
  })

  it("is never cut within a character", () => {
    expect(text(`${"x".repeat(299)}💸💸`)).toBe(`${"x".repeat(299)}…`)
    expect(text("\ud83d alone")).toBe("alone")
  })
})
