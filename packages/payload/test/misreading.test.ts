import { expect, describe as group, test } from "vitest"
import { crc16, type Encodable, encode, parse, validate } from "../src/index.js"
import { edited, parsed, STATIC_OBJECTS, set } from "./parsed.js"

/** A code whose lengths count something else than characters, with a right CRC over its UTF-8 bytes. */
const countedIn = (lengthOf: (text: string) => number, objects: ReadonlyArray<Encodable>): string => {
  const all = (some: ReadonlyArray<Encodable>): string =>
    some
      .map(({ tag, value, children }) => {
        const written = value ?? all(children ?? [])
        return tag + String(lengthOf(written)).padStart(2, "0") + written
      })
      .join("")
  const text = `${all(objects)}6304`
  return text + crc16(text)
}

const inUnits = (text: string): number => text.length
const inBytes = (text: string): number => new TextEncoder().encode(text).length

/** A CRC over one byte a character, as code has it that hands a string's char codes to a byte loop. */
const singleByteCrc = (text: string): string => {
  let crc = 0xffff
  for (const character of text) {
    crc ^= (character.charCodeAt(0) & 0xff) << 8
    for (let bit = 0; bit < 8; bit++) crc = ((crc << 1) ^ (crc & 0x8000 ? 0x1021 : 0)) & 0xffff
  }
  return crc.toString(16).toUpperCase().padStart(4, "0")
}

const resealed = (text: string, crc: (covered: string) => string): string => {
  const covered = text.slice(0, -4)
  return covered + crc(covered)
}

const named = (name: string): ReadonlyArray<Encodable> => set("59", name)(STATIC_OBJECTS)

const refusal = (text: string) => {
  const result = parse(text)
  if (result.ok) throw new Error("that should be refused")
  return result.issues
}

const crcIssue = (text: string) => validate(parsed(text)).filter(({ path }) => path === "63")

group("lengths that count something else are named", () => {
  test.each([
    ["UTF-16 units", inUnits, "TOKO 😀 CONTOH"],
    ["UTF-16 units", inUnits, "TOKO 😀 CAFÉ 😀"],
    ["UTF-8 bytes", inBytes, "WARUNG CAFÉ"],
    ["UTF-8 bytes", inBytes, "最佳运输"],
    ["UTF-8 bytes", inBytes, "TOKO 😀"],
  ])("%s", (found, lengthOf, name) => {
    expect(refusal(countedIn(lengthOf, named(name)))).toMatchObject([
      { code: "wrong-length-unit", found, allowed: "characters", rule: "4.4.1.1" },
    ])
  })

  test("also where only a template's inside has them", () => {
    const objects: ReadonlyArray<Encodable> = [
      ...STATIC_OBJECTS,
      {
        tag: "64",
        children: [
          { tag: "00", value: "en" },
          { tag: "01", value: "Shop 😀" },
        ],
      },
    ]
    expect(refusal(countedIn(inUnits, objects))).toMatchObject([{ code: "wrong-length-unit" }])
  })

  test("characters are right, whatever they are", () => {
    for (const name of ["TOKO 😀 CONTOH", "WARUNG CAFÉ", "最佳运输"]) {
      expect(parse(edited(STATIC_OBJECTS, set("59", name))).ok).toBe(true)
    }
  })

  test("what fits no way of counting keeps the name of its break", () => {
    expect(refusal("00020159204TOKO 😀")).toMatchObject([{ code: "overrun" }])
    expect(refusal("0002015999TOKO É")).toMatchObject([{ code: "overrun" }])
  })
})

group("a text in a wrong character set is named", () => {
  test("UTF-8 that was read as ISO-8859-1", () => {
    const text = edited(STATIC_OBJECTS, set("59", "WARUNG CAFÉ"))
    const misread = Buffer.from(text, "utf8").toString("latin1")
    expect(refusal(misread)).toMatchObject([
      { code: "wrong-character-set", found: "ISO-8859-1", allowed: "UTF-8" },
    ])
  })

  test("ISO-8859-1 that was read as UTF-8, where its letters are lost", () => {
    const text = edited(STATIC_OBJECTS, set("59", "WARUNG CAFÉ"))
    const misread = new TextDecoder().decode(Buffer.from(text, "latin1"))
    expect(crcIssue(misread)).toMatchObject([{ code: "lost-characters", severity: "error" }])
  })

  test("a code that was made with the lost character in it breaks no rule of the CRC", () => {
    expect(crcIssue(edited(STATIC_OBJECTS, set("59", "CAF\ufffd")))).toEqual([])
  })
})

group("a CRC over one byte a character is named", () => {
  test.each([["WARUNG CAFÉ"], ["Ñandú"], ["最佳运输"]])("in a code of %s", (name) => {
    const text = resealed(edited(STATIC_OBJECTS, set("59", name)), singleByteCrc)
    expect(parsed(text).crc?.isValid).toBe(false)
    expect(crcIssue(text)).toMatchObject([
      {
        code: "single-byte-crc",
        severity: "error",
        found: text.slice(-4),
        allowed: crc16(text.slice(0, -4)),
      },
    ])
  })

  test("any other is a mismatch", () => {
    const text = resealed(edited(STATIC_OBJECTS, set("59", "WARUNG CAFÉ")), () => "0000")
    expect(crcIssue(text)).toMatchObject([{ code: "crc-mismatch" }])
  })
})

group("a CRC with small letters is the same number (EMVCo 4.7.3.2)", () => {
  /** A code whose CRC has letters. */
  const lettered = Array.from({ length: 50 }, (_, at) =>
    edited(STATIC_OBJECTS, set("54", String(1_000 + at))),
  ).filter((text) => /[A-F]/.test(text.slice(-4)))

  test("it is right, kept as written, and warned about", () => {
    expect(lettered.length).toBeGreaterThan(10)
    for (const capital of lettered) {
      const text = resealed(capital, (covered) => crc16(covered).toLowerCase())
      const payload = parsed(text)
      expect(payload.text).toBe(text)
      expect(payload.crc).toEqual({
        stated: text.slice(-4),
        computed: capital.slice(-4),
        isValid: true,
      })
      expect(validate(payload)).toMatchObject([
        { code: "lower-case-crc", severity: "warning", path: "63", found: text.slice(-4) },
      ])
      expect(validate(parsed(capital))).toEqual([])
    }
  })

  test("small and capital letters may be mixed", () => {
    const capital = lettered.find((text) => /[A-F].*[A-F]/.test(text.slice(-4)))
    if (capital === undefined) throw new Error("one of them has two letters")
    const mixed = resealed(capital, (covered) =>
      crc16(covered).replace(/[A-F]/, (letter) => letter.toLowerCase()),
    )
    expect(parsed(mixed).crc?.isValid).toBe(true)
  })

  test("no other letter becomes a digit by being made a capital", () => {
    // "ﬀ".toUpperCase() is "FF".
    const text = edited(STATIC_OBJECTS).slice(0, -8)
    const sealed = `${text}6304`
    for (const stated of ["ﬀ00", "ﬀﬀ", "ß123"]) {
      const result = parse(`${text}63${String(stated.length).padStart(2, "0")}${stated}`)
      if (result.ok) expect(result.payload.crc?.isValid).toBe(false)
    }
    expect(parsed(sealed + crc16(sealed)).crc?.isValid).toBe(true)
  })
})

group("a web link is said to be one", () => {
  test.each([
    ["https://example.com/pay?id=1"],
    ["HTTP://EXAMPLE.COM"],
    ["www.example.com"],
    [" https://example.com"],
  ])("%s", (text) => {
    expect(refusal(text)).toMatchObject([{ code: "web-link", found: text }])
  })

  test("a long one is cut", () => {
    expect(refusal(`https://example.com/${"a".repeat(400)}`)[0]?.found).toHaveLength(80)
  })

  test("other texts are not", () => {
    expect(refusal("httpd")).toMatchObject([{ code: "malformed-tag" }])
    expect(encode([{ tag: "59", value: "www.example.com" }])).toContain("www")
    expect(parse(encode([{ tag: "59", value: "www.example.com" }])).ok).toBe(true)
  })
})
