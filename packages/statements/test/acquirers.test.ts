import { describe, expect, it } from "vitest"
import { xenditTransactions } from "../src/profiles/xendit.js"
import { readStatement } from "../src/promise.js"
import { altered, complaintOf, delimited } from "./support/csv.js"

describe("DANA", () => {
  const FILE = "dana-settlement.csv"

  it("a rebate tells its net alone, which is 0", async () => {
    const rebate = altered(FILE, ["2103200;INV-2990;;ADJUSTMENT", "0;INV-2990;;REBATE"])
    const { all } = await readStatement(rebate)
    expect(all.at(-1)).toMatchObject({
      kind: "adjustment",
      gross: undefined,
      net: 0n,
      part: "ACQUIRING_ORDER/REBATE",
    })
    expect(await complaintOf(altered(FILE, ["2103200;INV-2990;;ADJUSTMENT", "1;INV-2990;;REBATE"]))).toMatch(
      /row 9, SETTLE_AMOUNT/,
    )
  })

  it.each([
    [
      "a type that nobody mapped",
      [["REFUND", "CHARGEBACK"]],
      /row 6: is no kind of line that is known: .*TXN_TYPE "CHARGEBACK"|TXN_TYPE: "CHARGEBACK" does not say whether money comes or goes/,
    ],
    [
      "a sign where the type gives one",
      [["6600000;IDR", "-6600000;IDR"]],
      /row 2, TXN_AMOUNT: "-6600000" has a sign/,
    ],
    ["another currency", [["6600000;IDR", "6600000;USD"]], /row 2, TXN_CURRENCY: "USD" is not rupiah/],
    [
      "a fraction of a sen",
      [["41976", "41976.5"]],
      /row 2, MERCHANT_COMMISSION_EDIK: "41976\.5" is no whole number of sen/,
    ],
    ["a net that does not follow", [["6553826", "6553827"]], /row 2, SETTLE_AMOUNT/],
  ] as const)("%s refuses the file", async (_, changes, why) => {
    expect(await complaintOf(altered(FILE, ...changes))).toMatch(why)
  })

  it("a settle date before the payment is no fault, and nobody's phone number is read", async () => {
    const { all } = await readStatement(
      altered(
        FILE,
        ["2026-10-06T10:58:08+07:00;Toko Contoh;6600000", "2026-10-04T10:58:08+07:00;Toko Contoh;6600000"],
        ["DEFAULT;DEFAULT;;;;MPM", "DEFAULT;DEFAULT;;081234567890;;MPM"],
      ),
    )
    expect(all[0]?.settledOn).toBe("2026-10-04")
    expect(
      JSON.stringify(all, (_key, value) => (typeof value === "bigint" ? String(value) : value)),
    ).not.toMatch(/081234567890/)
  })
})

describe("GoPay", () => {
  it.each([
    [
      "a status that nobody mapped",
      [['"SUKSES","A2"', '"DIPROSES","A2"']],
      /row 3, Status: "DIPROSES" is no status/,
    ],
    ["an amount in another style", [['"600023"', '"600.023"']], /row 3, Harga: "600\.023" has three digits/],
    [
      "a month that is none",
      [
        [
          '"05 Oct 2026 - 09:43:09","05 Oct 2026 - 09:43:09","SUKSES","A2"',
          '"05 Foo 2026 - 09:43:09","x","SUKSES","A2"',
        ],
      ],
      /row 3, Transaksi Dibuat/,
    ],
  ] as const)("%s refuses the file", async (_, changes, why) => {
    expect(await complaintOf(altered("gopay-transaksi.csv", ...changes))).toMatch(why)
  })

  it("a fee that is not told is unknown, and so is the net", async () => {
    const { all, totals } = await readStatement(
      altered("gopay-transaksi.csv", ['"600023","1800.07"', '"600023",""']),
    )
    expect(all[1]).toMatchObject({ gross: 60_002_300n, fee: undefined, net: undefined })
    expect(totals.fee).toBe(0n)
  })
})

describe("Xendit, balance history", () => {
  const HEADER = [
    "Product ID",
    "Transaction ID",
    "Transaction Type",
    "Line Type",
    "Payment Channel",
    "Reference",
    "Currency",
    "Amount",
    "Balance",
    "Debit or Credit",
    "Created Date ISO",
    "Time Zone",
    "Created Date",
    "Payment Date",
  ]
  const row = (
    transaction: string,
    line: string,
    amount: number,
    balance: number,
    direction: "CREDIT" | "DEBIT",
    type = "QR_PAYMENT",
  ) => [
    `p-${transaction}`,
    transaction,
    type,
    line,
    "QRIS",
    `INV-${transaction}`,
    "IDR",
    String(amount),
    String(balance),
    direction,
    "2026-10-06T17:05:00.000Z",
    "+0000 UTC",
    "2026-10-06 17:05:00",
    "2026-10-05T03:00:00.000Z",
  ]

  it("rows of two payments may be mixed", async () => {
    const { all } = await readStatement(
      delimited([
        HEADER,
        row("1", "TRANSACTION", 1000, 1000, "CREDIT"),
        row("2", "TRANSACTION", 2000, 3000, "CREDIT"),
        row("1", "FEE", 7, 2993, "DEBIT"),
        row("2", "FEE", 14, 2979, "DEBIT"),
        row("1", "VAT", 1, 2978, "DEBIT"),
      ]),
    )
    expect(all.map(({ rows, gross, fee, tax, net }) => [rows, gross, fee, tax, net])).toEqual([
      [[2, 4, 6], 100_000n, 700n, 100n, 99_200n],
      [[3, 5], 200_000n, 1_400n, undefined, 198_600n],
    ])
  })

  it("newest first is as good", async () => {
    const { all, opening, closing } = await readStatement(
      delimited([
        HEADER,
        row("1", "VAT", 1, 992, "DEBIT"),
        row("1", "FEE", 7, 993, "DEBIT"),
        row("1", "TRANSACTION", 1000, 1000, "CREDIT"),
      ]),
    )
    expect(all[0]).toMatchObject({ gross: 100_000n, net: 99_200n, rows: [2, 3, 4] })
    expect([opening, closing]).toEqual([0n, 99_200n])
  })

  it("a reversal is a line of its own, with its fee given back", async () => {
    const { all } = await readStatement(
      delimited([
        HEADER,
        row("1", "TRANSACTION", 1000, 1000, "CREDIT"),
        row("1", "FEE", 7, 993, "DEBIT"),
        row("1", "TRANSACTION_REVERSAL", 1000, -7, "DEBIT"),
        row("1", "FEE_REVERSAL", 7, 0, "CREDIT"),
      ]),
    )
    expect(all.map(({ kind, gross, fee, net }) => [kind, gross, fee, net])).toEqual([
      ["payment", 100_000n, 700n, 99_300n],
      ["cancel", -100_000n, -700n, -99_300n],
    ])
  })

  it.each([
    ["a balance that jumps", row("1", "FEE", 7, 994, "DEBIT"), /row 3: the balance is 99400 sen/],
    [
      "a row that nobody knows",
      row("1", "STAMP", 7, 993, "DEBIT"),
      /row 3, Line Type: "STAMP" is no row that is known/,
    ],
    [
      "a direction that is none",
      [...row("1", "FEE", 7, 993, "DEBIT").with(9, "BOTH")],
      /row 3, Debit or Credit: "BOTH" does not say/,
    ],
  ])("%s refuses the file", async (_, second, why) => {
    expect(
      await complaintOf(delimited([HEADER, row("1", "TRANSACTION", 1000, 1000, "CREDIT"), second])),
    ).toMatch(why)
  })

  it("rows that stand too far apart become lines of their own, and no money is lost", async () => {
    const many = 5_000
    const first = Array.from({ length: many }, (_, index) =>
      row(String(index), "TRANSACTION", 10, 10 * (index + 1), "CREDIT"),
    )
    const balance = 10 * many - 3
    const fee = row("0", "FEE", 3, balance, "DEBIT")
    const { all, totals } = await readStatement(delimited([HEADER, ...first, fee]))
    expect(totals.net).toBe(BigInt(balance) * 100n)
    const late = all.find(({ rows }) => rows.includes(many + 2))
    expect(late).toMatchObject({
      kind: "payment_part",
      gross: undefined,
      fee: 300n,
      net: -300n,
      reference: "INV-0",
    })
    expect(late?.notes[0]?.kind).toBe("apart")
  })
})

describe("Xendit, transactions", () => {
  const record = (more: object) => ({
    id: "txn_1",
    product_id: "p1",
    type: "PAYMENT",
    status: "SUCCESS",
    channel_code: "QRIS",
    reference_id: "INV-1",
    currency: "IDR",
    amount: 10000,
    net_amount: 9834,
    cashflow: "MONEY_IN",
    settlement_status: "SETTLED",
    estimated_settlement_time: null,
    fee: { xendit_fee: 150, value_added_tax: 16, xendit_withholding_tax: 0, third_party_withholding_tax: 0 },
    created: "2026-10-05T17:00:00.000Z",
    ...more,
  })
  const page = (...data: ReadonlyArray<object>) => Buffer.from(JSON.stringify({ has_more: false, data }))

  it("their rounding is theirs, and days are Jakarta's", async () => {
    const { all, isComplete } = await readStatement(page(record({})))
    expect(all[0]).toMatchObject({
      fee: 15_000n,
      tax: 1_600n,
      net: 983_400n,
      paidOn: "2026-10-06",
      callbackId: "qrpy_p1",
      settled: true,
    })
    expect(isComplete).toBe(true)
  })

  it("a withdrawal is no payment, and what a reversal moved is not told", async () => {
    const { all } = await readStatement(
      page(record({ type: "WITHDRAWAL", cashflow: "MONEY_OUT" }), record({ status: "REVERSED" })),
    )
    expect(all[0]).toMatchObject({ kind: "payout", providerId: "txn_1", net: -983_400n, gross: undefined })
    expect(all[1]).toMatchObject({ kind: "cancel", net: undefined })
    expect(all[1]?.notes[0]?.kind).toBe("amount_not_told")
  })

  it("numbers are read as they are written", async () => {
    const text = JSON.stringify({ has_more: false, data: [record({})] })
      .replace('"amount":10000', '"amount":10000.00')
      .replace("9834", "9833.99")
      .replace(":16,", ":16.01,")
    const { all } = await readStatement(Buffer.from(text))
    expect(all[0]).toMatchObject({ gross: 1_000_000n, tax: 1_601n, net: 983_399n })
  })

  it.each([
    ["a status that nobody mapped", page(record({ status: "ODD" })), /row 1, status: "ODD" is no status/],
    [
      "a net that does not follow",
      page(record({ net_amount: 9835 })),
      /row 1, net_amount: 983500 sen are claimed/,
    ],
    [
      "an amount that is a text of words",
      page(record({ amount: "lots" })),
      /row 1, amount: a text of 4 characters is no amount/,
    ],
    ["records of another kind", page({ hello: 1 }), /No known report/],
    ["a document without records", Buffer.from('{"data":{}}'), /No known report.*has no list data/],
    ["half a document", Buffer.from('{"data":['), /no JSON document/],
    [
      "a document that nests without end",
      Buffer.from("[".repeat(100_000)),
      /no JSON document|No known report/,
    ],
  ])("%s is refused", async (_, source, why) => {
    expect(await complaintOf(source)).toMatch(why)
  })

  it("a list without more around it can be read by a profile that says so", async () => {
    const { file: _, ...rest } = xenditTransactions
    const { lines } = await readStatement(Buffer.from(JSON.stringify([record({})])), {
      profile: { ...rest, id: "list", file: { format: "json" } },
    })
    expect(lines).toBe(1)
  })
})
