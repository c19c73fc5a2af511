import { readFileSync } from "node:fs"
import { inspect } from "node:util"
import { describe, expect, it } from "vitest"
import { detectStatement, readStatement } from "../src/promise.js"
import { archive } from "./support/archive.js"
import { complaintOf, refusalOf } from "./support/csv.js"
import { sample } from "./support/samples.js"

const mandiri = readFileSync(sample("mandiri-qris.csv"))
const gopay = readFileSync(sample("gopay-transaksi.csv"))
const SECRET = "rahasia-20261006"

describe("an archive", () => {
  it("that is encrypted with AES is opened with its password", async () => {
    const source = await archive({ "MSR_1.csv": mandiri }, { password: SECRET })
    const { all, file, proofs } = await readStatement(source, { password: SECRET })
    expect(all).toHaveLength(5)
    expect(file.entry).toBe("MSR_1.csv")
    expect(proofs).toHaveLength(4)
  })

  it("that is encrypted anew has other bytes and the same rows", async () => {
    const [a, b] = await Promise.all([
      archive({ "a.csv": mandiri }, { password: SECRET }),
      archive({ "a.csv": mandiri }, { password: SECRET }),
    ])
    const [one, two, plain] = await Promise.all([
      readStatement(a ?? mandiri, { password: SECRET }),
      readStatement(b ?? mandiri, { password: SECRET }),
      readStatement(mandiri),
    ])
    expect(one.file.sha256).not.toBe(two.file.sha256)
    expect(one.file.rowsSha256).toBe(two.file.rowsSha256)
    expect(plain.file.rowsSha256).toBe(one.file.rowsSha256)
  })

  it("in the old encryption opens, too", async () => {
    const source = await archive({ "a.csv": mandiri }, { password: SECRET, zipCrypto: true })
    expect((await readStatement(source, { password: SECRET })).lines).toBe(5)
  })

  it.each([
    ["without a password", {}, "PasswordNeeded"],
    ["with another one", { password: "salah" }, "WrongPassword"],
  ] as const)("%s is not opened, and no message holds a password", async (_, options, tag) => {
    const reason = await refusalOf(await archive({ "a.csv": mandiri }, { password: SECRET }), options)
    expect(reason._tag).toBe(tag)
    expect(inspect(reason, { depth: 9 })).not.toMatch(/salah|rahasia/)
  })

  it("with a report and something else is read by its report", async () => {
    const source = await archive({
      "catatan.txt": Buffer.from("halo"),
      "Laporan Transaksi GoPay.csv": gopay,
      "lain.csv": Buffer.from("a,b\n1,2\n"),
      "foto.pdf": Buffer.from("%PDF-1.4"),
    })
    const { file, lines } = await readStatement(source)
    expect(lines).toBe(4)
    expect(file).toMatchObject({
      entry: "Laporan Transaksi GoPay.csv",
      otherEntries: ["catatan.txt", "lain.csv", "foto.pdf"],
    })
    expect(await detectStatement(source)).toMatchObject({
      entry: "Laporan Transaksi GoPay.csv",
      fits: [{ profile: "gopay-transaksi" }],
    })
  })

  it("with two reports is refused, until one is named", async () => {
    const source = await archive({ "a.csv": gopay, "b.csv": mandiri })
    expect(await complaintOf(source)).toMatch(/Several files in the archive are reports: a\.csv, b\.csv/)
    expect((await readStatement(source, { entry: "b.csv" })).profile.id).toBe("mandiri-qris")
    expect(await complaintOf(source, { entry: "c.csv" })).toMatch(
      /has no file of that name, but a\.csv, b\.csv/,
    )
  })

  it("with a workbook in it is read by it", async () => {
    const source = await archive({ "bni.xlsx": readFileSync(sample("bni-qris.xlsx")) })
    expect(await readStatement(source)).toMatchObject({ lines: 3, file: { entry: "bni.xlsx" } })
  })

  it("with no report says what is near", async () => {
    expect(
      await complaintOf(await archive({ "a.csv": Buffer.from("a,b\n1,2\n"), "b.txt": Buffer.from("x") })),
    ).toMatch(/No known report looks like this file/)
    expect(await complaintOf(await archive({}))).toMatch(/archive is empty/)
  })

  it("that is damaged anywhere is refused or read as it was, and never half", async () => {
    const whole = await archive({ "a.csv": mandiri })
    const wanted = (await readStatement(whole)).file.rowsSha256
    for (let at = 0; at < whole.length; at += 37) {
      const damaged = Uint8Array.from(whole)
      damaged[at] = (damaged[at] ?? 0) ^ 0xff
      const outcome = await readStatement(damaged).then(
        ({ file }) => file.rowsSha256,
        (error: unknown) => (error as { readonly _tag?: unknown })._tag,
      )
      expect([wanted, "StatementError"]).toContain(outcome)
    }
  })
})

describe("a bomb", () => {
  const zeros = (megabytes: number) => Buffer.alloc(megabytes * 1_024 * 1_024, "\n")

  it("in an archive stops at the limit", async () => {
    const source = await archive({ "a.csv": Buffer.concat([mandiri, Buffer.from("\r\n"), zeros(2)]) })
    expect(source.length).toBeLessThan(100_000)
    expect(await complaintOf(source, { limits: { bytes: 100_000 } })).toMatch(
      /unpacks to more, where at most 100000 bytes/,
    )
  })

  it("in a workbook is found before a reader holds it", async () => {
    const source = await archive({
      "[Content_Types].xml": Buffer.from("<Types/>"),
      "xl/worksheets/sheet1.xml": zeros(8),
    })
    expect(await complaintOf(source, { limits: { unpackedBytes: 1_000_000 } })).toMatch(/unpacks to more/)
  })

  it("of many files is not looked into", async () => {
    const source = await archive(
      Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`${index}.csv`, gopay])),
    )
    expect(await complaintOf(source, { limits: { entries: 10 } })).toMatch(
      /holds more files, where at most 10 files/,
    )
  })
})
