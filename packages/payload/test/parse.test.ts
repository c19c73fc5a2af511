import { describe, expect, test } from "vitest"
import { crc16, encode, parse, serialize } from "../src/index.js"
import { parsed } from "./parsed.js"
import { ALL_SAMPLES, SAMPLES, SOUND_SAMPLES } from "./samples.js"

describe("published payloads", () => {
  test.each(ALL_SAMPLES)("%s is read as far as its framing is sound", (_, { payload, state }) => {
    const result = parse(payload)
    expect(result.ok).toBe(state !== "broken")
    if (result.ok) expect(result.payload.crc?.isValid).toBe(state === "sound")
  })

  test.each(SOUND_SAMPLES)(
    "%s comes back byte for byte, from the text and from its objects",
    (_, { payload }) => {
      const read = parsed(payload)
      expect(serialize(read)).toBe(payload)
      expect(encode(read.objects.filter(({ tag }) => tag !== "63"))).toBe(payload)
    },
  )

  test("a wrong CRC is read, with what it should be", () => {
    expect(parsed(SAMPLES.wrongCrc.payload).crc).toEqual({ stated: "A79C", computed: "7F7A", isValid: false })
  })

  test("a right CRC does not save broken framing", () => {
    const result = parse(SAMPLES.shortRepository.payload)
    expect(result).toMatchObject({ ok: false, issues: [{ code: "malformed-tag", offset: 254, found: "AR" }] })
  })
})

describe("what is found in a payload", () => {
  const payload = parsed(SAMPLES.bestTransport.payload)

  test("tags and sub-tags have raw values", () => {
    expect(payload.value("59")).toBe("BEST TRANSPORT")
    expect(payload.value("62", "09")).toBe("ME")
    expect(payload.value("64", "01")).toBe("最佳运输")
    expect(payload.value("62", "55")).toBeUndefined()
    expect(payload.value("54", "00")).toBeUndefined()
  })

  test("the order of the text is kept", () => {
    expect(payload.objects.map(({ tag }) => tag).join(" ")).toBe(
      "00 01 29 31 52 58 59 60 64 54 53 55 62 91 63",
    )
  })

  test("an offset is where the object starts in the text", () => {
    const label = payload.find("62", "07")
    expect(payload.text.slice(label?.offset, (label?.offset ?? 0) + 12)).toBe("0708A6008667")
  })

  test("card schemes' tags are primitives even where they could be cut", () => {
    const text = encode([
      { tag: "00", value: "01" },
      { tag: "15", value: "0002AB" },
    ])
    expect(parsed(text).find("15")?.children).toBeUndefined()
  })

  test("free text in a template stays whole, with nothing inside", () => {
    const text = encode([{ tag: "62", children: [{ tag: "50", value: "ORDER-1" }] }])
    expect(parsed(text).find("62", "50")).toMatchObject({ value: "ORDER-1", children: undefined })
  })

  test("payment systems' templates in 62 are cut where they can be", () => {
    const text = encode([
      { tag: "62", children: [{ tag: "99", children: [{ tag: "01", value: "DINAMIS" }] }] },
    ])
    expect(parsed(text).value("62", "99", "01")).toBe("DINAMIS")
  })

  test("a template with a repeated sub-tag gives no access to either", () => {
    const text = encode([{ tag: "26", value: "0102AB0102CD" }])
    expect(parsed(text).find("26", "01")).toBeUndefined()
  })

  test("a payload without tag 63 has no CRC", () => {
    expect(parsed("000201").crc).toBeUndefined()
  })

  test("a CRC of the wrong length is stated as it stands", () => {
    expect(parsed("000201630229").crc).toMatchObject({ stated: "29", isValid: false })
  })

  test("a lower-case CRC is the same CRC", () => {
    expect(parsed(`${SAMPLES.bestTransport.payload.slice(0, -4)}a13a`).crc?.isValid).toBe(true)
  })
})

describe("characters beyond ASCII", () => {
  test("a length counts an astral character once", () => {
    const text = encode([{ tag: "59", value: "KOPI 🍵" }])
    expect(text.startsWith("5906KOPI 🍵6304")).toBe(true)
    const payload = parsed(text)
    expect(payload.value("59")).toBe("KOPI 🍵")
    expect(payload.crc?.isValid).toBe(true)
  })

  test("a lone surrogate counts once and hurts nothing", () => {
    expect(parsed("5901\ud83d").value("59")).toBe("\ud83d")
  })

  test("a character outside ASCII in the CRC is no CRC", () => {
    expect(parsed("0002016304A13é").crc).toEqual({
      stated: "A13é",
      computed: crc16("0002016304"),
      isValid: false,
    })
  })
})

describe("texts that are no payload", () => {
  test.each([
    ["empty", "", { code: "empty", offset: 0 }],
    ["longer than the limit", "0".repeat(513), { code: "too-long", rule: "4.1", allowed: "512" }],
    ["not tagged", "hello", { code: "malformed-tag", offset: 0, found: "he" }],
    ["one character", "0", { code: "truncated", offset: 0 }],
    ["cut inside a length", "0002015", { code: "truncated", offset: 6 }],
    ["without digits in a length", "00xx01", { code: "malformed-length", path: "00", found: "xx" }],
    ["with a length of zero", "0002015900", { code: "zero-length", path: "59", rule: "3.2", offset: 6 }],
    ["cut inside a value", "0002015910ABC", { code: "overrun", path: "59", found: "10", allowed: "3" }],
    ["with an amount twice", "00020154011540125802ID", { code: "duplicate-tag", path: "54", offset: 11 }],
    ["with text after the CRC", "0002016304DEAD\n", { code: "text-after-crc", path: "63", offset: 14 }],
    ["with objects after the CRC", "0002016304DEAD5901A", { code: "text-after-crc", found: "5901A" }],
  ])("a text %s is refused with its reason and place", (_, text, expected) => {
    const result = parse(text)
    expect(result.ok).toBe(false)
    if (!result.ok)
      expect(result.issues).toEqual([expect.objectContaining({ severity: "error", ...expected })])
  })

  test.each([[undefined], [null], [42], [{}]])("%j, which is no text, is refused", (input) => {
    // What callers without TypeScript may hand over.
    const result = parse(input as unknown as string)
    expect(result).toMatchObject({ ok: false, issues: [{ code: "not-text" }] })
  })

  test("the limit counts characters and can be moved", () => {
    const text = encode(
      Array.from({ length: 6 }, (_, index) => ({ tag: `8${index}`, value: "x".repeat(99) })),
    )
    expect(parse(text).ok).toBe(false)
    expect(parse(text, { maxLength: text.length }).ok).toBe(true)
    expect(parse(text, { maxLength: text.length - 1 }).ok).toBe(false)
    const astral = encode([
      { tag: "80", value: "🍵".repeat(99) },
      { tag: "81", value: "🍵".repeat(99) },
      { tag: "82", value: "🍵".repeat(99) },
    ])
    expect(astral.length).toBeGreaterThan(512)
    expect(parse(astral).ok).toBe(true)
  })

  test("a megabyte is refused unread", () => {
    const megabyte = "0002".repeat(262_144)
    // Read, as many would outlast the test.
    for (let round = 0; round < 10_000; round++) parse(megabyte)
    expect(parse(megabyte)).toMatchObject({ ok: false, issues: [{ code: "too-long" }] })
  }, 20_000)

  test("ten megabytes without a limit end at the first repeated tag", () => {
    const objects = (count: number): string =>
      "0003ABC".repeat(1) + "8099".concat("x".repeat(99)).repeat(count)
    // A tag may occur once, so that even a long text ends at the first that is repeated.
    expect(parse(objects(100_000), { maxLength: Number.POSITIVE_INFINITY })).toMatchObject({
      issues: [{ code: "duplicate-tag", path: "80" }],
    })
  })
})
