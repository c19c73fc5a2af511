import { describe, expect, test } from "vitest"
import { type BuildInput, build, readAmount, validate } from "../src/index.js"
import { parsed } from "./parsed.js"

const INPUT = {
  pointOfInitiation: "dynamic",
  merchantAccounts: [
    { gui: "ID.CO.EXAMPLE.WWW", mpan: "936009150000001234", mid: "TOKOCONTOH1", criteria: "UMI" },
  ],
  merchantCategoryCode: "5812",
  amount: 25_000,
  merchantName: "TOKO CONTOH",
  merchantCity: "JAKARTA",
  postalCode: "10310",
} as const satisfies BuildInput

const built = (input: BuildInput): string => {
  const result = build(input)
  if (!result.ok) throw new Error(result.issues.map(({ message }) => message).join("; "))
  return result.payload
}

const refused = (input: BuildInput): ReadonlyArray<string> => {
  const result = build(input)
  return result.ok ? [] : result.issues.map(({ code, path }) => `${code} ${path}`)
}

test("a dynamic code is written in the usual order", () => {
  expect(built(INPUT)).toBe(
    "00020101021226650017ID.CO.EXAMPLE.WWW01189360091500000012340211TOKOCONTOH10303UMI5204581253033605405250005802ID" +
      "5911TOKO CONTOH6007JAKARTA61051031063046243",
  )
})

test("everything that can be given stands in the code", () => {
  const payload = parsed(
    built({
      ...INPUT,
      pointOfInitiation: "static",
      merchantAccounts: [
        { tag: "27", gui: "ID.CO.EXAMPLE.WWW", mpan: "936009150000001234", mid: "TOKOCONTOH1" },
        { mpan: "936000140000001234", mid: "TOKOCONTOH2", criteria: "UKE" },
        { mpan: "936000020000001234", mid: "TOKOCONTOH3", criteria: "UKE" },
      ],
      centralRepository: { nmid: "ID1020000000001", criteria: "UMI" },
      tip: { kind: "percent", percent: "05.00" },
      additionalData: {
        billNumber: "INV-1",
        mobileNumber: "***",
        storeLabel: "PUSAT",
        loyaltyNumber: "***",
        referenceLabel: "ORDER-1",
        customerLabel: "***",
        terminalLabel: "A01",
        purpose: "MAKAN",
        consumerDataRequest: "ME",
        proprietary: { data: "MEJA 7" },
      },
    }),
  )
  expect(payload.objects.map(({ tag }) => tag).join(" ")).toBe(
    "00 01 27 26 28 51 52 53 54 55 57 58 59 60 61 62 63",
  )
  expect(payload.value("27", "03")).toBe("URE")
  expect(payload.value("26", "00")).toBe("00")
  expect(payload.value("28", "01")).toBe("936000020000001234")
  expect(payload.value("51", "00")).toBe("ID.CO.QRIS.WWW")
  expect(
    payload
      .find("62")
      ?.children?.map(({ tag }) => tag)
      .join(" "),
  ).toBe("01 02 03 04 05 06 07 08 09 99")
  expect(payload.value("62", "99", "01")).toBe("MEJA 7")
})

test("the name can be given in another language", () => {
  const payload = parsed(
    built({ ...INPUT, localized: { language: "ZH", merchantName: "最佳运输", merchantCity: "北京" } }),
  )
  expect(payload.value("64", "01")).toBe("最佳运输")
  expect(payload.crc?.isValid).toBe(true)
})

test.each([
  ["asked", { kind: "ask" }, "01", undefined],
  ["fixed", { kind: "fixed", rupiah: 1000 }, "02", "1000"],
] as const)("a tip can be %s", (_, tip, indicator, value) => {
  const payload = parsed(built({ ...INPUT, tip }))
  expect(payload.value("55")).toBe(indicator)
  expect(payload.value("56")).toBe(value)
})

test("an amount of whole rupiah is read back as it was given", () => {
  for (const amount of [1, 9_999_999_999_999]) {
    expect(readAmount(parsed(built({ ...INPUT, amount })))).toEqual({ kind: "rupiah", rupiah: amount })
  }
})

test("an amount above the cap of one payment is built, and warned about by validate", () => {
  const payload = parsed(built({ ...INPUT, amount: 10_000_001 }))
  expect(validate(payload).map(({ code }) => code)).toEqual(["amount-above-limit"])
})

describe("what no correct code can be made of is refused", () => {
  test.each([
    [0],
    [-1],
    [0.5],
    [1e21],
    [Number.NaN],
    [Number.POSITIVE_INFINITY],
    [10_000_000_000_000],
    [0.1 + 0.2],
  ])("an amount of %d", (amount) => {
    expect(refused({ ...INPUT, amount })).toEqual(["wrong-amount 54"])
    expect(refused({ ...INPUT, tip: { kind: "fixed", rupiah: amount } })).toEqual(["wrong-amount 56"])
  })

  test.each<[what: string, change: Partial<BuildInput>, issues: ReadonlyArray<string>]>([
    ["a name that is too long", { merchantName: "x".repeat(26) }, ["wrong-length 59"]],
    ["a name that no tag can hold", { merchantName: "x".repeat(100) }, ["wrong-length 59"]],
    ["an empty name", { merchantName: "" }, ["zero-length 59"]],
    ["a name with an accent", { merchantName: "KAFÉ" }, ["wrong-characters 59"]],
    ["a city that is a dash", { merchantCity: "-" }, ["unreadable-text 60"]],
    ["a category of three digits", { merchantCategoryCode: "581" }, ["wrong-length 52"]],
    ["no account at all", { merchantAccounts: [] }, ["no-account "]],
    [
      "a static code without the repository",
      { pointOfInitiation: "static" },
      ["static-without-repository 51"],
    ],
    ["a wrong NMID", { centralRepository: { nmid: "NMID1" } }, ["unusual-nmid 51.02"]],
    ["a percentage of nothing", { tip: { kind: "percent", percent: "00.00" } }, ["wrong-percentage 57"]],
    ["an unpadded percentage", { tip: { kind: "percent", percent: "0.7" } }, ["unpadded-percentage 57"]],
    [
      "a reference that is too long",
      { additionalData: { referenceLabel: "x".repeat(26) } },
      ["wrong-length 62.05"],
    ],
    [
      "a data request that repeats",
      { additionalData: { consumerDataRequest: "MM" } },
      ["wrong-data-request 62.09"],
    ],
    [
      "additional data that together are too long",
      {
        additionalData: {
          billNumber: "x".repeat(25),
          storeLabel: "x".repeat(25),
          purpose: "x".repeat(25),
          customerLabel: "x".repeat(25),
        },
      },
      ["wrong-length 62"],
    ],
  ])("%s", (_, change, issues) => {
    expect(refused({ ...INPUT, ...change })).toEqual(issues)
  })

  test.each<
    [what: string, account: Partial<(typeof INPUT.merchantAccounts)[0]> & { tag?: string }, issue: string]
  >([["a tag outside 26 to 45", { tag: "51" }, "wrong-value 51"]])(
    "an account with %s",
    (_, account, issue) => {
      expect(refused({ ...INPUT, merchantAccounts: [{ ...INPUT.merchantAccounts[0], ...account }] })).toEqual(
        [issue],
      )
    },
  )

  test("two accounts with one tag", () => {
    const [account] = INPUT.merchantAccounts
    const merchantAccounts = [
      { ...account, tag: "26" },
      { ...account, tag: "26" },
    ]
    expect(refused({ ...INPUT, merchantAccounts })).toEqual(["duplicate-tag 26"])
  })

  test("a payload beyond 512 characters", () => {
    const account = { mpan: "936009150000001234", mid: "x".repeat(15), gui: `ID.${"X".repeat(29)}` }
    expect(refused({ ...INPUT, merchantAccounts: Array.from({ length: 7 }, () => account) })).toEqual([
      "too-long ",
    ])
  })

  test("the twenty-first account", () => {
    const merchantAccounts = Array.from({ length: 21 }, () => ({ mpan: "936009150000001234", mid: "1" }))
    expect(refused({ ...INPUT, merchantAccounts })).toEqual(["wrong-value 46"])
  })

  test("text that is no text, from callers without TypeScript", () => {
    expect(refused({ ...INPUT, merchantName: undefined as unknown as string })).toEqual(["missing 59"])
    expect(refused({ ...INPUT, postalCode: 10_310 as unknown as string })).toEqual(["not-text 61"])
  })
})

test("a kind of tip that there is not, from callers without TypeScript, is refused and not left out", () => {
  const tip = { kind: "round-up" } as unknown as NonNullable<BuildInput["tip"]>
  expect(refused({ ...INPUT, tip })).toContain("wrong-value 55")
})
