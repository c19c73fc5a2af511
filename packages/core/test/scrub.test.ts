import * as Redacted from "effect/Redacted"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { SecretScrubber } from "../src/provider-kit/scrub.js"
import { forAll } from "./support/for-all.js"

const scrubberOf = (...secrets: ReadonlyArray<string>) => {
  const scrubber = new SecretScrubber(secrets.map((secret) => Redacted.make(secret)))
  return {
    value: (body: unknown) => scrubber.value(body),
    text: (message: string) => scrubber.text(message),
  }
}

/**
 * Secrets as providers issue them; one with an angle bracket or inside "redacted" would be found in the replacement.
 */
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
    const scrubber = new SecretScrubber([Redacted.make("hunter")]).and([
      Redacted.make("hunter2-long"),
      "778899",
    ])
    expect(scrubber.value({ note: "hunter2-long and hunter", pin: 778_899 })).toEqual({
      note: "<redacted> and <redacted>",
      pin: "<redacted>",
    })
    expect(scrubber.text("hunter2-long")).toBe("<redacted>")
    expect(scrubberOf("hunter").value({ pin: 778_899 })).toEqual({ pin: 778_899 })
  })

  it("loses every one of many secrets, and the token of each call", () => {
    const many = ["secret-one", "secret-two", "secret-three", "secret-four", "secret-five"]
    const scrubber = new SecretScrubber(many.map((text) => Redacted.make(text)))
    const body = (token: string) => ({ ...many, token })
    for (const token of ["token-one", "token-one", "token-two", "token-one"])
      expect(textsIn(scrubber.and([token]).value(body(token)))).toEqual(
        [...many, token].flatMap((_, index) => [
          index === many.length ? "token" : String(index),
          "<redacted>",
        ]),
      )
    expect(scrubber.and(["token-two"]).text("token-one")).toBe("token-one")
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

describe("a secret that comes back as it went over the wire", () => {
  const hex = (text: string) =>
    text.replace(/[\s\S]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
  const json = (text: string) => JSON.stringify(text).slice(1, -1)

  /** How languages write a text into JSON, an address or a form. */
  const SPELLINGS: ReadonlyArray<readonly [string, (text: string) => string]> = [
    ["as it is", (text) => text],
    ["JavaScript's JSON", json],
    [
      "PHP's",
      (text) =>
        json(text)
          .replaceAll("/", "\\/")
          .replace(/[^\0-\x7f]/g, hex),
    ],
    [
      "PHP's, for HTML",
      (text) =>
        json(text)
          .replaceAll('\\"', "\\u0022")
          .replace(/[<>&']/g, hex),
    ],
    ["Java's", (text) => json(text).replace(/[<>&='\u2028]/g, hex)],
    [
      ".NET's",
      (text) =>
        json(text)
          .replaceAll('\\"', "\\u0022")
          .replace(/[<>&'+`\u007f-\uffff]/g, (unit) => hex(unit).toUpperCase().replace("U", "u")),
    ],
    ["every character", hex],
    ["JSON within JSON", (text) => json(json(text))],
    ["an address", encodeURIComponent],
    [
      "an address in small letters",
      (text) => encodeURIComponent(text).replace(/%../g, (byte) => byte.toLowerCase()),
    ],
    ["a form", (text) => new URLSearchParams({ "": text }).toString().slice(1)],
    ["an address within an address", (text) => encodeURIComponent(encodeURIComponent(text))],
    ["an address within JSON", (text) => json(encodeURIComponent(text))],
    ["JSON within an address", (text) => encodeURIComponent(json(text))],
  ]

  const odd = fc
    .string({
      unit: fc.oneof(
        fc.constantFrom(..."aZ9\"\\/<>&'+=% \n@:~é€💸"),
        fc.string({ unit: "grapheme", minLength: 1, maxLength: 1 }),
      ),
      minLength: 4,
      maxLength: 20,
    })
    .filter((text) => !/\p{Cs}/u.test(text) && !/^<?r?e?d?a?c?t?e?d?>?$/.test(text))

  it.each(SPELLINGS)("is taken out: %s", (_, spelled) => {
    forAll(odd, (needle) => {
      const echoed = `[${spelled(needle)}]`
      const { value, text } = scrubberOf(needle, "another-secret")
      // Of a backslash at an end of it, which is two or four by now, one or three may be left; of a
      // percent sign its 25.
      const bare = (cleaned: unknown) =>
        String(cleaned)
          .replaceAll("\\", "")
          .replace(/(?<=<redacted>)(?:25)+(?=\])/g, "")
      expect(bare(Object.entries(value({ [echoed]: echoed }) as object))).toBe("[<redacted>],[<redacted>]")
      expect(bare(text(echoed))).toBe("[<redacted>]")
    })
  })

  it("is taken out however often, in whichever spellings", () => {
    const { text } = scrubberOf('pass"word/1', "pass")
    expect(text(String.raw`pass"word/1 pass\"word/1 pass\\\"word\/1 pass%22word%2F1 pass pas`)).toBe(
      "<redacted> <redacted> <redacted> <redacted> <redacted> pas",
    )
  })

  it("leaves a text as it is written where nothing is spelled in it", () => {
    const written = String.raw`{\"user\":\"contoh\"} at /a%2Fb with hunter2`
    expect(scrubberOf('pass"word').value(written)).toBe(written)
    expect(scrubberOf("hunter2").value(written)).toBe(written.replace("hunter2", "<redacted>"))
  })

  it("takes the whole text along where it is escaped without end", () => {
    let escaped = 'pass"word'
    const all: Array<string> = []
    for (let times = 0; times < 20; times++) {
      escaped = encodeURIComponent(escaped)
      all.push(escaped)
    }
    expect(scrubberOf('pass"word').value(`${all.join("-")}-end`)).toBe("<redacted>")
    expect(scrubberOf('pass"word').value(`${all.slice(0, 3).join("-")}-end`)).toBe(
      "<redacted>-<redacted>-<redacted>-end",
    )
  })
})
