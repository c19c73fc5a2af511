import { expect, describe as group, test } from "vitest"
import { describe, toPan19 } from "../src/read.js"
import { edited, parsed, STATIC_OBJECTS, set } from "./parsed.js"
import { SAMPLES } from "./samples.js"

test("a dynamic code is described for people", () => {
  expect(describe(parsed(SAMPLES.winpayDynamic.payload))).toEqual({
    pointOfInitiation: "dynamic",
    isTransfer: false,
    isForeign: false,
    merchant: {
      name: "TOKO WINPAY",
      city: "JAKARTA BARAT",
      postalCode: "11110",
      country: "ID",
      nmid: "ID2021110182888",
      criteria: "UME",
      category: { code: "5814", text: "Fast food" },
    },
    amount: { kind: "rupiah", rupiah: 50_000 },
    tip: { kind: "none" },
    accounts: [
      {
        tag: "26",
        gui: "ID.CO.SPEEDCASH.MERCHANT",
        pan: "936008153000110850",
        pan19: expect.stringMatching(/^936008153000110850\d$/),
        mid: "ID1021000000019",
        criteria: "UME",
        institution: { nns: "93600815", name: "Bimasakti", switches: ["Jalin"] },
      },
    ],
    reference: "D10083632",
    billNumber: "39870",
    terminal: "TERM GIGIH",
  })
})

test("a transfer code is named as such", () => {
  expect(describe(parsed(SAMPLES.transfer.payload)).isTransfer).toBe(true)
  expect(describe(parsed(SAMPLES.briDynamic.payload)).isTransfer).toBe(false)
})

test("what is missing is undefined, and nothing is made up", () => {
  const { merchant, accounts, pointOfInitiation, reference } = describe(parsed(SAMPLES.promptPay.payload))
  expect(merchant).toMatchObject({
    name: undefined,
    category: undefined,
    criteria: undefined,
    nmid: undefined,
  })
  expect(accounts).toMatchObject([
    { tag: "29", gui: "A000000677010111", pan: undefined, pan19: undefined, institution: undefined },
  ])
  expect([pointOfInitiation, reference]).toEqual(["dynamic", undefined])
})

test("criteria are the repository's, or else the first account's", () => {
  const other = set("51.03", "UKE")
  expect(describe(parsed(edited(STATIC_OBJECTS, other))).merchant.criteria).toBe("UKE")
  expect(describe(parsed(edited(STATIC_OBJECTS, set("51.03", undefined)))).merchant.criteria).toBe("UMI")
})

test("an account without an inside has no details", () => {
  const payload = parsed(edited(STATIC_OBJECTS, set("26", "free text")))
  expect(describe(payload).accounts).toMatchObject([{ tag: "26", pan: undefined, institution: undefined }])
})

test.each([
  [[set("55", "01")], { kind: "ask" }],
  [[set("55", "02"), set("56", "500")], { kind: "fixed", rupiah: 500 }],
  [[set("55", "02"), set("56", "500.50")], { kind: "invalid" }],
  [[set("55", "03"), set("57", "05.00")], { kind: "percent", percent: "05.00" }],
  [[set("55", "02")], { kind: "invalid" }],
  [[set("56", "500")], { kind: "invalid" }],
  [[], { kind: "none" }],
] as const)("tip %#", (edits, tip) => {
  expect(describe(parsed(edited(STATIC_OBJECTS, ...edits))).tip).toEqual(tip)
})

group("a PAN's 19th digit", () => {
  test.each([
    ["936000140001287667", "9360001400012876678"],
    ["936009180000000018", "9360091800000000184"],
  ])("of %s is computed", (pan, pan19) => {
    expect(toPan19(pan)).toBe(pan19)
  })

  test.each([["9360000201102921379"], ["9360077732302230011"], ["9360001410000000009"]])(
    "of the published %s is what its 18 digits give",
    (pan) => {
      expect(toPan19(pan.slice(0, 18))).toBe(pan)
      expect(toPan19(pan)).toBe(pan)
    },
  )

  test.each([["93600014000128766"], ["93600014000128766789"], ["93600014000128766X"], [""]])(
    "of %j is not known",
    (pan) => {
      expect(toPan19(pan)).toBeUndefined()
    },
  )
})
