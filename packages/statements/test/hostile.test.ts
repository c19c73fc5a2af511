import { readFileSync } from "node:fs"
import { Readable } from "node:stream"
import { inspect } from "node:util"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { StatementError } from "../src/error.js"
import { readStatement } from "../src/promise.js"
import { altered, complaintOf, refusalOf } from "./support/csv.js"
import { sample } from "./support/samples.js"

const mandiri = readFileSync(sample("mandiri-qris.csv"))

describe("a file that is something else", () => {
  it.each([
    ["nothing", "", /it is empty/],
    ["a PDF", "%PDF-1.7 …", /it is a PDF.*as CSV or XLSX/],
    ["a page", "\n<!DOCTYPE html><html>", /page of HTML/],
    ["a table that is called .xls", "<table><tr><td>1", /page of HTML/],
    ["XML", '<?xml version="1.0"?><Document/>', /it is XML/],
    ["another archive", "Rar!\x1a\x07", /another kind than ZIP/],
    ["gzip", "\x1f\x8b\x08", /packed with gzip/],
    ["half a ZIP", "PK\x03\x04 …", /no archive that can be unpacked/],
    ["half a workbook", "\xd0\xcf\x11\xe0 …", /no workbook that can be read/],
    ["words", "Yth. Bapak/Ibu,\nterlampir laporan.", /No known report looks like this file/],
    ["zeros", "\0\0\0\0\0\0", /No known report|no text has/],
  ])("%s says so", async (_, text, why) => {
    expect(await complaintOf(Buffer.from(text, "latin1"))).toMatch(why)
  })

  it("or does not exist, or is no stream of bytes", async () => {
    await expect(readStatement({ path: "/nowhere/laporan.csv" })).rejects.toThrow(/there is no such file/)
    await expect(readStatement({ path: "/" })).rejects.toThrow(/cannot be opened: the system says EISDIR/)
    await expect(readStatement(Readable.from(["text"]) as never)).rejects.toThrow(/something else than bytes/)
  })
})

describe("a table that is damaged", () => {
  it.each([
    [
      "a quote that is never closed",
      [['"100,000.00"', '"100,000.00']],
      /line \d+: (a quote is opened and never closed|something stands behind a closing quote)/,
    ],
    [
      "a quote in the middle",
      [
        [
          "CONTOH JAYA,TOKO CONTOH SATU,'1230000000456,PT CONTOH JAYA,05-10-2026,092523",
          'CONTOH "JAYA",TOKO,x,y,05-10-2026,092523',
        ],
      ],
      /line 7: a quote stands in the middle/,
    ],
  ] as const)("by %s is refused, with the line", async (_, changes, why) => {
    expect(await complaintOf(altered("mandiri-qris.csv", ...changes))).toMatch(why)
  })

  it("by a row without end", async () => {
    const source = Buffer.concat([mandiri.subarray(0, 700), Buffer.alloc(400_000, "x")])
    expect(await complaintOf(source)).toMatch(/has more characters, where at most 262144 characters/)
  })

  it("by a million columns", async () => {
    const source = Buffer.concat([
      mandiri.subarray(0, mandiri.indexOf("TOTAL")),
      Buffer.alloc(200_000, ","),
      Buffer.from("\r\n"),
    ])
    expect(await complaintOf(source)).toMatch(/has more cells, where at most 512 cells/)
  })

  it("by a line of MT940 without end", async () => {
    const source = Buffer.concat([
      readFileSync(sample("mandiri-mt940.txt")).subarray(0, 200),
      Buffer.alloc(600_000, "x"),
    ])
    expect(await complaintOf(source)).toMatch(/has more characters/)
  })
})

describe("an encoding", () => {
  it("that is not UTF-8 is never guessed, and read where it is declared", async () => {
    const source = Buffer.from(mandiri.toString("utf8").replaceAll("CONTOH SATU", "CAF\u00c9 \u20ac"), "utf8")
    const windows = Buffer.from(source.toString("utf8").replaceAll("\u20ac", "\u0080"), "latin1")
    expect((await readStatement(source)).lines).toBe(5)
    expect(await complaintOf(windows)).toMatch(
      /at line \d+: it holds bytes that are not UTF-8.*declare that encoding/,
    )
    expect((await readStatement(windows, { encoding: "windows-1252" })).file.rowsSha256).toBe(
      (await readStatement(source)).file.rowsSha256,
    )
  })

  it("that cuts a character at any place between two pieces is no other file", async () => {
    const source = Buffer.from(mandiri.toString("utf8").replaceAll("SATU", "\u00e9\u20ac\u{1f600}"))
    const wanted = (await readStatement(source)).file.rowsSha256
    for (const size of [1, 2, 3, 5, 7]) {
      const pieces = async function* () {
        for (let at = 0; at < source.length; at += size) yield source.subarray(at, at + size)
      }
      expect((await readStatement(pieces())).file.rowsSha256).toBe(wanted)
    }
    expect(await complaintOf(Buffer.concat([mandiri, Buffer.from([0xe2, 0x82])]))).toMatch(/not UTF-8/)
  })

  it("that is told by its first bytes needs no declaration", async () => {
    const utf16 = Buffer.from(`\ufeff${mandiri.toString("utf8")}`, "utf16le")
    expect((await readStatement(utf16)).lines).toBe(5)
    expect(await complaintOf(utf16.subarray(0, utf16.length - 1))).toMatch(/no text in utf-16le/)
  })

  it("with zeros in it is no text", async () => {
    expect(await complaintOf(altered("mandiri-qris.csv", ["INV-1001", "INV\0 1001"]))).toMatch(
      /bytes that no text has/,
    )
  })
})

describe("limits", () => {
  it("are named", async () => {
    expect(await complaintOf(mandiri, { limits: { bytes: 100 } })).toMatch(
      /more bytes, where at most 100 bytes.*limits\.bytes/,
    )
    expect(await complaintOf(readFileSync(sample("bni-qris.xlsx")), { limits: { heldBytes: 100 } })).toMatch(
      /held whole.*limits\.heldBytes/,
    )
    expect(
      await complaintOf(readFileSync(sample("xendit-transactions.json")), { limits: { heldBytes: 100 } }),
    ).toMatch(/a JSON document is held whole/)
    expect(await complaintOf(mandiri, { limits: { lines: 4 } })).toMatch(
      /more lines, where at most 4 lines.*readBatches/,
    )
  })
})

describe("whatever the bytes", () => {
  const SAMPLES = [
    "mandiri-qris.csv",
    "dana-settlement.csv",
    "klikbca-bisnis.csv",
    "mandiri-mt940.txt",
    "xendit-transactions.json",
    "xendit-balance-history.csv",
    "bni-qris.xlsx",
  ]

  it("a file is read or refused with a reason, and never anything else", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 300 }),
        fc.constantFrom("", "PK\x03\x04", "{", ":20:A\n:25:B\n", "NMID,MID\n"),
        async (bytes, head) => {
          const outcome: unknown = await readStatement(Buffer.concat([Buffer.from(head), bytes])).catch(
            (error: unknown) => error,
          )
          expect(outcome instanceof Error ? outcome instanceof StatementError : true).toBe(true)
        },
      ),
      { numRuns: 150 },
    )
  })

  it("a sample of which one byte is another is refused, or its amounts are what they were", async () => {
    const wanted = new Map<string, string>()
    const amountsOf = async (bytes: Uint8Array): Promise<string> => {
      const { all } = await readStatement(bytes)
      return all.map(({ net }) => String(net)).join()
    }
    for (const name of SAMPLES) wanted.set(name, await amountsOf(readFileSync(sample(name))))
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...SAMPLES),
        fc.nat(),
        fc.constantFrom(...'0123456789.,;-"X \n'),
        async (name, place, character) => {
          const bytes = Buffer.from(readFileSync(sample(name)))
          bytes[place % bytes.length] = character.charCodeAt(0)
          const outcome = await amountsOf(bytes).catch((error: unknown) => {
            if (error instanceof StatementError) return "refused"
            throw error
          })
          // Reports without totals and without an id cannot show a line that is another: what they claim
          // adds up on each line.
          const isProvenWhole =
            name.startsWith("mandiri") || name.startsWith("klikbca") || name.startsWith("bni")
          if (isProvenWhole) expect(["refused", wanted.get(name)]).toContain(outcome)
        },
      ),
      { numRuns: 100 },
    )
  })

  it("a refusal is one line, and steers no terminal", async () => {
    const reason = await refusalOf(altered("dana-settlement.csv", ["REFUND", "\u001b[2JREF\u202eUND"]))
    expect(reason.message).not.toMatch(/[\p{Cc}\p{Cf}]/u)
    expect(inspect(reason)).not.toContain("\u001b[2J")
  })
})
