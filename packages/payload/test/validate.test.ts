import { describe, expect, test } from "vitest"
import { encode, type IssueCode, parse, type ValidateOptions, validate } from "../src/index.js"
import { emv, type Profile, qris, qrisTransfer } from "../src/profiles/index.js"
import { INSTITUTIONS, knownInstitution } from "../src/reference/index.js"
import { type Edit, edited, parsed, STATIC_OBJECTS, set, TRANSFER_OBJECTS } from "./parsed.js"
import { SAMPLES } from "./samples.js"

const found = (text: string, options?: ValidateOptions): ReadonlyArray<string> =>
  validate(parsed(text, { maxLength: 2000 }), options).map(
    ({ severity, code, path, rule }) => `${severity} ${code} ${path} ${rule ?? "-"}`,
  )

/** One rule: what breaks it, what only looks as if, and what is then found. */
interface Case {
  readonly profile?: Profile
  readonly breaks: ReadonlyArray<Edit>
  readonly keeps?: ReadonlyArray<Edit>
  readonly finds: ReadonlyArray<string>
}

const long = (length: number): string => "A".repeat(length)
const moveFirst =
  (tag: string): Edit =>
  (objects) => [
    ...objects.filter((object) => object.tag === tag),
    ...objects.filter((object) => object.tag !== tag),
  ]
/** More than 512 characters of tags that no rule knows. */
const bulky = (characters: number): ReadonlyArray<Edit> =>
  Array.from({ length: Math.ceil(characters / 99) }, (_, index) => set(`8${index}`, long(99)))

const CASES: Readonly<Record<string, Case>> = {
  "4.1 a payload is not longer than 512 characters": {
    breaks: bulky(396),
    keeps: bulky(198),
    finds: ["warning too-long  4.1"],
  },
  "4.6.1.1 tag 00 comes first": {
    breaks: [moveFirst("59")],
    keeps: [moveFirst("52"), moveFirst("00")],
    finds: ["error format-indicator-not-first 59 4.6.1.1"],
  },
  "4.7.1.1 the format indicator is there": {
    breaks: [set("00", undefined)],
    finds: ["error missing 00 4.7.1.1", "error format-indicator-not-first 01 4.6.1.1"],
  },
  "4.7.1.1 the format indicator is 01": {
    breaks: [set("00", "02")],
    finds: ["error wrong-value 00 4.7.1.1"],
  },
  "4.7.2.1 the point of initiation is 11 or 12": {
    breaks: [set("01", "13")],
    keeps: [set("01", "12")],
    finds: ["error wrong-value 01 4.7.2.1"],
  },
  "4.7.3.1 there is an account in 02 to 51": {
    breaks: [set("01", "12"), set("26", undefined), set("51", undefined)],
    keeps: [set("26", undefined)],
    finds: ["error no-account  4.7.3.1"],
  },
  "4.7.5.2 an account's inside is well framed": {
    breaks: [set("26", "0099AB")],
    finds: ["error overrun 26.00 4.4.1.1"],
  },
  "4.3.1.2 a sub-tag occurs once": {
    breaks: [set("51", "0014ID.CO.QRIS.WWW0214ID102000000000021 ".replace(" ", "4ID102000000000"))],
    finds: ["error duplicate-tag 51.02 4.3.1.2"],
  },
  "Table 4.3 an account has an identifier": {
    breaks: [set("26.00", undefined)],
    finds: ["error missing 26.00 Table 4.3"],
  },
  "Table 4.3 the identifier has at most 32 characters": {
    breaks: [set("26.00", `ID.${long(30)}`)],
    keeps: [set("26.00", `ID.${long(29)}`)],
    finds: ["error wrong-length 26.00 Table 4.3"],
  },
  "4.7.5.3 the identifier is 00 or a domain": {
    breaks: [set("26.00", "EXAMPLE")],
    keeps: [set("26.00", "00")],
    finds: ["warning not-a-domain 26.00 4.7.5.3"],
  },
  "4.7.5.4 an account has a PAN": {
    breaks: [set("26.01", undefined)],
    finds: ["error missing 26.01 4.7.5.4"],
  },
  "4.7.5.4 a PAN has digits only": {
    breaks: [set("26.01", "93600915000000123X")],
    finds: ["error wrong-characters 26.01 4.7.5.4"],
  },
  "4.7.5.4 a PAN has at most 19 digits": {
    breaks: [set("26.01", "93600915000000123400")],
    keeps: [set("26.01", "9360000201102921379")],
    finds: ["error wrong-length 26.01 4.7.5.4"],
  },
  "4.7.5.4 a PAN has 16 digits or more in practice": {
    breaks: [set("26.01", "936009150000123")],
    keeps: [set("26.01", "9360091500001234")],
    finds: ["warning unusual-pan-length 26.01 4.7.5.4"],
  },
  "4.7.5.4 the 19th digit is the check digit": {
    breaks: [set("26.01", "9360000201102921378")],
    keeps: [set("26.01", "9360077732302230011")],
    finds: ["warning wrong-check-digit 26.01 4.7.5.4"],
  },
  "4.7.5.5 a PAN begins with 9360": {
    breaks: [set("26.01", "536009150000001234")],
    finds: ["error foreign-pan 26.01 4.7.5.5"],
  },
  "Table 4.3 an account has a merchant id": {
    breaks: [set("26.02", undefined)],
    finds: ["error missing 26.02 Table 4.3"],
  },
  "Table 4.3 a merchant id has at most 15 characters": {
    breaks: [set("26.02", long(16))],
    keeps: [set("26.02", long(15))],
    finds: ["warning wrong-length 26.02 Table 4.3"],
  },
  "Table 4.3 a merchant id has no pipe": {
    breaks: [set("26.02", "TOKO|1")],
    keeps: [set("26.02", "TOKO{1}")],
    finds: ["warning wrong-characters 26.02 Table 4.3"],
  },
  "Table 4.3 an account has criteria": {
    breaks: [set("26.03", undefined)],
    finds: ["warning missing 26.03 Table 4.3"],
  },
  "Table 4.6 criteria are known": {
    breaks: [set("26.03", "XXX")],
    keeps: [set("26.03", "BLU"), set("51.03", "PSO")],
    finds: ["warning unknown-criteria 26.03 Table 4.6"],
  },
  "Table 4.3 every one of the tags 26 to 45 is such an account": {
    breaks: [set("45.00", "ID.CO.OTHER.WWW")],
    keeps: [set("46", "free text")],
    finds: [
      "error missing 45.01 4.7.5.4",
      "error missing 45.02 Table 4.3",
      "warning missing 45.03 Table 4.3",
    ],
  },
  "Table 4.5 the repository has an identifier": {
    breaks: [set("51.00", undefined)],
    finds: ["error missing 51.00 Table 4.5"],
  },
  "Table 4.5 the repository is the national one": {
    breaks: [set("51.00", "ID.EXAMPLE.WWW")],
    keeps: [set("51.00", "id.or.gpnqr.www")],
    finds: ["warning other-repository 51.00 Table 4.5"],
  },
  "Table 4.5 the repository has an NMID": {
    breaks: [set("51.02", undefined)],
    finds: ["error missing 51.02 Table 4.5"],
  },
  "Table 4.5 an NMID is ID and 13 digits": {
    breaks: [set("51.02", "AID000000000001")],
    finds: ["warning unusual-nmid 51.02 Table 4.5"],
  },
  "Table 4.5 an NMID has at most 15 characters": {
    breaks: [set("51.02", "ID10200000000012")],
    finds: ["error wrong-length 51.02 Table 4.5", "warning unusual-nmid 51.02 Table 4.5"],
  },
  "Table 4.6 the repository's criteria are known, where there are any": {
    breaks: [set("51.03", "UMKM")],
    keeps: [set("51.03", undefined)],
    finds: ["warning wrong-length 51.03 Table 4.5", "warning unknown-criteria 51.03 Table 4.6"],
  },
  "4.7.7 a static code has the repository": {
    breaks: [set("51", undefined)],
    keeps: [set("51", undefined), set("01", "12")],
    finds: ["warning static-without-repository 51 4.7.7"],
  },
  "4.7.6.1 the category is there": { breaks: [set("52", undefined)], finds: ["error missing 52 4.7.6.1"] },
  "4.7.6.1 the category has four digits": {
    breaks: [set("52", "581")],
    finds: ["warning wrong-length 52 4.7.6.1"],
  },
  "4.7.6.1 the category has digits only": {
    breaks: [set("52", "58I2")],
    finds: ["warning wrong-characters 52 4.7.6.1"],
  },
  "4.7.7.1 the currency is there": { breaks: [set("53", undefined)], finds: ["error missing 53 4.7.7.1"] },
  "4.7.7.1 the currency is rupiah": { breaks: [set("53", "840")], finds: ["error wrong-value 53 4.7.7.1"] },
  "4.7.8.1 an amount is not zero": {
    breaks: [set("54", "0.00")],
    keeps: [set("54", "0.50")],
    finds: ["error wrong-amount 54 4.7.8.1"],
  },
  "4.7.8.1 an amount has no comma": {
    breaks: [set("54", "1000,00")],
    keeps: [set("54", "1000.00")],
    finds: ["error wrong-amount 54 4.7.8.1"],
  },
  "4.7.8.1 an amount has at most two decimals": {
    breaks: [set("54", "1.000")],
    keeps: [set("54", "1000.")],
    finds: ["error wrong-amount 54 4.7.8.1"],
  },
  "4.7.8.1 an amount has no exponent": {
    breaks: [set("54", "1e+21")],
    finds: ["error wrong-amount 54 4.7.8.1"],
  },
  "4.7.8.1 an amount has at most 13 characters": {
    breaks: [set("54", "10000000000000")],
    keeps: [set("54", "1")],
    finds: ["error wrong-length 54 4.7.8.1"],
  },
  "an amount is within the cap of one payment": {
    breaks: [set("54", "10000001")],
    keeps: [set("54", "10000000.00")],
    finds: ["warning amount-above-limit 54 -"],
  },
  "an amount with sen is within the cap of one payment": {
    breaks: [set("54", "10000000.01")],
    keeps: [set("54", "9999999.99")],
    finds: ["warning amount-above-limit 54 -"],
  },
  "4.7.9.1 the tip indicator is 01, 02 or 03": {
    breaks: [set("55", "04")],
    keeps: [set("55", "01")],
    finds: ["error wrong-value 55 4.7.9.1"],
  },
  "4.7.10.1 a fixed tip is there when announced": {
    breaks: [set("55", "02")],
    keeps: [set("55", "02"), set("56", "500")],
    finds: ["error tip-missing 56 4.7.10.1"],
  },
  "4.7.10.1 a fixed tip is only there when announced": {
    breaks: [set("56", "500")],
    finds: ["error tip-not-announced 56 4.7.10.1"],
  },
  "4.7.8.1 a fixed tip is an amount": {
    breaks: [set("55", "02"), set("56", "5.000")],
    finds: ["error wrong-amount 56 4.7.8.1"],
  },
  "4.7.11.1 a percentage is there when announced": {
    breaks: [set("55", "03")],
    keeps: [set("55", "03"), set("57", "05.00")],
    finds: ["error tip-missing 57 4.7.11.1"],
  },
  "4.7.11.1 a percentage is only there when announced": {
    breaks: [set("55", "01"), set("57", "05.00")],
    finds: ["error tip-not-announced 57 4.7.11.1"],
  },
  "4.7.11.1 a percentage is 00.01 to 99.99": {
    breaks: [set("55", "03"), set("57", "00.00")],
    keeps: [set("55", "03"), set("57", "00.01")],
    finds: ["error wrong-percentage 57 4.7.11.1"],
  },
  "4.7.11.1 a percentage has two digits on both sides": {
    breaks: [set("55", "03"), set("57", "0.7")],
    keeps: [set("55", "03"), set("57", "00.70")],
    finds: ["warning unpadded-percentage 57 4.7.11.1"],
  },
  "4.7.12.1 the country is there": { breaks: [set("58", undefined)], finds: ["error missing 58 4.7.12.1"] },
  "4.7.12.1 the country is Indonesia": {
    breaks: [set("58", "SG")],
    finds: ["error foreign-code 58 4.7.12.1"],
  },
  "4.7.13.1 the name is there": { breaks: [set("59", undefined)], finds: ["error missing 59 4.7.13.1"] },
  "4.7.13.1 the name has at most 25 characters": {
    breaks: [set("59", long(26))],
    keeps: [set("59", long(25))],
    finds: ["warning wrong-length 59 4.7.13.1"],
  },
  "4.7.13.1 the name is printable ASCII without a pipe": {
    breaks: [set("59", "TOKO É")],
    keeps: [set("59", "TOKO 'E'")],
    finds: ["warning wrong-characters 59 4.7.13.1"],
  },
  "Table 3.6 the name ends without a space": {
    breaks: [set("59", "TOKO CONTOH ")],
    finds: ["warning unreadable-text 59 Table 3.6"],
  },
  "4.7.14.1 the city is there": { breaks: [set("60", undefined)], finds: ["error missing 60 4.7.14.1"] },
  "4.7.14.1 the city has at most 15 characters": {
    breaks: [set("60", long(16))],
    keeps: [set("60", long(15))],
    finds: ["warning wrong-length 60 4.7.14.1"],
  },
  "Table 3.6 the city is more than a dash": {
    breaks: [set("60", "-")],
    keeps: [set("60", "3 ILIR")],
    finds: ["warning unreadable-text 60 Table 3.6"],
  },
  "4.7.15 the postal code is there": { breaks: [set("61", undefined)], finds: ["warning missing 61 4.7.15"] },
  "4.7.15 the postal code has at most 10 characters": {
    breaks: [set("61", "12345678901")],
    keeps: [set("61", "1234567890")],
    finds: ["warning wrong-length 61 4.7.15"],
  },
  "4.8.1.1 additional data are data objects": {
    breaks: [set("62", "ORDER 1")],
    keeps: [set("62.50", "ORDER 1")],
    finds: ["warning malformed-tag 62 4.3.1.1"],
  },
  "Table 3.7 a label has at most 25 characters": {
    breaks: [set("62.05", long(26))],
    keeps: [set("62.05", long(25))],
    finds: ["warning wrong-length 62.05 Table 3.7"],
  },
  "4.8.1.2 a prompt is three asterisks": {
    breaks: [set("62.06", "**")],
    keeps: [set("62.06", "***"), set("62.05", "*1*")],
    finds: ["warning wrong-prompt 62.06 4.8.1.2"],
  },
  "4.8.1.3 a data request asks for each thing once": {
    breaks: [set("62.09", "MM")],
    keeps: [set("62.09", "EA")],
    finds: ["error wrong-data-request 62.09 4.8.1.3"],
  },
  "4.8.1.3 a data request asks for A, M or E": {
    breaks: [set("62.09", "AX")],
    keeps: [set("62.09", "AME")],
    finds: ["error wrong-data-request 62.09 4.8.1.3"],
  },
  "4.8.1.4 proprietary data have at most 91 characters": {
    breaks: [set("62.99", `0002000185${long(82)}`)],
    finds: ["warning wrong-length 62.99 4.8.1.4", "warning overrun 62.99.01 4.4.1.1"],
  },
  "Table 4.8 proprietary data have an identifier and a content": {
    breaks: [set("62.99.02", "X")],
    keeps: [set("62.99.00", "00"), set("62.99.01", "DINAMIS")],
    finds: ["warning missing 62.99.00 Table 4.8", "warning missing 62.99.01 Table 4.8"],
  },
  "4.9.2.1 another language is named": {
    breaks: [set("64.01", "TOKO")],
    keeps: [set("64.00", "ZH"), set("64.01", "最佳运输")],
    finds: ["error missing 64.00 4.9.2.1"],
  },
  "4.9.2.1 a language has two letters": {
    breaks: [set("64.00", "1A"), set("64.01", "TOKO")],
    finds: ["error wrong-language 64.00 4.9.2.1"],
  },
  "4.9.3.1 the other language has the name": {
    breaks: [set("64.00", "ZH")],
    finds: ["error missing 64.01 4.9.3.1"],
  },
  "Table 3.8 the other language's name has at most 25 characters, of any kind": {
    breaks: [set("64.00", "ZH"), set("64.01", "🍵".repeat(26))],
    keeps: [set("64.00", "ZH"), set("64.01", "🍵".repeat(25)), set("64.02", "北".repeat(15))],
    finds: ["warning wrong-length 64.01 4.9.3.1"],
  },
  "4.2 a transfer code is no merchant's": {
    breaks: [
      set("52", "4829"),
      set("40.00", "ID.CO.EXAMPLE.WWW"),
      set("40.01", "936000140001287667"),
      set("40.02", "X"),
    ],
    keeps: [set("52", "4829")],
    finds: ["warning missing 40.03 Table 4.3", "error transfer-code 40 4.2"],
  },
}

describe("QRIS", () => {
  test("a code that keeps every rule has no issues", () => {
    expect(found(edited(STATIC_OBJECTS))).toEqual([])
  })

  test.each(Object.entries(CASES))("%s", (_, { breaks, keeps, finds }) => {
    expect(found(edited(STATIC_OBJECTS, ...breaks))).toEqual(finds)
    expect(found(edited(STATIC_OBJECTS, ...(keeps ?? [])))).toEqual([])
  })

  test("4.7.16.1 the CRC fits the text", () => {
    const text = edited(STATIC_OBJECTS)
    expect(found(text.replace("TOKO CONTOH", "TOKO CONTOK"))).toEqual(["error crc-mismatch 63 4.7.16.1"])
    expect(found(text)).toEqual([])
  })

  test("4.7.16.2 the CRC is there", () => {
    expect(found(edited(STATIC_OBJECTS).slice(0, -8))).toEqual(["error missing 63 4.7.16.2"])
  })

  test("4.7.16.2 the CRC has four characters", () => {
    expect(found(`${edited(STATIC_OBJECTS).slice(0, -8)}6303ABC`)).toEqual([
      "error wrong-length 63 4.7.16.2",
      "error crc-mismatch 63 4.7.16.1",
    ])
  })

  test("4.7.5.5 an unknown institution is only warned about, and only when asked", () => {
    const unknown = edited(STATIC_OBJECTS, set("26.01", "936099990000001234"))
    expect(found(unknown)).toEqual([])
    expect(found(unknown, { rules: [knownInstitution] })).toEqual([
      "warning unknown-institution 26.01 4.7.5.5",
    ])
    expect(found(edited(STATIC_OBJECTS), { rules: [knownInstitution] })).toEqual([])
    expect(INSTITUTIONS.size).toBeGreaterThan(100)
  })

  test("the cap of one payment can be moved", () => {
    const text = edited(STATIC_OBJECTS, set("54", "25000"))
    expect(found(text, { maxAmount: 24_999 })).toEqual(["warning amount-above-limit 54 -"])
    expect(found(text, { maxAmount: 25_000 })).toEqual([])
  })

  test("all issues are listed, not only the first, each with its place", () => {
    const text = edited(
      STATIC_OBJECTS,
      set("53", "840"),
      set("52", "58X2"),
      set("26.01", "93600915000000123X"),
    )
    const issues = validate(parsed(text))
    expect(issues.map(({ code }) => code)).toEqual(["wrong-characters", "wrong-characters", "wrong-value"])
    for (const { path, offset } of issues) {
      expect(text.slice(offset, offset + 2)).toBe(path.split(".").at(-1))
    }
  })

  test("a message says what, where, and by which rule", () => {
    const [issue] = validate(parsed(edited(STATIC_OBJECTS, set("53", "840"))))
    expect(issue?.message).toBe("53: wrong value; rule 4.7.7.1; found 840; allowed 360")
  })
})

describe("QRIS Transfer", () => {
  const transfer = { profile: qrisTransfer }

  test("the published transfer code has no issues", () => {
    expect(found(SAMPLES.transfer.payload, transfer)).toEqual([])
    expect(found(edited(TRANSFER_OBJECTS), transfer)).toEqual([])
  })

  test.each<[rule: string, edit: Edit, finds: ReadonlyArray<string>]>([
    ["4.2 the code is dynamic", set("01", "11"), ["error wrong-value 01 4.2"]],
    ["4.2 the point of initiation is there", set("01", undefined), ["error missing 01 4.2"]],
    ["4.2 the category is 4829", set("52", "5812"), ["error wrong-value 52 4.2"]],
    ["Table 3.20 the account is there", set("40", undefined), ["error missing 40 Table 3.20"]],
    [
      "Table 3.20 the PAN has 16 digits or more",
      set("40.01", "936000140001287"),
      ["error wrong-length 40.01 Table 3.20"],
    ],
    [
      "4.7.5.5 the PAN begins with 9360",
      set("40.01", "5360001400012876"),
      ["error foreign-pan 40.01 4.7.5.5"],
    ],
    ["Table 3.20 the beneficiary is there", set("40.02", undefined), ["error missing 40.02 Table 3.20"]],
    [
      "Table 3.20 a BIC has 8 to 11 characters",
      set("40.04", "CENAID"),
      ["error wrong-length 40.04 Table 3.20"],
    ],
    ["Table 3.23 the purpose is a transfer's", set("62.08", "BILL"), ["error wrong-value 62.08 Table 3.23"]],
    ["Table 3.23 the purpose is there", set("62.08", undefined), ["error missing 62.08 Table 3.23"]],
    ["Table 3.20 the unique data are there", set("62.99", undefined), ["error missing 62.99 Table 3.20"]],
    [
      "Table 3.20 the unique data have 8 characters or more",
      set("62.99.01", "a1d64af"),
      ["error wrong-length 62.99.01 Table 3.20"],
    ],
    ["Table 3.20 additional data are there", set("62", undefined), ["error missing 62 Table 3.20"]],
    ["4.7.7.1 the currency is rupiah", set("53", "840"), ["error wrong-value 53 4.7.7.1"]],
  ])("%s", (_, edit, finds) => {
    expect(found(edited(TRANSFER_OBJECTS, edit), transfer)).toEqual(finds)
  })

  test("Table 3.20 a BIC of 8 or 11 characters is right", () => {
    expect(found(edited(TRANSFER_OBJECTS, set("40.04", "CENAIDJA")), transfer)).toEqual([])
    expect(found(edited(TRANSFER_OBJECTS, set("40.04", "CENAIDJAXXX")), transfer)).toEqual([])
  })
})

describe("EMVCo", () => {
  const emvco = { profile: emv }

  test.each([
    ["bestTransport"],
    ["bestTransportWithTemplate"],
    ["mastercardStatic"],
    ["unionPayScrambled"],
    ["japanese"],
  ] as const)("%s has no issues", (name) => {
    expect(found(SAMPLES[name].payload, emvco)).toEqual([])
  })

  test("a code without category, name and city breaks the rules", () => {
    expect(found(SAMPLES.promptPay.payload, emvco)).toEqual([
      "error missing 52 4.7.6.1",
      "error missing 59 4.7.13.1",
      "error missing 60 4.7.14.1",
    ])
  })

  test.each<[rule: string, edit: Edit, finds: ReadonlyArray<string>]>([
    ["an account template has an identifier", set("26.00", undefined), ["error missing 26.00 Table 4.3"]],
    ["an amount has one dot", set("54", "1.0.0"), ["error wrong-amount 54 4.7.8.1"]],
    ["an amount has three decimals in currencies that do", set("54", "1.000"), []],
    ["another country and currency are right", (objects) => set("53", "840")(set("58", "US")(objects)), []],
    ["a postal code may be missing", set("61", undefined), []],
    ["a pipe is right", set("59", "TOKO|CONTOH"), []],
  ])("%s", (_, edit, finds) => {
    expect(found(edited(STATIC_OBJECTS, edit), emvco)).toEqual(finds)
  })
})

describe("published codes of acquirers have warnings at most", () => {
  test.each<[name: keyof typeof SAMPLES, finds: ReadonlyArray<string>]>([
    ["xenditPlaceholder", ["warning unusual-nmid 51.02 Table 4.5"]],
    ["winpayDynamic", []],
    ["briDynamic", []],
    ["zipayStatic", ["warning other-repository 51.00 Table 4.5", "warning unusual-nmid 51.02 Table 4.5"]],
    ["specStatic", ["warning unusual-pan-length 26.01 4.7.5.4"]],
    ["panInRepository", ["warning missing 61 4.7.15"]],
    [
      "danaShaped",
      [
        "warning wrong-check-digit 26.01 4.7.5.4",
        "warning wrong-length 26.02 Table 4.3",
        "warning missing 61 4.7.15",
        "warning static-without-repository 51 4.7.7",
      ],
    ],
  ])("%s", (name, finds) => {
    expect(found(SAMPLES[name].payload)).toEqual(finds)
  })
})

test("every code that a profile can report is among the cases above", () => {
  const reported = new Set(
    [...Object.values(CASES).flatMap(({ finds }) => finds), "error crc-mismatch"].map(
      (line) => line.split(" ")[1],
    ),
  )
  const ofProfiles = [qris, qrisTransfer, emv].flatMap(({ fields }) => codesIn(fields))
  expect([...new Set(ofProfiles)].filter((code) => !reported.has(code))).toEqual([])
})

const codesIn = (fields: Profile["fields"]): ReadonlyArray<IssueCode> =>
  fields.byNumber.flatMap((field) =>
    field === undefined
      ? []
      : [
          ...field.forms.map(({ code }) => code),
          ...(field.inside === undefined ? [] : codesIn(field.inside)),
        ],
  )

test("validation survives whatever can be parsed", () => {
  for (const text of ["000201", "9901A", encode([]), "2604ABCD", "620400050", "5401-"]) {
    const result = parse(text)
    if (result.ok) {
      for (const profile of [emv, qris, qrisTransfer])
        expect(() => validate(result.payload, { profile })).not.toThrow()
    }
  }
})
