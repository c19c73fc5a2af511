import { type StatementLine, statementFrom } from "@qriskit/statements"
import { beforeEach, describe, expect, test } from "vitest"
import type { ImportProgress, LineToImport } from "../src/index.js"
import { openTestPostgres, type TestDatabase } from "./support/databases.js"
import { type PaidPayment, recordPayments } from "./support/paid-payments.js"
import { bank, REPORT_PROFILE, type ReportRow, report } from "./support/statement-files.js"
import { useWorld } from "./support/use-world.js"
import type { World } from "./support/world.js"

const BY = { by: "Siti, finance" }
const WHY = { by: "Siti, finance", why: "a newer file is right" }

describe("statements as time goes by", () => {
  let database: TestDatabase
  let world: World
  useWorld(openTestPostgres, {}, (opened) => {
    world = opened
    database = opened.database
  })
  beforeEach(() => {
    world.clock.set(Date.parse("2026-10-20T09:00:00+07:00"))
  })

  const statements = () => world.payments.statements
  const record = (payments: ReadonlyArray<PaidPayment>) => recordPayments(database, payments)
  const importing = (rows: ReadonlyArray<ReportRow>, options = {}) =>
    world.run(
      statements().import(statementFrom(report(rows), { profile: REPORT_PROFILE }), { ...BY, ...options }),
    )
  const importingBank = (credits: Parameters<typeof bank>[0]) =>
    world.run(
      statements().import(
        statementFrom(bank(credits), { period: { from: "2026-10-01", until: "2026-10-31" } }),
        BY,
      ),
    )
  const classOf = async (key: string) => (await world.run(statements().explain(key))).class
  const kinds = async () => (await world.run(statements().findings())).map(({ kind }) => kind).sort()

  test("overlapping files: a line counts once, and says so; the rows of each are told", async () => {
    await record(["a", "b", "c"].map((key) => ({ key, amount: 10_000 })))
    await importing([
      { ref: "a", gross: 10_000 },
      { ref: "b", gross: 10_000 },
    ])
    const second = await importing([
      { ref: "b", gross: 10_000 },
      { ref: "c", gross: 10_000 },
    ])
    expect(second).toMatchObject({ stored: 1, again: 1, restated: 0, later: 0 })
    expect(await world.run(statements().lines())).toMatchObject([
      { key: "a", class: "settled", by: "reference", gross: 1_000_000n, row: 2 },
      { key: "b", class: "settled", row: 3 },
      { key: "c", class: "settled", row: 3 },
    ])
    expect(await kinds()).toEqual([])
  })

  test("a pending line that a later file calls settled is settled, and no finding", async () => {
    await record([{ key: "a", amount: 10_000 }])
    await importing([{ ref: "a", gross: 10_000, status: "PENDING" }])
    expect(await classOf("a")).toBe("listed_not_settled")
    const later = await importing([{ ref: "a", gross: 10_000, status: "SETTLED", settled: "2026-10-07" }])
    expect(later).toMatchObject({ stored: 0, later: 1, restated: 0 })
    expect(await world.run(statements().settlement("a"))).toMatchObject({
      class: "settled",
      settledOn: "2026-10-07",
    })
    expect(await kinds()).toEqual([])
  })

  test("a line that is restated is shown and not overwritten; undo of the first lets the second stand", async () => {
    await record([{ key: "a", amount: 10_000 }])
    const first = await importing([{ ref: "a", gross: 10_000, fee: 70 }])
    const second = await importing([{ ref: "a", gross: 10_000, fee: 90 }])
    expect(second).toMatchObject({ stored: 0, restated: 1 })
    expect(await world.run(statements().settlement("a"))).toMatchObject({ fee: 7_000n, net: 993_000n })
    expect(await kinds()).toEqual(["statement_restated"])
    await expect(database.rows("update qriskit.statement_line set net = 1")).rejects.toThrow(
      "never overwritten",
    )

    await world.run(statements().undo(first.import.id, WHY))
    expect(await world.run(statements().settlement("a"))).toMatchObject({
      fee: 9_000n,
      net: 991_000n,
      import: second.import.id,
    })
    expect(await kinds()).toEqual([])
    expect((await world.run(statements().list())).map(({ state }) => state)).toEqual(["imported", "undone"])
    await world.run(statements().undo(second.import.id, WHY))
    expect(await classOf("a")).toBe("undecided")
  })

  test("a refund that comes weeks later is added up with its payment, also when its import is undone", async () => {
    await record([{ key: "a", amount: 10_000, status: "refunded", refunded: 10_000 }])
    await importing([{ ref: "a", gross: 10_000, fee: 70 }])
    const refund = await importing([
      { ref: "a", kind: "REFUND", gross: -10_000, at: "2026-10-19T10:00:00+07:00" },
    ])
    expect(await world.run(statements().settlement("a"))).toMatchObject({
      class: "refunded",
      gross: 1_000_000n,
      returned: 1_000_000n,
      net: -7_000n,
    })
    await world.run(statements().undo(refund.import.id, WHY))
    expect(await world.run(statements().settlement("a"))).toMatchObject({ class: "settled", net: 993_000n })
  })

  test("the second hop: batch to credit, one to one; every rupiah of the bank is explained or listed as not", async () => {
    await record(["a", "b", "c"].map((key) => ({ key, amount: 100_000 })))
    await importing([
      { ref: "a", gross: 100_000, fee: 700, batch: "B1", settled: "2026-10-06" },
      { ref: "b", gross: 100_000, fee: 700, batch: "B1", settled: "2026-10-06" },
      { ref: "c", gross: 100_000, fee: 700, batch: "B2", settled: "2026-10-06", mid: "71900000002" },
    ])
    expect((await kinds()).length).toBe(0)
    await importingBank([
      { day: "2026-10-06", sen: 19_860_000n },
      { day: "2026-10-07", sen: 5_000_000n, text: "SETORAN TUNAI" },
    ])
    const explained = await world.run(statements().explain("a"))
    expect(explained).toMatchObject({
      class: "settled",
      settlement: { batch: "B1", settledOn: "2026-10-06", net: 9_930_000n },
      payouts: [
        { reference: "B1", net: 19_860_000n, how: "net", credits: [{ day: "2026-10-06", net: 19_860_000n }] },
      ],
    })
    // B2 was paid out on a day that the bank's statement covers, and is not there.
    expect(await kinds()).toEqual(["payout_not_in_bank"])
    expect(await world.run(statements().arrived({ from: "2026-10-01", until: "2026-10-31" }))).toEqual([
      { day: "2026-10-06", credits: 19_860_000n, explained: 19_860_000n, unexplained: 0n, notOurs: 0n },
      { day: "2026-10-07", credits: 5_000_000n, explained: 0n, unexplained: 0n, notOurs: 5_000_000n },
    ])
    const [day] = await world.run(statements().days({ from: "2026-10-05", until: "2026-10-05" }))
    expect(day).toMatchObject({
      arrived: 30_000_000n,
      payments: 3,
      settled: 30_000_000n,
      fee: 210_000n,
      net: 29_790_000n,
    })
    expect(await world.run(world.payments.totals())).toMatchObject([
      { status: "paid", settled: 30_000_000n, fee: 210_000n, net: 29_790_000n },
    ])
  })

  test("two equal credits and two equal batches: nobody says which is which", async () => {
    await record(["a", "b"].map((key) => ({ key, amount: 100_000 })))
    await importing([
      { ref: "a", gross: 100_000, batch: "B1", settled: "2026-10-06" },
      { ref: "b", gross: 100_000, batch: "B2", settled: "2026-10-06" },
    ])
    await importingBank([
      { day: "2026-10-06", sen: 10_000_000n },
      { day: "2026-10-06", sen: 10_000_000n },
    ])
    const [credits] = await world.run(statements().arrived({ from: "2026-10-06", until: "2026-10-06" }))
    expect(credits).toEqual({
      day: "2026-10-06",
      credits: 20_000_000n,
      explained: 0n,
      unexplained: 20_000_000n,
      notOurs: 0n,
    })
  })

  test("nothing is missing before its lag, on a holiday, on a day that no report covers, or at another provider", async () => {
    const friday = "2026-10-09T10:00:00+07:00"
    await record([
      { key: "there", amount: 10_000, paidAt: friday },
      { key: "gone", amount: 10_000, paidAt: friday },
      { key: "another", amount: 10_000, paidAt: friday, provider: "midtrans" },
      { key: "uncovered", amount: 10_000, paidAt: "2026-10-08T10:00:00+07:00" },
    ])
    world.clock.set(Date.parse("2026-10-10T09:00:00+07:00"))
    await importing([{ ref: "there", gross: 10_000, at: friday }], { provider: "zipay" })
    expect(await kinds()).toEqual([])
    expect(await classOf("gone")).toBe("undecided")
    // The report was made on Saturday: what is settled on Monday cannot be in it.
    world.clock.set(Date.parse("2026-10-20T09:00:00+07:00"))
    await world.run(statements().match())
    expect(await kinds()).toEqual([])
    // The same day's report of later on.
    await importing(
      [
        { ref: "there", gross: 10_000, at: friday },
        { ref: "x", gross: 1, at: friday },
      ],
      {
        provider: "zipay",
        holidays: [
          "2026-10-12",
          "2026-10-13",
          "2026-10-14",
          "2026-10-15",
          "2026-10-16",
          "2026-10-19",
          "2026-10-20",
        ],
      },
    )
    expect(await kinds()).toEqual(["unknown_money"])
    await world.run(statements().match())
    expect(await kinds()).toEqual(["missing_in_statement", "unknown_money"])
    expect(await classOf("gone")).toBe("missing")
    expect(await classOf("another")).toBe("undecided")
    expect(await classOf("uncovered")).toBe("undecided")
  })

  test("another merchant id's report says nothing of ours, and an account's nothing of another's", async () => {
    await record([
      { key: "a", amount: 10_000, merchant: "71900000009" },
      { key: "of-toko", amount: 10_000, account: "toko-17" },
    ])
    await importing([{ ref: "of-toko", gross: 10_000 }], { provider: "zipay" })
    expect(await classOf("a")).toBe("undecided")
    expect((await world.run(statements().explain("of-toko", { account: "toko-17" }))).class).toBe("undecided")
    await importing([{ ref: "of-toko", gross: 10_000 }], { account: "toko-17" })
    expect((await world.run(statements().explain("of-toko", { account: "toko-17" }))).class).toBe("settled")
    expect(await world.run(statements().list({ account: "toko-17" }))).toMatchObject([{ account: "toko-17" }])
  })

  test("a payment in two batches, and one line twice in a file", async () => {
    await record([{ key: "a", amount: 10_000 }])
    const file = await importing([
      { ref: "a", gross: 10_000, mid: "71900000001" },
      { ref: "a", gross: 10_000, mid: "71900000002" },
      { ref: "a", gross: 10_000, mid: "71900000001" },
    ])
    expect(file).toMatchObject({ stored: 2, duplicate: 1 })
    expect(await classOf("a")).toBe("settled_twice")
    expect(await kinds()).toEqual(["duplicate_in_statement", "settled_twice"])
  })

  test("one id twice in a file with two amounts is no repetition: what the second says is shown", async () => {
    await record([{ key: "a", amount: 10_000 }])
    const file = await importing([
      { ref: "a", gross: 10_000 },
      { ref: "a", gross: 12_000 },
    ])
    expect(file).toMatchObject({ stored: 1, duplicate: 0, restated: 1 })
    const [finding] = await world.run(statements().findings())
    expect(finding).toMatchObject({ kind: "statement_restated" })
    expect(finding?.detail).toMatch(/It said gross Rp ?10\.000.*says gross Rp ?12\.000/)
  })

  test("statements of parts of a day are refused where their equal credits would be one", async () => {
    const day = "2026-10-05"
    const part = (opening: number, credits: ReadonlyArray<bigint>) => {
      const text = bank(credits.map((sen) => ({ day, sen }))).toString()
      const closing = credits.reduce((sum, sen) => sum + sen, 0n) / 100n
      const moved = text
        .replace(`IDR0,00`, `IDR${opening},00`)
        .replace(/(:62F:C\d{6}IDR).*/, `$1${BigInt(opening) + closing},00`)
      return world.run(statements().import(statementFrom(Buffer.from(moved)), BY))
    }
    const first = await part(0, [5_000_000n])
    const [refused] = await Promise.allSettled([part(50_000, [5_000_000n])])
    expect(refused).toMatchObject({
      reason: {
        _tag: "InvalidInput",
        message: expect.stringContaining(`tells a part of ${day}, as import ${first.import.id}`),
      },
    })
    // A part that has nothing of the other, and the whole day.
    await part(50_000, [7_000_000n])
    expect(await part(0, [5_000_000n, 5_000_000n])).toMatchObject({ stored: 1, again: 1 })
  })

  test("RRN and amount find a payment, restored ones too; an RRN alone does not, nor one of another year", async () => {
    const profile = {
      ...REPORT_PROFILE,
      columns: { rrn: "Ref", mid: "Mid", batch: "Batch", status: "Status" },
    }
    await record([
      { key: "a", amount: 10_000, rrn: "000019001390" },
      { key: "b", amount: 20_000, rrn: "627809000011" },
      { key: "old", amount: 30_000, rrn: "627809000012", paidAt: "2025-10-05T10:00:00+07:00" },
    ])
    const rows = [
      { ref: "000019001390", gross: 10_000, at: "2026-10-05T15:00:00+07:00" },
      { ref: "627809000011", gross: 25_000 },
      { ref: "627809000012", gross: 30_000 },
    ]
    await world.run(statements().import(statementFrom(report(rows), { profile }), BY))
    expect((await world.run(statements().lines())).map((line) => [line.key, line.by, line.class])).toEqual([
      ["a", "rrn", "settled"],
      [undefined, undefined, "unknown_money"],
      [undefined, undefined, "unknown_money"],
    ])
  })

  test("progress is told, and a page that throws stops nothing", async () => {
    const told: Array<ImportProgress> = []
    await importing([{ ref: "a", gross: 10_000 }], {
      onProgress: (progress: ImportProgress) => {
        told.push(progress)
        throw new Error("the page went away")
      },
    })
    expect(told).toEqual([
      { stage: "reading", lines: 1 },
      { stage: "storing", lines: 1, of: 1 },
      { stage: "matching", lines: 1, of: 1 },
    ])
  })

  test("a file that does not add up leaves nothing, and neither does a reader that breaks down", async () => {
    const wrong = Buffer.from(
      report([{ ref: "a", gross: 10_000 }])
        .toString()
        .replace("10000.00,0.00,10000.00", "10000.00,0.00,9999.00"),
    )
    const error = await world.error(
      statements().import(statementFrom(wrong, { profile: REPORT_PROFILE }), BY),
    )
    expect(error).toMatchObject({ _tag: "StatementError", reason: { _tag: "DoesNotAddUp" } })
    const broken = {
      get summary(): never {
        throw new Error("it was not read to its end")
      },
      isRefusal: (_: unknown): _ is never => false,
      async *[Symbol.asyncIterator](): AsyncGenerator<ReadonlyArray<LineToImport & StatementLine>> {
        yield []
        throw new Error("no disk")
      },
    }
    await expect(world.run(statements().import(broken, BY))).rejects.toThrow("no disk")
    for (const table of ["import", "staged", "line"])
      expect(await database.rows(`select * from qriskit.statement_${table}`)).toEqual([])
  })

  test("what is no input is refused by name; a password is nowhere", async () => {
    expect(
      await world.error(
        statements().import(statementFrom(report([]), { profile: REPORT_PROFILE }), {
          by: "",
          holidays: ["2026-02-30"],
        }),
      ),
    ).toMatchObject({ _tag: "InvalidInput", issues: [{ path: "by" }, { path: "holidays.0" }] })
    const refused = { _tag: "InvalidInput" }
    expect(await world.error(statements().match({ from: "yesterday" }))).toMatchObject(refused)
    expect(await world.error(statements().days({ from: "2026-10-05", until: "2026-10-04" }))).toMatchObject(
      refused,
    )
    expect(
      await world.error(statements().arrived({ from: "2020-01-01", until: "2026-10-04" })),
    ).toMatchObject(refused)
    expect(await world.error(statements().lines({ limit: 0 }))).toMatchObject(refused)
    expect(await world.error(statements().findings({ after: Number.NaN }))).toMatchObject(refused)
    expect(await world.error(statements().undo(Number.NaN, WHY))).toMatchObject({ _tag: "NoSuchItem" })
    expect(await world.error(statements().explain("nobody"))).toMatchObject({ _tag: "NoSuchPayment" })
    await world.run(
      statements().import(
        statementFrom(report([{ ref: "a", gross: 1 }]), { profile: REPORT_PROFILE, password: "rahasia-17" }),
        BY,
      ),
    )
    for (const table of ["import", "line"])
      expect(JSON.stringify(await database.rows(`select * from qriskit.statement_${table}`))).not.toContain(
        "rahasia",
      )
  })

  test("the same file by two at once is taken once", async () => {
    await record([{ key: "a", amount: 10_000 }])
    const both = await Promise.all([
      importing([{ ref: "a", gross: 10_000 }]),
      importing([{ ref: "a", gross: 10_000 }]),
    ])
    expect(both.map(({ isRepeated }) => isRepeated).sort()).toEqual([false, true])
    expect(await world.run(statements().list())).toHaveLength(1)
  })
})
