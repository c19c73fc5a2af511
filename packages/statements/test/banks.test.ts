import { describe, expect, it } from "vitest"
import { readStatement } from "../src/promise.js"
import { altered, complaintOf, delimited } from "./support/csv.js"

const amounts = (lines: ReadonlyArray<{ net: bigint | undefined }>) => lines.map(({ net }) => Number(net))

describe("KlikBCA Bisnis", () => {
  const FILE = "klikbca-bisnis.csv"

  it("a settlement whose text contradicts its credit is noted on the line, and the file stands", async () => {
    const { all } = await readStatement(altered(FILE, ["DDR: 87535.00", "DDR: 87536.00"]))
    expect(all[0]).toMatchObject({ kind: "settlement", net: 1_241_746_500n })
    expect(all[0]?.notes[0]).toMatchObject({ kind: "narrative_contradicts" })
  })

  it("a settlement whose text cannot be read tells neither gross nor fee: unreadable is not 0", async () => {
    const { all } = await readStatement(altered(FILE, ["DDR: 87535.00", "DDR: 87.535"]))
    expect(all[0]).toMatchObject({
      kind: "settlement",
      gross: undefined,
      fee: undefined,
      net: 1_241_746_500n,
    })
    expect(all[0]?.notes[0]).toMatchObject({ kind: "narrative_unreadable" })
  })

  it.each([
    [
      "a balance that does not follow",
      [['"18,531,821.40"', '"18,531,822.40"']],
      /row 11: the balance is 1853182240 sen/,
    ],
    ["a sum of money in", [["17,631,121.40", "17,631,121.41"]], /claims 1763112141 sen of money in/],
    [
      "a count",
      [['Debet : 15,000.00","1"', 'Debet : 15,000.00","2"']],
      /claims 2 lines of money out, and there are 1/,
    ],
    [
      "a closing balance",
      [["Saldo Akhir : 18,616,121.40", "Saldo Akhir : 18,616,121.50"]],
      /closing balance/,
    ],
    ["a footer that is gone", [['"Saldo Akhir : 18,616,121.40"', '""']], /"Saldo Akhir" is missing/],
    ["a direction that is none", [["25,000.00 CR", "25,000.00 XX"]], /does not end with CR or DB/],
    ["a direction that is missing", [["25,000.00 CR", "25,000.00"]], /does not end with CR or DB/],
    ["another currency", [["Kode Mata Uang : Rp", "Kode Mata Uang : USD"]], /not in rupiah/],
  ] as const)("%s refuses the file", async (_, changes, why) => {
    expect(await complaintOf(altered(FILE, ...changes))).toMatch(why)
  })

  it("dates without a year are of the period, over New Year, too", async () => {
    const rows = (first: string, second: string, period: string) =>
      delimited([
        [`Periode : ${period}`],
        ["Tanggal Transaksi", "Keterangan", "Cabang", "Jumlah", "Saldo"],
        [first, "A", "0", "1.00 CR", "2.00"],
        [second, "B", "0", "1.00 CR", "3.00"],
        ["Saldo Awal : 1.00"],
        ["Mutasi Debet : 0.00", "0"],
        ["Mutasi Kredit : 2.00", "2"],
        ["Saldo Akhir : 3.00"],
      ])
    const { all, period } = await readStatement(rows("31/12", "01/01", "31/12/2026 - 01/01/2027"))
    expect(all.map(({ bookedOn }) => bookedOn)).toEqual(["2026-12-31", "2027-01-01"])
    expect(period).toEqual({ from: "2026-12-31", until: "2027-01-01" })
    expect(await complaintOf(rows("31/12", "02/01", "31/12/2026 - 01/01/2027"))).toMatch(
      /not within the period/,
    )
  })

  it("a pending line may be left out of what the bank sums up, and never in part", async () => {
    const rows = (closing: string, credits: string, count: string) =>
      delimited([
        ["Tanggal Transaksi", "Keterangan", "Cabang", "Jumlah", "Saldo"],
        ["06/10/2026", "A", "0", "1.00 CR", "2.00"],
        ["PEND", "B", "0", "5.00 CR", ""],
        ["Saldo Awal : 1.00"],
        [`Mutasi Kredit : ${credits}`, count],
        [`Saldo Akhir : ${closing}`],
      ])
    expect((await readStatement(rows("2.00", "1.00", "1"))).all.map(({ pending }) => pending)).toEqual([
      false,
      true,
    ])
    expect((await readStatement(rows("7.00", "6.00", "2"))).lines).toBe(2)
    expect(await complaintOf(rows("2.00", "6.00", "2"))).toMatch(/does not add up/)
  })
})

describe("KlikBCA of individuals", () => {
  const file = (rows: ReadonlyArray<string>, footer: ReadonlyArray<string>) =>
    Buffer.from(
      [
        "Account No.,=,'0000012345",
        "Name,=,PT CONTOH",
        "Currency,=,IDR",
        "",
        "Date,Description,Branch,Amount,,Balance",
        ...rows,
        "",
        ...footer,
      ].join("\r\n"),
    )
  const FOOTER = ["Starting Balance,=,100.00", "Credit,=,50.50", "Debet,=,20.00", "Ending Balance,=,130.50"]

  it("reads the direction from a column without a name, a text with commas, and the account", async () => {
    const { all, account, opening, closing, proofs } = await readStatement(
      file(
        [
          "'05/10/2026,TRSF E-BANKING CR, TOKO, SATU,'0998,50.50,CR,150.50",
          "'06/10/2026,BIAYA ADM,'0000,20.00,DB,130.50",
        ],
        FOOTER,
      ),
    )
    expect(amounts(all)).toEqual([5050, -2000])
    expect(all[0]).toMatchObject({
      narrative: ["TRSF E-BANKING CR, TOKO, SATU"],
      bookedOn: "2026-10-05",
      account: "0000012345",
    })
    expect([account, opening, closing]).toEqual(["0000012345", 10_000n, 13_050n])
    expect(proofs.map(({ of }) => of)).toEqual([
      "balance",
      "opening",
      "closing",
      "debits",
      "credits",
      "balances",
    ])
  })

  it("newest first is as good", async () => {
    const { all, opening, closing } = await readStatement(
      file(["'06/10/2026,BIAYA ADM,'0000,20.00,DB,130.50", "'05/10/2026,TRSF,'0998,50.50,CR,150.50"], FOOTER),
    )
    expect(amounts(all)).toEqual([-2000, 5050])
    expect([opening, closing]).toEqual([10_000n, 13_050n])
  })

  it("dates without a year need the importer to say which", async () => {
    const source = file(["'31/12,A,'0998,50.50,CR,150.50", "'02/01,B,'0000,20.00,DB,130.50"], FOOTER)
    expect(await complaintOf(source)).toMatch(/row 6, Date: "31\/12" has no year: say which period/)
    const { all } = await readStatement(source, { period: { from: "2026-12-01", until: "2027-01-31" } })
    expect(all.map(({ bookedOn }) => bookedOn)).toEqual(["2026-12-31", "2027-01-02"])
  })

  it("an empty sum is unknown, and the balances prove all the same", async () => {
    const { proofs } = await readStatement(
      file(
        ["'05/10/2026,A,'0998,30.50,CR,130.50"],
        ["Starting Balance,=,100.00", "Credit,=,30.50", "Debet,=,", "Ending Balance,=,130.50"],
      ),
    )
    expect(proofs.map(({ of }) => of)).not.toContain("debits")
  })
})

describe("BRI", () => {
  const HEADER = ["NOREK", "TGL_TRAN", "DESK_TRAN", "MUTASI_DEBET", "MUTASI_KREDIT", "SALDO_AKHIR_MUTASI"]
  const row = (text: string, debit: string, credit: string, balance: string) => [
    "012301",
    "2026-10-06 10:11:12",
    text,
    debit,
    credit,
    balance,
  ]

  it.each([
    ["QRISOnUs 1 261005 001999632288 TOKO AMT:1.250.000,00MDR:8.750,00", "qris"],
    ["(QRIS)OffUs 1 261005 001999632288 TOKO AMT:1.250.000,00MDR:8.750,00", "qris"],
    ["OnUs_1_261005_001999632288_TOKO_AMT:1.250.000,00MDR:8.750,00", "card"],
    ["QRISOnUs 1 261005 001999632288 TOKO AMT1.250.000,00MDR::8.750,00", "qris"],
  ])("reads %s", async (text, channel) => {
    const { all } = await readStatement(delimited([HEADER, row(text, "0.00", "1241250.00", "2241250.00")]))
    expect(all[0]).toMatchObject({
      kind: "settlement",
      channel,
      tid: "001999632288",
      transactionsOf: "2026-10-05",
      gross: 125_000_000n,
      fee: 875_000n,
      net: 124_125_000n,
      account: "012301",
    })
    expect(all[0]?.notes).toEqual([])
  })

  it("a separator in the wrong place is unreadable, and not guessed", async () => {
    const text = "QRISOnUs 1 261005 001999632288 TOKO AMT:1.250.000,00MDR:1.2345,00"
    const { all } = await readStatement(delimited([HEADER, row(text, "0.00", "1237655.00", "2237655.00")]))
    expect(all[0]).toMatchObject({ kind: "settlement", gross: undefined, fee: undefined, net: 123_765_500n })
    expect(all[0]?.notes[0]?.kind).toBe("narrative_unreadable")
  })

  it("needs no more than its documented columns, and follows the balance", async () => {
    const rows = [
      HEADER.slice(1),
      ...[
        ["a", "0.00", "5.00", "15.00"],
        ["b", "3.00", "0.00", "12.00"],
      ].map((cells) => ["2026-10-06", ...cells]),
    ]
    const { all, opening, closing } = await readStatement(delimited(rows), { account: "99" })
    expect(all.map(({ account }) => account)).toEqual(["99", "99"])
    expect([amounts(all), opening, closing]).toEqual([[500, -300], 1_000n, 1_200n])
    const broken = [...rows, ["2026-10-06", "c", "0.00", "1.00", "14.00"]]
    expect(await complaintOf(delimited(broken))).toMatch(
      /row 4: the balance is 1400 sen, where the row before it makes it 1300 sen/,
    )
  })
})

describe("Mandiri", () => {
  it("with a balance: months in both languages, either order", async () => {
    const header = "AccountNo;Ccy;PostDate;Remarks;AdditionalDesc;Credit Amount;Debit Amount;Close Balance"
    const source = [
      header,
      "123;IDR;03 August 2026 11:27:10;A;B;0.00;750000.00;13838932.64",
      "123;IDR;07 Agustus 2026 10:16:54;C;;1000000.00;0.00;14838932.64",
    ].join("\n")
    const { all, profile, opening, closing } = await readStatement(Buffer.from(source))
    expect(profile.id).toBe("mandiri-bank")
    expect(all.map(({ bookedOn, account }) => [bookedOn, account])).toEqual([
      ["2026-08-03", "123"],
      ["2026-08-07", "123"],
    ])
    expect([opening, closing]).toEqual([1_458_893_264n, 1_483_893_264n])
    expect(await complaintOf(Buffer.from(source.replace("123;IDR", "123;USD")))).toMatch(
      /row 2, Ccy: "USD" is not rupiah/,
    )
  })

  it("without a balance: columns of one name, amounts without a digit before the point", async () => {
    const source = [
      "Account No,Date,Val. Date,Transaction Code,Description,Description,Reference No.,Debit,Credit",
      '0060003911777,01/01/26,01/01/26,6902,"DR 1","71831136319/TOKO",,".00","453,684.00"',
      '0060003911777,02/01/26,02/01/26,7820,"TRF","G07", WLST1,"41,300.00",".00"',
    ].join("\n")
    const { all, proofs } = await readStatement(Buffer.from(source))
    expect(all[0]).toMatchObject({
      narrative: ["DR 1", "71831136319/TOKO"],
      bookedOn: "2026-01-01",
      bankReference: undefined,
    })
    expect(all[1]).toMatchObject({ bankReference: "WLST1", net: -4_130_000n })
    expect(proofs).toEqual([])
  })
})

describe("BNI", () => {
  it("account statement", async () => {
    const source = [
      "Post Date,Value Date,Branch,Journal No.,Description,Debit,Credit",
      '05/10/26 08.01.02,05/10/26 08.01.02,0259,123456,A,,"1,000.00"',
    ].join("\n")
    const { all } = await readStatement(Buffer.from(source))
    expect(all[0]).toMatchObject({
      bookedOn: "2026-10-05",
      valueDate: "2026-10-05",
      bankReference: "123456",
      net: 100_000n,
    })
  })
})
