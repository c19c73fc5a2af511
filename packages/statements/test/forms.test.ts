import { readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { readStatement } from "../src/promise.js"
import { complaintOf } from "./support/csv.js"
import { sample } from "./support/samples.js"

const TEXTS = [
  "mandiri-qris.csv",
  "dana-settlement.csv",
  "gopay-transaksi.csv",
  "klikbca-bisnis.csv",
  "xendit-balance-history.csv",
  "xendit-transactions.json",
  "mandiri-mt940.txt",
]

const ends = (end: string) => (text: string) => Buffer.from(text.replaceAll(/\r?\n/g, end))

const utf16 =
  (isBig: boolean) =>
  (text: string): Buffer => {
    const bytes = Buffer.from(`\uFEFF${text}`, "utf16le")
    return isBig ? bytes.swap16() : bytes
  }

/** One byte at a time: whatever is cut, is cut. */
const bytesOf = (bytes: Uint8Array): ReadableStream<Uint8Array> =>
  ReadableStream.from(Array.from(bytes, (byte) => Uint8Array.of(byte)))

describe("the same report", () => {
  describe.each(TEXTS)("%s", (name) => {
    const text = readFileSync(sample(name), "utf8")

    it.each<readonly [form: string, (text: string) => Uint8Array]>([
      ["ends its lines as Windows does", ends("\r\n")],
      ["as Unix does", ends("\n")],
      ["as an old Mac did", ends("\r")],
      ["begins with the mark of UTF-8", (whole) => Buffer.from(`\uFEFF${whole}`)],
      ["is in UTF-16, the small end first", utf16(false)],
      ["is in UTF-16, the big end first", utf16(true)],
    ])("%s, and says the same", async (_, form) => {
      const { all, totals, proofs } = await readStatement(Buffer.from(text))
      const bytes = form(text)
      for (const source of [bytes, bytesOf(bytes)]) {
        const again = await readStatement(source)
        expect(again.all).toEqual(all)
        expect(again).toMatchObject({ totals, proofs })
      }
    })
  })
})

it("a message of MT940 that holds no statement is refused", async () => {
  expect(await complaintOf(Buffer.from("{1:F01BANKIDJAXXXX0000000000}{4:\r\n-}"))).toMatch(
    /holds no statement/,
  )
})
