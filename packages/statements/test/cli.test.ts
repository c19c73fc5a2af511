import { execFile } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, describe, expect, it } from "vitest"
import { run, type Terminal } from "../src/cli/run.js"
import { archive } from "./support/archive.js"
import { altered } from "./support/csv.js"
import { sample } from "./support/samples.js"

const folder = mkdtempSync(join(tmpdir(), "qriskit-statements-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const file = (name: string, bytes: Uint8Array | string): string => {
  const path = join(folder, name)
  writeFileSync(path, bytes)
  return path
}

const call = async (args: ReadonlyArray<string>, more: Partial<Terminal> = {}) => {
  let output = ""
  let complaint = ""
  const exitCode = await run(args, {
    version: "1.2.3",
    password: undefined,
    ask: undefined,
    out: async (text) => {
      output += text
    },
    complain: (text) => {
      complaint += text
    },
    ...more,
  })
  return { exitCode, output, complaint }
}

describe("qriskit-statements read", () => {
  it("prints lines and proofs", async () => {
    const { exitCode, output } = await call(["read", sample("mandiri-qris.csv")])
    expect(exitCode).toBe(0)
    expect(output).toMatch(/^row {4}kind/)
    expect(output).toMatch(
      /8 {6}payment {7}2026-10-05 10:30:01 {2}INV-1002 +25\.050,00 +175,35 +0,00 +24\.874,65/,
    )
    expect(output).toMatch(/✓ the row of totals \(3 compared\)/)
    expect(output).toMatch(/paid out to 71900000001 2026-10-06: 178\.789,65/)
  })

  it.each([
    "dana-settlement.csv",
    "klikbca-bisnis.csv",
    "mandiri-mt940.txt",
    "xendit-balance-history.csv",
    "gopay-transaksi.csv",
    "bni-qris.xlsx",
  ])("%s adds up", async (name) => {
    expect(await call(["read", sample(name)])).toMatchObject({ exitCode: 0, complaint: "" })
  })

  it("prints JSON that is one document, sen as numbers, times in Jakarta's", async () => {
    const { output, exitCode } = await call(["read", sample("mandiri-qris.csv"), "--json"])
    expect(exitCode).toBe(0)
    const { all, summary } = JSON.parse(output)
    expect(all[1]).toMatchObject({
      row: 8,
      kind: "payment",
      gross: 2_505_000,
      net: 2_487_465,
      paidAt: "2026-10-05T10:30:01+07:00",
    })
    expect(summary).toMatchObject({
      profile: "mandiri-qris",
      lines: 5,
      totals: { net: 76_863_165 },
      isComplete: true,
    })
  })

  it("prints JSON of a report without lines, too", async () => {
    const text = readFileSync(sample("mandiri-qris.csv"), "utf8").split("\r\n")
    const path = file("empty.csv", [...text.slice(0, 6), "TOTAL"].join("\r\n"))
    expect(JSON.parse((await call(["read", path, "--json"])).output)).toMatchObject({
      all: [],
      summary: { lines: 0 },
    })
  })

  it("says 1 where something does not add up, and why", async () => {
    const path = file("wrong.csv", altered("mandiri-qris.csv", ['"175.35"', '"175.36"']))
    const { exitCode, complaint, output } = await call(["read", path])
    expect([exitCode, output]).toEqual([1, ""])
    expect(complaint).toMatch(/row 8, NET AMOUNT/)
    const kept = await call(["read", path, "--keep"])
    expect(kept.exitCode).toBe(1)
    expect(kept.output).toMatch(/✗ row 8, NET AMOUNT/)
    expect(kept.output).toMatch(/! incomplete/)
  })

  it("takes what is declared", async () => {
    expect(
      await call([
        "read",
        sample("mandiri-qris-after-excel.csv"),
        "--profile",
        "mandiri-qris",
        "--dialect",
        "excel-id",
      ]),
    ).toMatchObject({ exitCode: 0 })
    const own = file(
      "own.json",
      JSON.stringify({
        id: "own",
        title: "own",
        kind: "acquirer",
        file: { format: "table" },
        numbers: "plain",
        header: { names: ["a", "b"] },
        dates: { paid: { column: "a", formats: ["DD/MM"] } },
        money: { gross: "b" },
        kinds: [{ kind: "payment" }],
        coverage: "paid",
        keys: [],
      }),
    )
    const data = file("own.csv", Buffer.from("a,b\n05/10,5\n"))
    expect(
      (
        await call([
          "read",
          data,
          "--profile-file",
          own,
          "--period",
          "2026-10-01..2026-10-31",
          "--account",
          "1",
        ])
      ).output,
    ).toMatch(/2026-10-05/)
    expect(await call(["read", data, "--profile-file", own])).toMatchObject({ exitCode: 1 })
  })

  it("takes a password from the environment or asks for it, and never shows it", async () => {
    const path = file(
      "locked.zip",
      await archive({ "MSR.csv": readFileSync(sample("mandiri-qris.csv")) }, { password: "rahasia" }),
    )
    expect(await call(["read", path])).toMatchObject({
      exitCode: 1,
      complaint: expect.stringMatching(/give the password/),
    })
    expect((await call(["read", path], { password: "rahasia" })).output).toMatch(/from MSR\.csv/)
    const asked = await call(["read", path, "--entry", "MSR.csv"], { ask: async () => "rahasia" })
    expect(asked.exitCode).toBe(0)
    expect(JSON.stringify(asked)).not.toMatch(/rahasia/)
    expect(await call(["read", path], { ask: async () => "salah" })).toMatchObject({ exitCode: 1 })
  })

  it("a text that steers terminals is shown as boxes", async () => {
    const path = file("steer.csv", altered("mandiri-qris.csv", ["INV-1002", "INV\u001b[2J\u202e"]))
    const { output } = await call(["read", path])
    expect(output).toMatch(/INV\uFFFD\[2J\uFFFD/)
    expect(output).not.toMatch(/[\p{Cf}]/u)
    expect(output).not.toContain("\u001b")
    expect((await call(["read", path, "--json"])).output).not.toContain("\u001b")
  })
})

describe("the other commands", () => {
  it("detect says which report it is, and what others lack", async () => {
    expect(await call(["detect", sample("bni-qris.xlsx")])).toMatchObject({
      exitCode: 0,
      output: expect.stringMatching(/^bni-qris: BNI, QRIS transactions, row 1 is its header/),
    })
    expect(await call(["detect", file("x.csv", "a,b\n")])).toMatchObject({
      exitCode: 1,
      output: expect.stringMatching(/^not /),
    })
    expect(JSON.parse((await call(["detect", sample("bni-qris.xlsx"), "--json"])).output)).toMatchObject({
      fits: [{ profile: "bni-qris" }],
    })
  })
  it("profiles, version and help", async () => {
    expect((await call(["profiles"])).output).toMatch(/^mandiri-qris +Mandiri/)
    expect(await call(["--version"])).toMatchObject({ exitCode: 0, output: "1.2.3\n" })
    expect((await call(["--help"])).output).toMatch(/QRISKIT_STATEMENT_PASSWORD/)
  })
  it.each([
    [[], /A command is missing/],
    [["write", "x"], /There is no command "write"/],
    [["read"], /One file at a time/],
    [["read", "a", "b"], /One file at a time/],
    [["read", "a", "--colour"], /--colour/],
    [["read", "a", "--password", "x"], /--password/],
    [["read", "a", "--period", "today"], /--period is two days/],
    [["read", "a", "--encoding", "latin"], /--encoding is one of utf-8, windows-1252/],
    [["read", "a", "--dialect", "excel"], /--dialect is one of excel-id/],
    [["read", "a", "--profile", "bca"], /no profile of this name/],
    [["read", "a", "--profile", "bca", "--profile-file", "b"], /exclude each other/],
    [["read", "a", "--profile-file", "/nowhere.json"], /cannot be read/],
    [["read", "a", "--profile-file", sample("mandiri-qris.csv")], /is no JSON/],
  ] as const)("%o is wrong use", async (args, why) => {
    const { exitCode, complaint } = await call(args)
    expect(exitCode).toBe(2)
    expect(complaint).toMatch(why)
  })
  it("a file that is not there is refused", async () => {
    expect(await call(["read", "/nowhere.csv"])).toMatchObject({
      exitCode: 1,
      complaint: expect.stringMatching(/no such file/),
    })
  })
})

it("the program itself ends as its command does, also where nobody reads on", async () => {
  const program = new URL("../dist/cli/main.js", import.meta.url).pathname
  const ended = await new Promise<readonly [number, string]>((resolve) => {
    execFile(process.execPath, [program, "read", sample("dana-settlement.csv"), "--json"], (error, stdout) =>
      resolve([error === null ? 0 : Number(error.code), stdout]),
    )
  })
  expect(ended[0]).toBe(0)
  expect(JSON.parse(ended[1]).summary.lines).toBe(8)
})
