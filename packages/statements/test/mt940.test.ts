import { describe, expect, it } from "vitest"
import { readMovement } from "../src/mt940/values.js"
import { readStatement } from "../src/promise.js"
import { altered, complaintOf } from "./support/csv.js"

const FILE = "mandiri-mt940.txt"

const statement = (number: number, opening: string, movements: ReadonlyArray<string>, closing: string) =>
  [
    `:20:S${number}`,
    ":25:123",
    `:28C:${number}`,
    `:60F:C261005IDR${opening}`,
    ...movements,
    `:62F:C261006IDR${closing}`,
    "-",
  ].join("\r\n")

describe("MT940", () => {
  it.each([
    ["the closing balance", [["76327339,65", "76327339,66"]], /row 16, :62F:: claims 7632733966 sen/],
    ["another currency", [["C261231IDR", "C261231USD"]], /row 5, :60F:: is not in rupiah/],
    ["a day that does not exist", [[":61:270104C75", ":61:270231C75"]], /row 6, :61:: has a value date/],
    [
      "a movement that is none",
      [[":61:270104C75309965,00NTRF", ":61:270104X75309965,00NTRF"]],
      /row 6, :61:: is no movement/,
    ],
    ["a file that was cut off", [[":62F:C270104IDR76327339,65\r\n", ""]], /ends without its closing balance/],
    ["a tag where none can stand", [[":28C:00004", ":62F:C270104IDR1,00"]], /cannot stand there/],
  ] as const)("%s refuses the file", async (_, changes, why) => {
    expect(await complaintOf(altered(FILE, ...changes))).toMatch(why)
  })

  it.each([
    [
      "2612310104D6500,NCHGNONREF",
      { valueDate: "2026-12-31", entryDate: "2027-01-04", net: -650_000n, reference: undefined },
    ],
    ["2701041231C1,NTRF", { valueDate: "2027-01-04", entryDate: "2026-12-31", net: 100n }],
    ["270104RC1000,00NTRFNONREF", { net: -100_000n, isReversal: true }],
    ["270104RD1000,00NTRFNONREF", { net: 100_000n, isReversal: true }],
    [
      "270104CR1000,5NTRFABC//BANK",
      { net: 100_050n, isReversal: false, reference: "ABC", bankReference: "BANK" },
    ],
    ["270104EC1000,NTRF", { net: 100_000n, isExpected: true }],
    ["2402290229C1,00NMSC", { valueDate: "2024-02-29", entryDate: "2024-02-29" }],
  ] as const)("reads :61:%s", (text, wanted) => {
    expect(readMovement(text)).toMatchObject(wanted)
  })

  it("several statements follow each other; one that is missing between them makes the file incomplete", async () => {
    const first = statement(1, "10,00", [":61:261005C5,00NTRFA//R1", ":86:X"], "15,00")
    const second = statement(2, "15,00", [":61:261006D1,00NTRFB", ":61:261006C1,00NTRFB"], "15,00")
    const third = statement(4, "20,00", [], "20,00")
    const whole = await readStatement(Buffer.from(`${first}\r\n${second}\r\n`))
    expect(whole).toMatchObject({
      lines: 3,
      opening: 1_000n,
      closing: 1_500n,
      isComplete: true,
      account: "123",
    })
    expect(whole.all.map(({ row, narrative }) => [row, narrative])).toEqual([
      [5, ["X"]],
      [13, []],
      [14, []],
    ])
    const gap = await readStatement(Buffer.from(`${first}\r\n${second}\r\n${third}`))
    expect(gap.isComplete).toBe(false)
    expect(gap.incompleteBecause[0]).toMatch(
      /opens with 2000 sen, and the statement before it closed with 1500 sen/,
    )
  })

  it("days that one file tells twice are refused: they would be counted twice", async () => {
    const first = statement(1, "10,00", [":61:261005C5,00NTRFA"], "15,00")
    const second = statement(2, "15,00", [":61:261006D1,00NTRFB", ":61:261006C1,00NTRFB"], "15,00")
    const longer = statement(1, "10,00", [":61:261005C5,00NTRFA", ":61:261006C1,00NTRFB"], "16,00")
    const month = statement(1, "10,00", [":61:261008C5,00NTRFA"], "15,00").replace("C261006IDR", "C261031IDR")
    const week = statement(2, "11,00", [":61:261008C5,00NTRFA"], "16,00").replace("C261005IDR", "C261007IDR")
    for (const twice of [
      [first, first],
      [first, second, first],
      [second, second],
      [first, longer],
      [month, week],
    ])
      expect(await complaintOf(Buffer.from(twice.join("\r\n")))).toMatch(
        /tells days again that the statement at row \d+ tells: import them as two files/,
      )
    // Newest first is no repetition.
    expect(await readStatement(Buffer.from([second, first].join("\r\n")))).toMatchObject({
      lines: 3,
      isComplete: false,
    })
  })

  it("pages of one statement must follow each other", async () => {
    const pages = [
      ":20:S",
      ":25:1",
      ":28C:1/1",
      ":60F:C261005IDR1,",
      ":61:261005C5,NTRF",
      ":62M:C261005IDR6,",
      "-",
      ":20:S",
      ":25:1",
      ":28C:1/2",
      ":60M:C261005IDR7,",
      ":62F:C261005IDR7,",
      "-",
    ]
    expect(await complaintOf(Buffer.from(pages.join("\n")))).toMatch(/:60M:: opens with 700 sen/)
  })

  it("MT942 shows what is expected, and proves its sums", async () => {
    const interim = (count: number) =>
      [
        ":20:I",
        ":25:123",
        ":28C:1/1",
        ":34F:IDR0,",
        ":13D:2610051200+0700",
        ":61:261005C5,00NTRFA",
        ":61:261005EC7,00NTRFB",
        ":90D:0IDR0,",
        `:90C:${count}IDR5,`,
        "-",
      ].join("\n")
    const { all } = await readStatement(Buffer.from(interim(1)))
    expect(all.map(({ pending, net }) => [pending, net])).toEqual([
      [false, 500n],
      [true, 700n],
    ])
    expect(await complaintOf(Buffer.from(interim(2)))).toMatch(/claims 2 lines of 500 sen, and there are 1/)
  })
})
