import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"
import { decodeProfile } from "../src/profile/decode.js"
import type { StatementProfileInput } from "../src/profile/profile.js"
import { BUILT_IN } from "../src/profiles/built-in.js"
import { danaSettlement } from "../src/profiles/dana-settlement.js"
import { generic } from "../src/profiles/generic.js"
import { mandiriQris } from "../src/profiles/mandiri-qris.js"
import { detectStatement, readStatement } from "../src/promise.js"
import { complaintOf, delimited } from "./support/csv.js"
import { sample } from "./support/samples.js"

const issuesOf = (change: object): ReadonlyArray<string> => {
  const result = decodeProfile({ ...mandiriQris, ...change } as StatementProfileInput)
  if (Result.isSuccess(result)) return []
  const { reason } = result.failure
  return reason._tag === "InvalidProfile"
    ? reason.issues.map(({ path, message }) => `${path} ${message}`)
    : []
}

describe("a profile", () => {
  it.each(BUILT_IN.map(({ id }) => [id] as const))("%s is valid, and JSON", (id) => {
    const profile = BUILT_IN.find((candidate) => candidate.id === id)
    expect(JSON.parse(JSON.stringify(profile))).toEqual(profile)
    expect(profile === undefined || Result.isSuccess(decodeProfile(profile))).toBe(true)
  })

  it.each([
    [{ id: "Mandiri!" }, "id must be lower-case letters, digits and -"],
    [{ numbers: "comma" }, /^numbers must be/],
    [{ kinds: [] }, /^kinds/],
    [{ money: { gross: "JUMLAH" } }, 'header.names lack "JUMLAH", which the profile reads'],
    [{ header: undefined }, /^header/],
    [
      { equations: [{ of: "net", is: ["gross", "-stamp"] }] },
      "equations.0 uses the amount stamp, which the profile does not have",
    ],
    [
      { dates: { paid: { column: "TRXDATE", formats: ["DD-MM-YYYY hh"] } } },
      /dates\.paid\.formats\.0 must be iso, or a day and a month/,
    ],
    [{ drops: ["MID"] }, 'drops name "MID", which the profile reads'],
    [{ widths: { MID: 0 } }, "widths.MID must be 1 to 512"],
    [{ keys: ["name"] }, /^keys\.0/],
    [{ colour: "red" }, "colour is not a known field"],
    [{ file: { format: "pdf" } }, /^file/],
  ] as const)("with %o names the field that is wrong", (change, wanted) => {
    const issues = issuesOf(change)
    expect(issues.some((issue) => (typeof wanted === "string" ? issue === wanted : wanted.test(issue)))).toBe(
      true,
    )
  })

  it("that is wrong is refused before the file is looked at", async () => {
    const wrong = { ...mandiriQris, numbers: "comma" } as unknown as StatementProfileInput
    await expect(readStatement({ path: "/nowhere" }, { profile: wrong })).rejects.toThrow(
      /The profile is not valid: numbers/,
    )
    await expect(readStatement({ path: "/nowhere" }, { profile: "bca" })).rejects.toThrow(
      /no profile of this name\. Known are mandiri-qris/,
    )
    await expect(
      readStatement({ path: "/nowhere" }, { period: { from: "2026-02-30", until: "2026-03-01" } }),
    ).rejects.toThrow(/period must be two days/)
  })

  it("that is changed while it is used is decoded again", async () => {
    const own: { -readonly [Key in keyof StatementProfileInput]: StatementProfileInput[Key] } = {
      ...danaSettlement,
      id: "own",
    }
    expect(
      (await readStatement({ path: sample("dana-settlement.csv") }, { profile: own })).profile.numbers,
    ).toBe("sen")
    own.numbers = "plain"
    expect(
      (await readStatement({ path: sample("dana-settlement.csv") }, { profile: own })).profile.numbers,
    ).toBe("plain")
  })

  it("of which a column stands twice must say which", async () => {
    const source = delimited([
      ["No", "Nilai", "Nilai", "Tanggal"],
      ["A", "1", "2", "2026-10-05"],
    ])
    const profile = (money: StatementProfileInput["money"] & object) =>
      generic({
        numbers: "plain",
        columns: { reference: "No" },
        dates: { paid: { column: "Tanggal", formats: ["iso"] } },
        money,
      })
    expect(await complaintOf(source, { profile: profile({ gross: "Nilai" }) })).toMatch(
      /money\.gross cannot be found: there are 2 columns of the name "Nilai": say which/,
    )
    const { all } = await readStatement(source, { profile: profile({ gross: { name: "Nilai", nth: 2 } }) })
    expect(all[0]).toMatchObject({ reference: "A", gross: 200n })
    expect(await complaintOf(source, { profile: profile({ gross: { name: "Nilai", nth: 3 } }) })).toMatch(
      /fewer than 3 columns/,
    )
  })
})

describe("columns named by hand", () => {
  const profile = generic({
    numbers: "id",
    delimiter: ";",
    columns: { reference: "No Order", status: "Status" },
    dates: { paid: { column: "Tanggal", formats: ["DD/MM/YYYY HH:mm"] } },
    money: { gross: "Nominal", fee: "Biaya", net: "Diterima" },
    statuses: ["BERHASIL"],
    ignored: [{ when: [{ column: "Status", is: ["GAGAL"] }], why: "the payment failed" }],
  })
  const file = (...rows: ReadonlyArray<ReadonlyArray<string>>) =>
    delimited(
      [["Laporan"], ["Tanggal", "No Order", "Pelanggan", "Nominal", "Biaya", "Diterima", "Status"], ...rows],
      ";",
    )

  it("are read, and must add up", async () => {
    const { all, ignored, proofs } = await readStatement(
      file(
        ["05/10/2026 10:00", "INV-1", "Budi", "25.050", "175,35", "24.874,65", "BERHASIL"],
        ["05/10/2026 10:00", "INV-2", "Budi", "1", "0", "1", "gagal"],
      ),
      { profile },
    )
    expect(all).toMatchObject([
      { row: 3, reference: "INV-1", gross: 2_505_000n, fee: 17_535n, net: 2_487_465n, paidOn: "2026-10-05" },
    ])
    expect(ignored).toHaveLength(1)
    expect(proofs).toEqual([{ of: "lines", compared: 1, unproven: 0 }])
    expect(
      await complaintOf(
        file(["05/10/2026 10:00", "INV-1", "x", "25.050", "175,35", "24.874,64", "BERHASIL"]),
        { profile },
      ),
    ).toMatch(/row 3, Diterima/)
  })

  it("that are not in the file are named", async () => {
    expect(
      await complaintOf(delimited([["Tanggal", "No Order", "Nominal", "Biaya", "Status"]], ";"), { profile }),
    ).toMatch(/generic: row 1 lacks Diterima/)
  })

  it("with refunds that have no sign are refused: they would count as money that came", async () => {
    const kinds = [
      { kind: "refund", when: [{ column: "Jenis", is: ["Refund"] }] },
      { kind: "payment" },
    ] as const
    const rows = delimited([
      ["Tanggal", "Jenis", "Nominal"],
      ["05/10/2026", "Bayar", "25000"],
      ["05/10/2026", "Refund", "25000"],
    ])
    const given = {
      numbers: "plain",
      dates: { paid: { column: "Tanggal", formats: ["DD/MM/YYYY"] } },
      money: { gross: "Nominal" },
    } as const
    const unsigned = generic({ ...given, kinds })
    expect(await complaintOf(rows, { profile: unsigned })).toMatch(
      /row 3: is a refund that would bring money/,
    )
    const kept = await readStatement(rows, { profile: unsigned, faults: "keep" })
    expect(kept.all.map(({ kind }) => kind)).toEqual(["payment", "unreadable"])
    expect(kept.totals.gross).toBe(2_500_000n)
    const sign = { by: { column: "Jenis" }, plus: ["Bayar"], minus: ["Refund"] } as const
    const signed = await readStatement(rows, { profile: generic({ ...given, kinds, sign }) })
    expect(signed.totals.gross).toBe(0n)
  })

  it("may be a bank's", async () => {
    const bank = generic({
      kind: "bank",
      numbers: "plain",
      dates: { booked: { column: "Date", formats: ["iso"] } },
      money: { net: "Amount", balance: "Balance" },
      running: "ascending",
      columns: { narrative: "Text" },
    })
    const { all, closing } = await readStatement(
      delimited([
        ["Date", "Text", "Amount", "Balance"],
        ["2026-10-05", "a", "5", "5"],
        ["2026-10-05", "b", "-2", "3"],
      ]),
      { profile: bank },
    )
    expect(all.map(({ kind, net }) => [kind, net])).toEqual([
      ["other", 500n],
      ["other", -200n],
    ])
    expect(closing).toBe(300n)
  })
})

describe("which report a file is", () => {
  it.each([
    ["mandiri-qris.csv", "mandiri-qris"],
    ["mandiri-qris-after-excel.csv", "mandiri-qris"],
    ["dana-settlement.csv", "dana-settlement"],
    ["bni-qris.xlsx", "bni-qris"],
    ["gopay-transaksi.csv", "gopay-transaksi"],
    ["xendit-balance-history.csv", "xendit-balance-history"],
    ["xendit-transactions.json", "xendit-transactions"],
    ["klikbca-bisnis.csv", "klikbca-bisnis"],
    ["mandiri-mt940.txt", "mt940"],
  ])("%s is %s, and why", async (file, profile) => {
    const { fits } = await detectStatement({ path: sample(file) })
    expect(fits.map((fit) => fit.profile)).toEqual([profile])
    expect(fits[0]?.why).toMatch(/header|list|tags/)
  })

  it("one that is near says what it lacks", async () => {
    const near = delimited(
      [["AccountNo", "Ccy", "PostDate", "Remarks", "AdditionalDesc", "Credit Amount", "Debit Amount"]],
      ";",
    )
    expect(await detectStatement(near)).toMatchObject({
      fits: [],
      rejections: [{ profile: "mandiri-bank", why: "row 1 lacks Close Balance" }],
    })
    const more = delimited([["Tanggal Transaksi", "Keterangan", "Cabang", "Jumlah", "Saldo", "Baru"]])
    expect((await detectStatement(more)).rejections[0]).toMatchObject({
      profile: "klikbca-bisnis",
      why: "row 1 has all its columns, but 6 of them or in another order",
    })
  })

  it("one that fits two is refused with their names", async () => {
    const both = delimited([
      ["Transaction ID", "", "x"],
      ["TGL_TRAN", "DESK_TRAN", "MUTASI_DEBET", "MUTASI_KREDIT", "SALDO_AKHIR_MUTASI"],
      ["Tanggal Transaksi", "Keterangan", "Cabang", "Jumlah", "Saldo"],
    ])
    expect(await complaintOf(both)).toMatch(
      /Several reports look like this file: klikbca-bisnis, bri-bank\. Name the profile\./,
    )
    expect((await detectStatement(both)).fits).toHaveLength(2)
  })

  it("nothing that is known looks like any of them", async () => {
    expect(await detectStatement(Buffer.from("a,b\n1,2\n"))).toMatchObject({ fits: [] })
    expect(await detectStatement(Buffer.from(":20:A\n:25:B\n"), { profile: "klikbca-bisnis" })).toMatchObject(
      { fits: [] },
    )
  })
})
