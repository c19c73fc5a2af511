import { readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { bniQris } from "../src/profiles/bni.js"
import { nicepaySettlement } from "../src/profiles/nicepay-settlement.js"
import { readStatement } from "../src/promise.js"
import { complaintOf } from "./support/csv.js"
import { sample } from "./support/samples.js"
import { workbook } from "./support/workbook.js"

const BCA_HEADER = [
  "Merchant ID",
  "Transaction Date",
  "Transaction Time",
  "Original Amount",
  "Reference Number",
  "Card/Phone Number",
  "Payment Method",
  "Payment Type",
  "Void",
  "Reversal",
  "Refund",
]
const bcaRow = (amount: string, rrn: string, time = "10:11:12", flags = ["N", "N", "N"]) => [
  "000885000000017",
  "05/10/2026",
  time,
  amount,
  rrn,
  "0812****",
  "QRIS",
  "MPM",
  ...flags,
]
const flagged = (flags: Array<string>): Array<string | null> =>
  bcaRow("125000.00", "000019001390", "10:11:12", flags)
const bca = (
  rows: ReadonlyArray<ReadonlyArray<string>>,
  summary: ReadonlyArray<ReadonlyArray<string>>,
  password?: string,
) =>
  workbook(
    [
      {
        name: "SUMMARY",
        rows: [["Merchant Name", "Merchant ID", "Total Frequency", "Total Amount"], ...summary],
      },
      { name: "TOKO CONTOH", rows: [["LAPORAN"], [], ["Toko Contoh"], [], BCA_HEADER, ...rows] },
    ],
    password,
  )

describe("BCA's merchant report", () => {
  const ROWS = [bcaRow("125000.00", "000019001390"), bcaRow("25000.50", "627809000011", "")]

  it("is opened with its password, and proven by its summary", async () => {
    const source = await bca(ROWS, [["Toko", "000885000000017", "2", "150000.50"]], "rahasia")
    expect(await complaintOf(source)).toMatch(/is encrypted: give the password/)
    expect(await complaintOf(source, { password: "salah" })).toMatch(/password does not open the file/)
    const { all, proofs, payouts, profile } = await readStatement(source, { password: "rahasia" })
    expect(profile.id).toBe("bca-merchant")
    expect(all[0]).toMatchObject({
      row: 6,
      kind: "payment",
      channel: "qris",
      gross: 12_500_000n,
      fee: undefined,
      net: undefined,
      rrn: "000019001390",
    })
    expect(all[1]).toMatchObject({ paidOn: "2026-10-05", paidAt: undefined })
    expect(proofs.map(({ of }) => of)).toEqual(["summary"])
    expect(payouts[0]).toMatchObject({ count: 2, gross: 15_000_050n })
  })

  it.each([
    [
      "an amount",
      [["Toko", "000885000000017", "2", "150000.51"]],
      /the summary claims 15000051 sen of gross/,
    ],
    ["a count", [["Toko", "000885000000017", "3", "150000.50"]], /the summary claims 3 lines/],
    ["a merchant", [["Toko", "000885000000025", "2", "150000.50"]], /no row for the merchant id/],
  ])("another %s in the summary refuses the file", async (_, summary, why) => {
    expect(await complaintOf(await bca(ROWS, summary))).toMatch(why)
  })

  it("voids and refunds tell no amount, and the summary may count them or not", async () => {
    const rows = [...ROWS, bcaRow("7000.00", "627809000012", "10:11:12", ["Y", "N", "N"])]
    for (const [count, total] of [
      ["3", "157000.50"],
      ["2", "150000.50"],
    ] as const) {
      const { all } = await readStatement(await bca(rows, [["Toko", "000885000000017", count, total]]))
      expect(all[2]).toMatchObject({ kind: "cancel", gross: undefined })
      expect(all[2]?.notes[0]?.kind).toBe("amount_not_told")
    }
    expect(await complaintOf(await bca(rows, [["Toko", "000885000000017", "3", "157000.51"]]))).toMatch(
      /the summary claims/,
    )
  })

  it.each([
    [["Ya", "N", "N"], "cancel"],
    [["", "YES", ""], "cancel"],
    [["No", "Tidak", "ya"], "refund"],
    [["", "-", ""], "payment"],
  ])("%j is a %s", async (flags, kind) => {
    const { all } = await readStatement(await workbook([{ name: "d", rows: [BCA_HEADER, flagged(flags)] }]))
    expect(all[0]).toMatchObject({ kind })
  })

  it("another word of void, reversal or refund is not guessed at", async () => {
    const source = await workbook([{ name: "d", rows: [BCA_HEADER, flagged(["V", "N", "N"])] }])
    expect(await complaintOf(source)).toMatch(/row 2: is no kind of line that is known: Void "V"/)
  })

  it("dates in some rows and texts in others: day and month may have been exchanged", async () => {
    const at = BCA_HEADER.indexOf("Transaction Date")
    const source = (more: ReadonlyArray<ReadonlyArray<string | null>>) =>
      workbook([
        {
          name: "d",
          rows: [BCA_HEADER, flagged(["N", "N", "N"]).with(at, null), ...more],
          cells: [
            [
              `1,${at}`,
              { value: new Date(Date.UTC(2026, 4, 10)), type: "date", style: { numFmt: "dd/mm/yyyy" } },
            ],
          ],
        },
      ])
    expect((await readStatement(await source([]))).all[0]?.paidOn).toBe("2026-05-10")
    expect(await complaintOf(await source([flagged(["N", "N", "N"]).with(at, "13/10/2026")]))).toMatch(
      /row 3, Transaction Date: has dates in some rows and texts in others/,
    )
  })
})

describe("BNI", () => {
  const HEADER: ReadonlyArray<string> = bniQris.header.names
  const row = (...changes: ReadonlyArray<readonly [name: string, value: string | number | null]>) => {
    const cells: Array<string | number | null> = HEADER.map(() => "x")
    const put = (name: string, value: string | number | null) => {
      cells[HEADER.indexOf(name)] = value
    }
    for (const [name, value] of [
      ["Bill Number", "INV-1"],
      ["Reff ID", "627808123456"],
      ["Nominal", 12345],
      ["MDR", 86.42],
      ["Net Amount", 12258.58],
      ["TRX Datetime", "2026-10-05 08:01:02"],
      ["Settlement Status", "Settled"],
      ["Status", "Sukses"],
      ["Tipe Transaksi", "Pembayaran"],
      ...changes,
    ] as const)
      put(name, value)
    return cells
  }
  const file = (
    rows: ReadonlyArray<ReadonlyArray<string | number | null>>,
    cells: ReadonlyArray<readonly [string, object]> = [],
  ) => workbook([{ name: "Sheet1", rows: [[...HEADER], ...rows], cells }])

  it("the noise of binary numbers is none", async () => {
    const { all } = await readStatement(
      await file([row(["MDR", 86.42000000000002], ["Net Amount", 12258.579999999998])]),
    )
    expect(all[0]).toMatchObject({ fee: 8_642n, net: 1_225_858n })
  })

  it.each([
    [
      "half a sen",
      row(["MDR", 86.415], ["Net Amount", 12258.585]),
      /row 2, MDR: the number "86\.415" has three digits/,
    ],
    ["an error", row(["MDR", "#REF!"]), /row 2, MDR: holds the error #REF!/],
    ["an empty net", row(["Net Amount", null]), /row 2, Net Amount: is empty/],
    [
      "a text in a style of its own",
      row(["Nominal", "12.345"]),
      /row 2, Nominal: "12\.345" has three digits/,
    ],
    ["a status that nobody mapped", row(["Status", "Menunggu"]), /row 2, Status: "Menunggu" is no status/],
    [
      "a kind that may take money back",
      row(["Tipe Transaksi", "Void"]),
      /row 2: is no kind of line that is known: Tipe Transaksi "Void"/,
    ],
  ])("%s refuses the file", async (_, cells, why) => {
    expect(await complaintOf(await file([cells]))).toMatch(why)
  })

  it("a row with a minus takes money away, and is no payment", async () => {
    const { all, totals } = await readStatement(
      await file([row(), row(["Nominal", -12345], ["MDR", -86.42], ["Net Amount", -12258.58])]),
    )
    expect(all.map(({ kind, gross, net }) => [kind, gross, net])).toEqual([
      ["payment", 1_234_500n, 1_225_858n],
      ["refund", -1_234_500n, -1_225_858n],
    ])
    expect(totals).toMatchObject({ gross: 0n, net: 0n })
  })

  it("a further sheet has a header of its own, or refuses the file: its lines would be passed over", async () => {
    const sheets = (second: ReadonlyArray<ReadonlyArray<string | number | null>>) =>
      workbook([
        { name: "Halaman 1", rows: [[...HEADER], row()] },
        { name: "Halaman 2", rows: second },
      ])
    const again = row(["Bill Number", "INV-2"], ["Reff ID", "627808123457"])
    expect((await readStatement(await sheets([["Catatan"], [...HEADER], again]))).lines).toBe(2)
    expect((await readStatement(await sheets([["Catatan"], ["2026-10-05", "12345"]]))).lines).toBe(1)
    expect(await complaintOf(await sheets([again]))).toMatch(
      /sheet Halaman 2, row 1: looks like a line, and no header stands above it/,
    )
  })

  it("a header that was sorted among the lines refuses the file", async () => {
    const source = await workbook([{ name: "Sheet1", rows: [row(), [...HEADER], row()] }])
    expect(await complaintOf(source)).toMatch(/row 1: looks like a line, and no header stands above it/)
  })

  it("a formula without its result refuses the file; one with its result is read", async () => {
    const at = `1,${HEADER.indexOf("MDR")}`
    expect(
      await complaintOf(
        await file([row(["MDR", null])], [[at, { value: null, type: "formula", formula: "Q2*0.007" }]]),
      ),
    ).toMatch(/row 2, MDR: (is a formula whose result was not saved|is empty)/)
    const { all } = await readStatement(
      await file(
        [row(["MDR", null])],
        [[at, { value: null, type: "formula", formula: "ROUND(Q2*0.007,2)", formulaResult: 86.42 }]],
      ),
    )
    expect(all[0]?.fee).toBe(8_642n)
  })

  it("an id of many digits that was kept as a number is no key", async () => {
    const { all } = await readStatement(await file([row(["Bill Number", 1234567890123456])]))
    expect(all[0]?.reference).toBeUndefined()
    expect(all[0]?.notes[0]?.kind).toBe("key_lost")
  })

  it("a payment that failed is counted and no line; a settlement word that is not known says of no payment that it was paid out", async () => {
    const { all, ignored } = await readStatement(
      await file([row(["Status", "Gagal"]), row(["Settlement Status", "Entah"])]),
    )
    expect(ignored).toEqual([{ row: 2, why: "the payment failed" }])
    expect(all.map(({ row, settled }) => [row, settled])).toEqual([[3, false]])
  })

  it("a date that is a date", async () => {
    const cells = row()
    const at = HEADER.indexOf("TRX Datetime")
    const rows = [cells.with(at, null)]
    const source = await file(rows, [
      [
        `1,${at}`,
        {
          value: new Date(Date.UTC(2026, 9, 5, 8, 1, 2)),
          type: "date",
          style: { numFmt: "yyyy-mm-dd hh:mm:ss" },
        },
      ],
    ])
    const { all } = await readStatement(source)
    expect(all[0]?.paidAt?.toISOString()).toBe("2026-10-05T01:01:02.000Z")
  })

  it("a hidden sheet does not count", async () => {
    const source = await workbook([
      { name: "Sheet1", rows: [[...HEADER], row()] },
      { name: "Old", rows: [[...HEADER], row()], hidden: true },
    ])
    expect((await readStatement(source)).lines).toBe(1)
  })
})

describe("NICEPAY's merged header", () => {
  const rows = [
    ["Settlement Report"],
    [
      "Brand Name",
      "I-MID",
      "Type",
      "Transaction",
      null,
      "Fee",
      null,
      null,
      null,
      null,
      null,
      "Scheduled Settlement Amount",
      null,
      null,
      null,
      null,
      null,
      null,
    ],
    [
      null,
      null,
      null,
      "Transaction",
      "Amount",
      "NICEPAY",
      null,
      null,
      null,
      null,
      "Bank/Mitra",
      "From NICEPAY",
      null,
      null,
      null,
      null,
      null,
      "From Bank/Mitra",
    ],
    [
      null,
      null,
      null,
      null,
      null,
      "Fee",
      "Installment Fee",
      "FDS Fee",
      "VAT",
      "Total",
      "Fee",
      "Scheduled Settlement Amount",
      "Hold On",
      "Hold Off",
      "Setoff",
      "Refund",
      "Settlement Confirmation Amount",
      "Settlement Amount",
    ],
  ]
  const merges = [
    [1, 0, 3, 0],
    [1, 1, 3, 1],
    [1, 2, 3, 2],
    [1, 3, 1, 4],
    [2, 3, 3, 3],
    [2, 4, 3, 4],
    [1, 5, 1, 10],
    [2, 5, 2, 9],
    [1, 11, 1, 17],
    [2, 11, 2, 16],
  ] as const
  const line = (confirmation: number) => [
    "Toko Contoh",
    "TESTMERC01",
    "QRIS",
    3,
    100000,
    700,
    0,
    0,
    77,
    777,
    0,
    99223,
    1000,
    200,
    50,
    -500,
    confirmation,
    0,
  ]

  it("is flattened, and its sums hold", async () => {
    const { all, profile } = await readStatement(
      await workbook([{ name: "S", rows: [...rows, line(97973)], merges }]),
    )
    expect(profile.id).toBe(nicepaySettlement.id)
    expect(all).toMatchObject([
      {
        row: 5,
        kind: "settlement",
        channel: "qris",
        mid: "TESTMERC01",
        gross: 10_000_000n,
        fee: 70_000n,
        tax: 7_700n,
        net: 9_797_300n,
      },
    ])
    expect(await complaintOf(await workbook([{ name: "S", rows: [...rows, line(97974)], merges }]))).toMatch(
      /row 5, .*Settlement Confirmation Amount: 9797400 sen are claimed/,
    )
  })
})

describe("a report whose rows stand in one cell each", () => {
  it("is read as the text it is", async () => {
    const rows = readFileSync(sample("mandiri-qris.csv"), "utf8")
      .trimEnd()
      .split("\r\n")
      .map((text) => [text])
    const { all, profile, proofs } = await readStatement(await workbook([{ name: "MSR", rows }]))
    expect(profile.id).toBe("mandiri-qris")
    expect(all.map(({ row, rrn }) => [row, rrn])[2]).toEqual([9, "000019001390"])
    expect(proofs).toHaveLength(4)
  })
})
