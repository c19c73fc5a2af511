import { readFileSync } from "node:fs"
import { inspect } from "node:util"
import { describe, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import { expect } from "vitest"
import { detect, read, readBatches } from "../src/index.js"
import { readStatementBatches } from "../src/promise.js"
import { altered, delimited } from "./support/csv.js"
import { sample } from "./support/samples.js"

const mandiri = readFileSync(sample("mandiri-qris.csv"))

/** A report of DANA's with many lines. */
const many = (lines: number): Buffer => {
  const [header = "", first = ""] = readFileSync(sample("dana-settlement.csv"), "utf8").split("\n")
  return Buffer.from([header, ...Array.from({ length: lines }, () => first)].join("\n"))
}

describe("with Effect", () => {
  it.effect("a file is read whole, in batches, or looked at", () =>
    Effect.gen(function* () {
      const statement = yield* read(mandiri)
      expect(statement.all).toHaveLength(5)
      const sizes: Array<number> = []
      const summary = yield* readBatches(many(2_500), {}, (lines) =>
        Effect.sync(() => void sizes.push(lines.length)),
      )
      expect(sizes).toEqual(Array.from({ length: 25 }, () => 100))
      expect(summary.lines).toBe(2_500)
      expect((yield* detect(mandiri)).fits).toHaveLength(1)
    }),
  )

  it.effect("a refusal is a failure with its reason", () =>
    Effect.gen(function* () {
      const wrong = altered("mandiri-qris.csv", ['"175.35"', '"175.36"'])
      const tag = yield* Effect.flip(read(wrong)).pipe(Effect.map(({ reason }) => reason._tag))
      expect(tag).toBe("DoesNotAddUp")
      const again = yield* readBatches(wrong, {}, () => Effect.void).pipe(
        Effect.catchReason("StatementError", "DoesNotAddUp", ({ faults }) => Effect.succeed(faults[0]?.row)),
      )
      expect(again).toBe(8)
      expect(yield* Effect.flip(detect(Buffer.from("%PDF-")))).toMatchObject({
        reason: { _tag: "UnreadableFile" },
      })
    }),
  )

  it.effect("what the consumer fails with comes through, and the file is let go", () =>
    Effect.gen(function* () {
      let isClosed = false
      const source = async function* () {
        try {
          yield many(5_000)
        } finally {
          isClosed = true
        }
      }
      const error = yield* Effect.flip(readBatches(source(), {}, () => Effect.fail("no room" as const)))
      expect(error).toBe("no room")
      expect(isClosed).toBe(true)
    }),
  )
})

describe("lines that were handed over", () => {
  it("count only when the whole succeeds: what is wrong at the end refuses all of it", async () => {
    const rows = Array.from({ length: 3_000 }, (_, index) => [
      "2026-10-05",
      "a",
      "0.00",
      "1.00",
      `${index + 1}.00`,
    ])
    const source = delimited([
      ["TGL_TRAN", "DESK_TRAN", "MUTASI_DEBET", "MUTASI_KREDIT", "SALDO_AKHIR_MUTASI"],
      ...rows,
      ["2026-10-05", "b", "0.00", "1.00", "9.00"],
    ])
    let seen = 0
    await expect(
      readStatementBatches(source, {}, (lines) => {
        seen += lines.length
      }),
    ).rejects.toThrow(/row 3002: the balance is 900 sen/)
    expect(seen).toBeGreaterThan(0)
  })

  it("are waited for, one batch after the other", async () => {
    let isBusy = false
    await readStatementBatches(many(3_000), {}, async () => {
      expect(isBusy).toBe(false)
      isBusy = true
      await Promise.resolve()
      isBusy = false
    })
  })
})

it("an error is printed as an error: message, stack and fields", async () => {
  const error: unknown = await readStatementBatches(Buffer.from(""), {}, () => undefined).catch(
    (reason) => reason,
  )
  expect(inspect(error)).toMatch(/StatementError: The file cannot be read: it is empty/)
})
