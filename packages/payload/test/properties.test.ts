import fc from "fast-check"
import { expect, test } from "vitest"
import { withAmount } from "../src/convert.js"
import {
  type BuildInput,
  build,
  type Encodable,
  encode,
  parse,
  readAmount,
  serialize,
  validate,
} from "../src/index.js"
import { emv, qris, qrisTransfer } from "../src/profiles/index.js"
import { describe } from "../src/read.js"
import { parsed } from "./parsed.js"
import { SAMPLES, SOUND_SAMPLES } from "./samples.js"

const PROFILES = [emv, qris, qrisTransfer]

const twoDigits = fc.integer({ min: 0, max: 99 }).map((number) => String(number).padStart(2, "0"))
const rootTag = twoDigits.filter((tag) => tag !== "63")

/** Any text of 1 to `max` characters, of every alphabet. */
const value = (max: number): fc.Arbitrary<string> =>
  fc.string({ minLength: 1, maxLength: max, unit: "binary" })

const distinct = (
  tag: fc.Arbitrary<string>,
  content: fc.Arbitrary<string>,
  maxLength: number,
): fc.Arbitrary<ReadonlyArray<Encodable>> =>
  fc.uniqueArray(fc.record({ tag, value: content }), {
    minLength: 1,
    maxLength,
    selector: (object) => object.tag,
  })

/** Well-framed payloads: primitives, templates and whatever unknown tags hold. */
const framed: fc.Arbitrary<string> = fc
  .uniqueArray(
    fc.oneof(
      fc.record({ tag: rootTag, value: value(60) }),
      fc.record({ tag: rootTag, children: distinct(twoDigits, value(12), 4) }),
    ),
    { minLength: 1, maxLength: 8, selector: (object) => object.tag },
  )
  .map((objects) => encode(objects))

/** Almost payloads: samples with pieces cut out, doubled, swapped or replaced. */
const mangled: fc.Arbitrary<string> = fc
  .record({
    sample: fc.constantFrom(...SOUND_SAMPLES.map(([, { payload }]) => payload)),
    cuts: fc.array(fc.tuple(fc.nat(300), fc.nat(20), fc.string({ maxLength: 8, unit: "binary" })), {
      minLength: 1,
      maxLength: 4,
    }),
  })
  .map(({ sample, cuts }) =>
    cuts.reduce((text, [at, length, piece]) => text.slice(0, at) + piece + text.slice(at + length), sample),
  )

const anyText = fc.oneof(framed, mangled, fc.string({ maxLength: 600, unit: "binary" }))

const printable = (max: number): fc.Arbitrary<string> =>
  fc
    .string({ minLength: 1, maxLength: max, unit: "grapheme-ascii" })
    .map((text) => text.replaceAll("|", "I"))
    .filter((text) => text.trim() === text && /[A-Za-z0-9]/.test(text) && !/^\*+$/.test(text))

const digits = (length: number): fc.Arbitrary<string> =>
  fc
    .array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length })
    .map((list) => list.join(""))

const rupiah = fc.integer({ min: 1, max: 9_999_999_999_999 })
const criteria = fc.constantFrom("UMI", "UKE", "UME", "UBE", "URE", "PSO", "BLU")

const tip: fc.Arbitrary<NonNullable<BuildInput["tip"]>> = fc.oneof(
  fc.constant({ kind: "ask" as const }),
  rupiah.map((amount) => ({ kind: "fixed" as const, rupiah: amount })),
  fc
    .integer({ min: 1, max: 9999 })
    .map((hundredths) => String(hundredths).padStart(4, "0"))
    .map((text) => ({ kind: "percent" as const, percent: `${text.slice(0, 2)}.${text.slice(2)}` })),
)

const input = (pointOfInitiation: BuildInput["pointOfInitiation"]): fc.Arbitrary<BuildInput> =>
  fc.record(
    {
      pointOfInitiation: fc.constant(pointOfInitiation),
      merchantAccounts: fc.array(
        fc.record({
          gui: fc.constantFrom("00", "ID.CO.EXAMPLE.WWW", "COM.EXAMPLE"),
          mpan: digits(14).map((tail) => `9360${tail}`),
          mid: printable(15),
          criteria,
        }),
        { minLength: 1, maxLength: 3 },
      ),
      centralRepository: fc.record({ nmid: digits(13).map((number) => `ID${number}`), criteria }),
      merchantCategoryCode: digits(4).filter((code) => code !== "4829"),
      merchantName: printable(25),
      merchantCity: printable(15),
      postalCode: printable(10),
      amount: rupiah,
      tip,
      additionalData: fc.record(
        {
          referenceLabel: printable(25),
          terminalLabel: printable(25),
          consumerDataRequest: fc.constant("ME"),
        },
        { requiredKeys: [] },
      ),
    },
    {
      requiredKeys: [
        "pointOfInitiation",
        "merchantAccounts",
        "centralRepository",
        "merchantCategoryCode",
        "merchantName",
        "merchantCity",
        "postalCode",
      ],
    },
  )

test("whatever parses comes back byte for byte, from its text and from its objects", () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const result = parse(text)
      if (!result.ok) return
      expect(serialize(result.payload)).toBe(text)
      const { objects, crc } = result.payload
      const rewritten = encode(objects.filter(({ tag }) => tag !== "63"))
      if (crc?.isValid) expect(rewritten).toBe(text)
      else expect(text.startsWith(rewritten.slice(0, -8))).toBe(true)
    }),
    { numRuns: 2000 },
  )
})

test("whatever is framed by encode parses, with a right CRC", () => {
  fc.assert(
    fc.property(framed, (text) => {
      expect(parsed(text, { maxLength: 2000 }).crc?.isValid).toBe(true)
    }),
    { numRuns: 1000 },
  )
})

test("nothing throws, whatever the text: not parse, not validate, not describe, not readAmount, not withAmount", () => {
  fc.assert(
    fc.property(anyText, fc.oneof(rupiah, fc.double()), (text, amount) => {
      const result = parse(text)
      if (!result.ok) {
        expect(result.issues.length).toBeGreaterThan(0)
        for (const { offset } of result.issues) expect(offset).toBeLessThanOrEqual(text.length)
        return
      }
      for (const profile of PROFILES) {
        for (const { offset } of validate(result.payload, { profile }))
          expect(offset).toBeLessThan(text.length)
      }
      describe(result.payload)
      readAmount(result.payload)
      withAmount(result.payload, amount, { force: true, reference: text.slice(0, 30) })
    }),
    { numRuns: 3000 },
  )
})

// A CRC of 16 bits finds every change within two bytes; of longer ones, such as another alphabet, all
// but one in 65 536.
test("one changed character of ASCII never goes unnoticed", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...SOUND_SAMPLES.map(([, { payload }]) => payload)),
      fc.nat(),
      fc.integer({ min: 0, max: 0x7f }),
      (payload, position, code) => {
        const at = position % payload.length
        const changed = String.fromCharCode(code)
        fc.pre(payload.charCodeAt(at) < 0x80 && payload[at] !== changed)
        // The CRC in small letters is the same number.
        fc.pre(at < payload.length - 4 || payload[at] !== changed.toUpperCase())
        const result = parse(payload.slice(0, at) + changed + payload.slice(at + 1))
        expect(result.ok && result.payload.crc?.isValid === true).toBe(false)
      },
    ),
    { numRuns: 3000 },
  )
})

test("what is built keeps every rule and says what it was built from", () => {
  fc.assert(
    fc.property(fc.oneof(input("static"), input("dynamic")), (given) => {
      const result = build(given)
      if (!result.ok) {
        // Only the length of 62 and of the whole is a matter of the parts together.
        expect(result.issues.map(({ code, path }) => `${code} ${path}`)).toEqual([
          expect.stringMatching(/^(wrong-length 62|too-long )$/),
        ])
        return
      }
      const payload = parsed(result.payload)
      expect(validate(payload).filter(({ code }) => code !== "amount-above-limit")).toEqual([])
      expect(payload.value("59")).toBe(given.merchantName)
      expect(payload.value("01")).toBe(given.pointOfInitiation === "static" ? "11" : "12")
      expect(readAmount(payload)).toEqual(
        given.amount === undefined ? { kind: "absent" } : { kind: "rupiah", rupiah: given.amount },
      )
    }),
    { numRuns: 500 },
  )
})

test("a number that is not whole rupiah never becomes an amount", () => {
  const [account] = [{ mpan: "936009150000001234", mid: "1" }]
  fc.assert(
    fc.property(fc.double(), (amount) => {
      const result = build({
        pointOfInitiation: "dynamic",
        merchantAccounts: [account],
        merchantCategoryCode: "5812",
        merchantName: "TOKO CONTOH",
        merchantCity: "JAKARTA",
        postalCode: "10310",
        amount,
      })
      expect(result.ok).toBe(Number.isInteger(amount) && amount >= 1 && amount <= 9_999_999_999_999)
    }),
  )
})

test("with an amount, a static code differs in 01, 54 and 63 only", () => {
  fc.assert(
    fc.property(input("static"), rupiah, ({ amount: _, ...given }, amount) => {
      const result = build(given)
      fc.pre(result.ok)
      const before = parsed(result.payload)
      const converted = withAmount(before, amount)
      fc.pre(converted.ok || !converted.issues.some(({ code }) => code === "too-long"))
      if (!converted.ok) throw new Error(converted.issues[0]?.message)
      const after = parsed(converted.payload)
      const others = (payload: typeof before): ReadonlyArray<string> =>
        payload.objects
          .filter(({ tag }) => !["01", "54", "63"].includes(tag))
          .map(({ tag, value }) => tag + value)
      expect(others(after)).toEqual(others(before))
      expect([after.value("01"), after.value("54")]).toEqual(["12", String(amount)])
      expect(after.crc?.isValid).toBe(true)
    }),
    { numRuns: 300 },
  )
})

test("a hostile nest of templates costs no more than its length", () => {
  // 99 characters of template inside template, as deep as the tags allow, in every template there is.
  const nest = encode(
    Array.from({ length: 20 }, (_, index) => ({
      tag: String(80 + index),
      value: "0095".concat("0".repeat(91)),
    })),
  )
  // If each level were read once more for the one above it, a single one would outlast the test.
  for (let round = 0; round < 1000; round++) parse(nest, { maxLength: 10_000 })
  expect(parse(SAMPLES.bestTransport.payload).ok).toBe(true)
}, 20_000)
