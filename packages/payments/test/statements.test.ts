import { readFile } from "node:fs/promises"
import { type StatementFromOptions, statementFrom } from "@qriskit/statements"
import { beforeEach, describe, expect, test } from "vitest"
import { DATABASES, type TestDatabase } from "./support/databases.js"
import { type PaidPayment, recordPayments } from "./support/paid-payments.js"
import { bank } from "./support/statement-files.js"
import { useWorld } from "./support/use-world.js"
import type { World } from "./support/world.js"

const SAMPLES = new URL("../../statements/test/samples/", import.meta.url)
const BY = { by: "Siti, finance" }
const DECIDED = { by: "Siti, finance", why: "it was the wrong shop's" }

describe.each(DATABASES)("statements on %s", (_name, openDatabase) => {
  let database: TestDatabase
  let world: World
  useWorld(openDatabase, {}, (opened) => {
    world = opened
    database = opened.database
  })
  beforeEach(() => {
    world.clock.set(Date.parse("2026-10-20T09:00:00+07:00"))
  })

  const record = (payments: ReadonlyArray<PaidPayment>) => recordPayments(database, payments)
  const sample = (name: string) => readFile(new URL(name, SAMPLES))
  const importing = async (file: string | Uint8Array, options = {}, reading: StatementFromOptions = {}) =>
    world.run(
      world.payments.statements.import(
        statementFrom(typeof file === "string" ? await sample(file) : file, reading),
        {
          ...BY,
          ...options,
        },
      ),
    )
  const anomalies = (acknowledged = false) =>
    world.run(world.payments.anomalies.list({ acknowledged, limit: 500 }))
  const kinds = async () => (await anomalies()).map(({ kind }) => kind).sort()
  /** What became of payments, by key. */
  const classes = async () =>
    Object.fromEntries(
      (
        await database.rows(
          `select p.key, s.class from qriskit.settlement as s join qriskit.attempt as a on a.id = s.attempt_id
             join qriskit.payment as p on p.id = a.payment_id order by p.key`,
        )
      ).map((row) => [row["key"], row["class"]]),
    )

  const MANDIRI: ReadonlyArray<PaidPayment> = [
    { key: "INV-1001", amount: 100_000 },
    { key: "INV-1002", amount: 25_050 },
    { key: "INV-1003", amount: 120_000 },
    { key: "INV-1004", amount: 50_000 },
    { key: "INV-1005", amount: 579_000 },
  ]

  test("a provider that nobody knows is refused before the file is read; one without a payment so far is not", async () => {
    await expect(importing("mandiri-qris.csv", { provider: "zipy" })).rejects.toMatchObject({
      _tag: "NoSuchProvider",
      message: expect.stringMatching(/no provider is called "zipy"; there are .*zipay/),
    })
    expect(await world.run(world.payments.statements.list())).toEqual([])
    expect(await importing("mandiri-qris.csv", { provider: "zipay" })).toMatchObject({ stored: 5 })
  })

  test("Mandiri's report: what was settled, what is missing, and money that nobody knows", async () => {
    await record(MANDIRI)
    const report = await importing("mandiri-qris.csv", { provider: "zipay" })
    expect(report).toMatchObject({ isRepeated: false, stored: 5, again: 0, restated: 0, duplicate: 0 })
    expect(await classes()).toEqual({
      "INV-1001": "settled",
      "INV-1002": "settled",
      "INV-1004": "amount_differs",
      "INV-1005": "settled",
    })
    expect((await anomalies()).map(({ kind, key }) => [kind, key])).toEqual(
      expect.arrayContaining([
        ["missing_in_statement", "INV-1003"],
        ["amount_differs", "INV-1004"],
        ["unknown_money", undefined],
      ]),
    )
    expect(await kinds()).toEqual(["amount_differs", "missing_in_statement", "unknown_money"])
  })

  test("BNI's report: a payment that is listed is not settled yet, and is so once a later report says it", async () => {
    await record([
      { key: "INV-2001", amount: 50_000 },
      { key: "INV-2002", amount: 75_000 },
      { key: "INV-2003", amount: 12_345 },
    ])
    await importing("bni-qris.xlsx")
    expect(await classes()).toEqual({
      "INV-2001": "settled",
      "INV-2002": "settled",
      "INV-2003": "listed_not_settled",
    })
    expect(await kinds()).toEqual([])
  })

  test("DANA's report: parts of one payment, a refund, a cancellation and an adjustment", async () => {
    await record([
      { key: "INV-3001", amount: 66_000 },
      { key: "INV-3002", amount: 50_000 },
      { key: "INV-3003", amount: 10_140, status: "refunded", refunded: 10_140 },
      { key: "INV-3004", amount: 500, status: "canceled" },
    ])
    await importing("dana-settlement.csv")
    expect(await classes()).toEqual({
      "INV-3001": "settled",
      "INV-3002": "settled",
      "INV-3003": "refunded",
      "INV-3004": "reversed",
    })
    expect(await kinds()).toEqual([])
  })

  test("a refund that we know nothing of, and money for an order that we hold canceled, are for a person", async () => {
    await record([
      { key: "INV-3003", amount: 10_140 },
      { key: "INV-3001", amount: 66_000, status: "expired" },
    ])
    await importing("dana-settlement.csv")
    expect(await classes()).toMatchObject({ "INV-3003": "refunded", "INV-3001": "paid_out_but_not_paid" })
    expect(await kinds()).toEqual(expect.arrayContaining(["paid_out_but_not_paid", "refund_without_ours"]))
    expect((await world.run(world.payments.get("INV-3001"))).status).toBe("expired")
  })

  test("GoPay's report has no id of ours: amount and time, one to one, or nobody says which", async () => {
    await record([
      { key: "INV-4001", amount: 100_017, paidAt: "2026-10-04T23:59:50+07:00" },
      { key: "INV-4002", amount: 600_023, paidAt: "2026-10-05T09:43:00+07:00" },
      { key: "INV-4003", amount: 25_000, paidAt: "2026-10-05T09:43:00+07:00" },
      { key: "INV-4004", amount: 25_000, paidAt: "2026-10-05T17:59:00+07:00" },
      { key: "INV-4005", amount: 25_000, paidAt: "2026-10-05T18:00:30+07:00" },
    ])
    await importing("gopay-transaksi.csv", { provider: "zipay" }, { fees: { category: "UMI" } })
    expect(await classes()).toEqual({ "INV-4001": "settled", "INV-4002": "settled", "INV-4003": "settled" })
    expect(await kinds()).toEqual(["ambiguous_in_statement"])
  })

  test("Xendit's reports: ids as callbacks write them, a withdrawal, and a page that is not all of it", async () => {
    await record([
      { key: "INV-5001", amount: 100_000, providerPaymentId: "qrpy_a1b2c3d4-0000-4000-8000-000000000001" },
      { key: "INV-5002", amount: 25_000 },
      { key: "INV-6001", amount: 100_000 },
      { key: "INV-6002", amount: 20_000 },
      { key: "INV-6009", amount: 20_000 },
    ])
    await importing("xendit-balance-history.csv")
    await importing("xendit-transactions.json", { provider: "zipay" })
    expect(await classes()).toEqual({
      "INV-5001": "settled",
      "INV-5002": "settled",
      "INV-6001": "settled",
      "INV-6002": "listed_not_settled",
    })
    // INV-6009 is in no page, and there are more pages.
    expect(await kinds()).toEqual(["unknown_money"])
    // A transaction is no batch: what reaches the bank is the withdrawal, and no payment by itself.
    await importing(
      bank([{ day: "2026-10-07", sen: 15_000_000n }]),
      {},
      {
        period: { from: "2026-10-01", until: "2026-10-31" },
      },
    )
    expect(await kinds()).toEqual(["unknown_money"])
    const days = { from: "2026-10-07", until: "2026-10-07" }
    expect(await world.run(world.payments.statements.arrived(days))).toMatchObject([
      { explained: 15_000_000n },
    ])
  })

  test("a credit that the bank takes back is for a person, and is no credit", async () => {
    const whole = { period: { from: "2026-10-01", until: "2026-10-31" } }
    await importing(
      bank([
        { day: "2026-10-07", sen: 15_000_000n, text: "SETTLEMENT QRIS" },
        { day: "2026-10-08", sen: -5_000_050n },
      ]),
      {},
      whole,
    )
    const taken = (await anomalies()).filter(({ kind }) => kind === "credit_taken_back")
    expect(taken.map(({ detail }) => detail)).toEqual([
      expect.stringContaining("The bank takes back Rp 50.000,50 that it credited: row "),
    ])
    const days = { from: "2026-10-07", until: "2026-10-08" }
    expect(await world.run(world.payments.statements.arrived(days))).toMatchObject([{ credits: 15_000_000n }])
  })

  test("KlikBCA's statement: a day's total by merchant id, a credit that is pending, and money that is not ours", async () => {
    await record([
      { key: "a", amount: 12_505_000, merchant: "000885000000017" },
      { key: "b", amount: 425_000, merchant: "000885000000025" },
    ])
    const report = await importing(
      "klikbca-bisnis.csv",
      {},
      { period: { from: "2026-10-01", until: "2026-10-31" } },
    )
    expect(report.pending).toHaveLength(1)
    expect(report.stored).toBe(5)
    expect(await kinds()).toEqual(["day_differs"])
  })

  test("an import is taken once, whatever its bytes; undone, it can be taken again", async () => {
    await record(MANDIRI)
    const first = await importing("mandiri-qris.csv", { provider: "zipay" })
    const again = await importing("mandiri-qris.csv")
    expect(again).toMatchObject({ isRepeated: true, stored: 0, import: { id: first.import.id } })
    const otherBytes = Buffer.from(
      (await sample("mandiri-qris.csv")).toString().replaceAll("\n", "\r\n").replaceAll("\r\r", "\r"),
    )
    expect(await importing(otherBytes)).toMatchObject({ isRepeated: true, import: { id: first.import.id } })
    expect(await database.rows("select * from qriskit.statement_staged")).toEqual([])

    const { import: undone } = await world.run(world.payments.statements.undo(first.import.id, DECIDED))
    expect(undone).toMatchObject({ state: "undone", undoneBy: DECIDED.by, undoneWhy: DECIDED.why })
    expect(await classes()).toEqual({})
    expect(await kinds()).toEqual([])
    expect(await world.error(world.payments.statements.undo(first.import.id, DECIDED))).toMatchObject({
      _tag: "NoSuchItem",
    })
    expect(await importing("mandiri-qris.csv", { provider: "zipay" })).toMatchObject({
      isRepeated: false,
      stored: 5,
    })
    expect(await kinds()).toEqual(["amount_differs", "missing_in_statement", "unknown_money"])
  })

  test("a dry run tells the same and leaves nothing", async () => {
    await record(MANDIRI)
    const dry = await world.run(
      world.payments.statements.dryRun(statementFrom(await sample("mandiri-qris.csv")), {
        ...BY,
        provider: "zipay",
      }),
    )
    expect(dry).toMatchObject({
      stored: 5,
      matched: { found: { amount_differs: 1, missing_in_statement: 1 } },
    })
    for (const table of ["import", "line", "match", "staged", "payout", "finding"])
      expect(await database.rows(`select * from qriskit.statement_${table}`)).toEqual([])
    expect(await kinds()).toEqual([])
    expect(await world.run(world.payments.statements.list())).toEqual([])
  })

  test("what a person acknowledged stays so after a new match, and what no longer holds is closed", async () => {
    await record(MANDIRI.filter(({ key }) => key !== "INV-1002"))
    await importing("mandiri-qris.csv", { provider: "zipay" })
    const found = await anomalies()
    const missing = found.find(({ kind }) => kind === "missing_in_statement")
    await world.run(world.payments.anomalies.acknowledge(missing?.id ?? 0, DECIDED))
    expect(await kinds()).toEqual(["amount_differs", "unknown_money", "unknown_money"])
    // The order of one of the two strangers comes to light.
    await record([{ key: "INV-1002", amount: 25_050 }])
    const matched = await world.run(world.payments.statements.match())
    expect(matched).toMatchObject({ found: {}, resolved: 1 })
    expect(await kinds()).toEqual(["amount_differs", "unknown_money"])
    expect(await world.run(world.payments.statements.match())).toMatchObject({ found: {}, resolved: 0 })
    expect((await anomalies(true)).filter(({ acknowledgedBy }) => acknowledgedBy === "qriskit")).toHaveLength(
      1,
    )
  })
})
