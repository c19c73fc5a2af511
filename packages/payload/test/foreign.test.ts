import { expect, describe as group, test } from "vitest"
import { run } from "../src/cli/run.js"
import { withAmount } from "../src/convert.js"
import { type Encodable, encode, validate } from "../src/index.js"
import { emv } from "../src/profiles/index.js"
import { describe } from "../src/read.js"
import { knownInstitution } from "../src/reference/index.js"
import { edited, parsed, STATIC_OBJECTS, set } from "./parsed.js"
import { SAMPLES } from "./samples.js"

/** Singapore's: 51 is its own repository, where 02 is a version, 03 a postal code. */
const SINGAPORE = encode([
  { tag: "00", value: "01" },
  { tag: "01", value: "11" },
  {
    tag: "26",
    children: [
      { tag: "00", value: "SG.PAYNOW" },
      { tag: "01", value: "2" },
      { tag: "02", value: "201400000A" },
      { tag: "03", value: "1" },
    ],
  },
  {
    tag: "51",
    children: [
      { tag: "00", value: "SG.SGQR" },
      { tag: "01", value: "000000000000" },
      { tag: "02", value: "01.0001" },
      { tag: "03", value: "000000" },
    ],
  },
  { tag: "52", value: "5812" },
  { tag: "53", value: "702" },
  { tag: "58", value: "SG" },
  { tag: "59", value: "CONTOH PTE" },
  { tag: "60", value: "Singapore" },
])

/** Brazil's Pix: 26.01 is a key, which may look like an Indonesian PAN. */
const BRAZIL = encode([
  { tag: "00", value: "01" },
  {
    tag: "26",
    children: [
      { tag: "00", value: "br.gov.bcb.pix" },
      { tag: "01", value: "936009150000001234" },
      { tag: "02", value: "obrigado" },
    ],
  },
  { tag: "52", value: "0000" },
  { tag: "53", value: "986" },
  { tag: "54", value: "12.50" },
  { tag: "55", value: "02" },
  { tag: "56", value: "5" },
  { tag: "58", value: "BR" },
  { tag: "59", value: "LOJA CONTOH" },
  { tag: "60", value: "SAO PAULO" },
  { tag: "62", children: [{ tag: "05", value: "***" }] },
])

const CODES = [
  ["Singapore", SINGAPORE, "SG"],
  ["Brazil", BRAZIL, "BR"],
  ["Thailand", SAMPLES.promptPay.payload, "TH"],
] as const

group.each(CODES)("a code of %s", (_, text, country) => {
  const payload = parsed(text)

  test("is described without what only QRIS defines", () => {
    const { isForeign, isTransfer, merchant, accounts } = describe(payload)
    expect({ isForeign, isTransfer }).toEqual({ isForeign: true, isTransfer: false })
    expect(merchant).toMatchObject({ country, nmid: undefined, criteria: undefined })
    expect(accounts.length).toBeGreaterThan(0)
    for (const account of accounts) {
      expect(account).toEqual({ tag: account.tag, gui: payload.value(account.tag, "00") })
      expect(account.gui).not.toBeUndefined()
    }
  })

  test("is named as one by validate, and nothing else is held against it", () => {
    expect(validate(payload, { rules: [knownInstitution] })).toMatchObject([
      { code: "foreign-code", severity: "error", path: "58", found: country, allowed: "ID" },
    ])
  })

  test("gets no amount in rupiah", () => {
    const converted = withAmount(payload, 25_000, { force: true })
    expect(converted).toMatchObject({ ok: false, issues: [{ code: "foreign-code" }] })
  })

  test("is named as one on the command line, whose table has no QRIS words", async () => {
    const { exitCode, output } = await run(["decode", text])
    expect(exitCode).toBe(0)
    expect(output).toContain("a code of another country, not a QRIS code")
    expect(output).not.toMatch(/NMID|criteria|\bPAN\b|central repository|merchant id|DANA/)
    expect((await run(["decode", text, "--lang", "id"])).output).toContain("kode negara lain")
    const validated = await run(["validate", text])
    expect(validated).toMatchObject({ exitCode: 1, output: expect.stringContaining("another country") })
  })
})

test("a fixed tip in another currency is not rupiah", () => {
  expect(describe(parsed(BRAZIL)).tip).toEqual({ kind: "other-currency", currency: "986", text: "5" })
  const dollars = edited(STATIC_OBJECTS, set("53", "840"), set("55", "02"), set("56", "5"))
  expect(describe(parsed(dollars)).tip).toEqual({ kind: "other-currency", currency: "840", text: "5" })
})

test("a wrong CRC of a foreign code is named beside it", () => {
  const wrong = SINGAPORE.slice(0, -1) + (SINGAPORE.endsWith("0") ? "1" : "0")
  expect(validate(parsed(wrong)).map(({ code }) => code)).toEqual(["foreign-code", "crc-mismatch"])
})

test("EMVCo's profile holds against a foreign code what holds everywhere", () => {
  expect(validate(parsed(SINGAPORE), { profile: emv })).toEqual([])
})

test("without a country the currency tells", () => {
  const without = (currency: string | undefined): ReadonlyArray<Encodable> =>
    set("53", currency)(set("58", undefined)(STATIC_OBJECTS))
  expect(describe(parsed(encode(without("702")))).isForeign).toBe(true)
  expect(describe(parsed(encode(without("360")))).isForeign).toBe(false)
  expect(describe(parsed(encode(without(undefined)))).isForeign).toBe(false)
})

test("small letters are the same country, of the wrong form", () => {
  const payload = parsed(edited(STATIC_OBJECTS, set("58", "id")))
  expect(describe(payload)).toMatchObject({ isForeign: false, merchant: { nmid: "ID1020000000001" } })
  expect(validate(payload)).toMatchObject([{ code: "wrong-value", path: "58" }])
})
