import { beforeEach, describe, expect, test } from "vitest"
import type { LineToImport } from "../src/index.js"
import { openTestPostgres, type TestDatabase } from "./support/databases.js"
import { type HandMadeFile, type HandMadeLine, handMade } from "./support/hand-made-statements.js"
import { type PaidPayment, recordPayments } from "./support/paid-payments.js"
import { useWorld } from "./support/use-world.js"
import type { World } from "./support/world.js"

const BY = { by: "Siti, finance" }
const WHY = { by: "Siti, finance", why: "a newer file is right" }

describe("what is made anew for some days says no other than what all days say", () => {
  let database: TestDatabase
  let world: World
  useWorld(openTestPostgres, {}, (opened) => {
    world = opened
    database = opened.database
  })
  beforeEach(() => {
    world.clock.set(Date.parse("2026-11-10T09:00:00+07:00"))
  })

  const record = (...payments: ReadonlyArray<PaidPayment>) => recordPayments(database, payments)
  const importing = (file: HandMadeFile, options = {}) =>
    world.run(world.payments.statements.import(handMade(file), { ...BY, ...options }))
  const undo = (id: number) => world.run(world.payments.statements.undo(id, WHY))
  const match = (days = {}) => world.run(world.payments.statements.match(days))
  const explain = (key: string) => world.run(world.payments.statements.explain(key))
  const findings = () => world.run(world.payments.statements.findings({ acknowledged: true }))
  const kinds = async () => (await findings()).map(({ kind }) => kind).sort()
  const arrived = () =>
    world.run(world.payments.statements.arrived({ from: "2026-10-01", until: "2026-11-09" }))
  /** A payment's line, settled in full. */
  const line = (key: string, paidOn: string, more: Partial<LineToImport> = {}): HandMadeLine => ({
    key,
    reference: key,
    paidOn,
    gross: 1_000_000n,
    fee: 7_000n,
    net: 993_000n,
    ...more,
  })
  const credit = (day: string, net: bigint, more: Partial<LineToImport> = {}): HandMadeLine => ({
    key: `credit of ${day}`,
    kind: "settlement",
    bookedOn: day,
    net,
    ...more,
  })

  test("a withdrawal that two files have stays explained when the first file is taken back", async () => {
    const withdrawal: HandMadeLine = {
      key: "w",
      kind: "payout",
      providerId: "w-1",
      paidOn: "2026-10-05",
      net: -500_000n,
    }
    const { import: first } = await importing({ name: "first", lines: [withdrawal] })
    await importing({ name: "second", lines: [withdrawal, line("a", "2026-10-06")] })
    await importing({ name: "bank", kind: "bank", lines: [credit("2026-10-06", 500_000n)] })
    expect(await arrived()).toMatchObject([{ explained: 500_000n, unexplained: 0n }])
    await undo(first.id)
    expect(await arrived()).toMatchObject([{ explained: 500_000n, unexplained: 0n }])
  })

  test("a batch whose lines are of other days than its payout stays, whatever days are matched", async () => {
    await record({ key: "a", amount: 10_000, paidAt: "2026-10-05T12:00:00+07:00" })
    await importing({
      name: "report",
      lines: [line("a", "2026-10-05", { batch: "B-1", settledOn: "2026-10-20" })],
    })
    await importing({ name: "bank", kind: "bank", lines: [credit("2026-10-20", 993_000n)] })
    await match()
    expect(await arrived()).toMatchObject([{ explained: 993_000n }])
    await match({ from: "2026-10-20", until: "2026-10-20" })
    expect(await arrived()).toMatchObject([{ explained: 993_000n }])
    expect((await explain("a")).payouts).toMatchObject([{ reference: "B-1", how: "net" }])
  })

  test("two acquirers number their batches alike: each pays out its own", async () => {
    const batch = (name: string, net: bigint) =>
      importing({
        name,
        profile: name,
        lines: [
          line(name, "2026-10-05", { gross: net, fee: 0n, net, batch: "000123", settledOn: "2026-10-06" }),
        ],
      })
    await batch("one", 400_000n)
    await batch("two", 700_000n)
    const credits = [400_000n, 700_000n].map((net) => credit("2026-10-06", net, { key: `credit of ${net}` }))
    await importing({ name: "bank", kind: "bank", lines: credits })
    expect(await arrived()).toMatchObject([{ explained: 1_100_000n, unexplained: 0n }])
  })

  test("parts that add up to less than arrived are no settlement", async () => {
    await record({ key: "a", amount: 10_000 })
    const part = (name: string, gross: bigint) =>
      line(`a ${name}`, "2026-10-05", {
        reference: "a",
        kind: "payment_part",
        part: name,
        gross,
        fee: 0n,
        net: gross,
      })
    await importing({ name: "one", lines: [part("balance", 600_000n)] })
    expect(await explain("a")).toMatchObject({ class: "amount_differs" })
    await importing({ name: "two", lines: [part("voucher", 400_000n)] })
    expect(await explain("a")).toMatchObject({ class: "settled", settlement: { gross: 1_000_000n } })
    expect(await findings()).toEqual([])
  })

  test.each(["cancel", "refund"] as const)(
    "a %s that does not tell its amount takes money back all the same: somebody is told, unless it is ours",
    async (kind) => {
      await record(
        { key: "a", amount: 10_000 },
        { key: "ours", amount: 10_000, status: "refunded", refunded: 10_000 },
      )
      const untold = (key: string) =>
        line(`${key} back`, "2026-10-06", {
          reference: key,
          kind,
          gross: undefined,
          fee: undefined,
          net: undefined,
        })
      await importing({
        name: "report",
        lines: [line("a", "2026-10-05"), untold("a"), line("ours", "2026-10-05"), untold("ours")],
      })
      expect((await findings()).map(({ kind, key, detail }) => [kind, key, detail])).toEqual([
        [
          "refund_without_ours",
          "a",
          expect.stringMatching(
            /^The report says that it was (reversed|refunded), and not how much was taken back;/,
          ),
        ],
      ])
    },
  )

  test("paid out by now is no longer said once the file that said it is taken back", async () => {
    await record({ key: "a", amount: 10_000, paidAt: "2026-10-05T12:00:00+07:00" })
    await importing({ name: "listed", lines: [line("a", "2026-10-05", { settled: false })] })
    const { import: later } = await importing({
      name: "settled",
      days: ["2026-10-20", "2026-10-20"],
      lines: [line("a", "2026-10-05", { settled: true, settledOn: "2026-10-20" })],
    })
    expect(await explain("a")).toMatchObject({ class: "settled", settlement: { settledOn: "2026-10-20" } })
    await undo(later.id)
    expect(await explain("a")).toMatchObject({ class: "listed_not_settled" })
  })

  test("what a file restated is no finding once that file is taken back", async () => {
    await record({ key: "a", amount: 10_000, paidAt: "2026-10-05T12:00:00+07:00" })
    await importing({ name: "first", lines: [line("a", "2026-10-05")] })
    const { import: second } = await importing({
      name: "second",
      days: ["2026-10-20", "2026-10-20"],
      lines: [line("a", "2026-10-05", { fee: 9_000n, net: 991_000n })],
    })
    expect(await kinds()).toEqual(["statement_restated"])
    await undo(second.id)
    expect(await kinds()).toEqual([])
  })

  test("a finding that still holds is not closed, nor found anew, when other days are matched", async () => {
    await record({ key: "a", amount: 20_000, paidAt: "2026-10-05T12:00:00+07:00" })
    await importing({ name: "paid", lines: [line("a", "2026-10-05")] })
    const [found] = await findings()
    expect(found).toMatchObject({ kind: "amount_differs", key: "a" })
    await world.run(world.payments.anomalies.acknowledge(found?.id ?? 0, WHY))
    // Its last line is of another day now.
    await importing({
      name: "returned",
      lines: [
        line("a back", "2026-10-25", {
          reference: "a",
          kind: "refund",
          gross: -100_000n,
          fee: 0n,
          net: -100_000n,
        }),
      ],
    })
    await match({ from: "2026-10-05", until: "2026-10-06" })
    await match({ from: "2026-10-25", until: "2026-10-26" })
    await match()
    expect((await findings()).filter(({ kind }) => kind === "amount_differs")).toMatchObject([
      { id: found?.id, acknowledgedBy: WHY.by },
    ])
  })

  test("a finding about a payment that a line of other days explains is closed by that line's import", async () => {
    await record({ key: "a", amount: 10_000, paidAt: "2026-10-05T12:00:00+07:00" })
    await importing(
      { name: "without", days: ["2026-10-05", "2026-10-06"], lines: [line("x", "2026-10-05")] },
      { provider: "zipay" },
    )
    expect(await kinds()).toEqual(["missing_in_statement", "unknown_money"])
    await importing({ name: "late", lines: [line("a", "2026-10-28")] }, { provider: "zipay" })
    expect(await explain("a")).toMatchObject({ class: "settled" })
    expect(await kinds()).toEqual(["unknown_money"])
  })

  test("a fee is judged by the file that stands", async () => {
    await record({ key: "a", amount: 10_000 })
    const { import: first } = await importing({
      name: "first",
      lines: [line("a", "2026-10-05", { feeVerdict: "agrees" })],
    })
    await importing({
      name: "second",
      lines: [line("a", "2026-10-05", { fee: 9_000n, net: 991_000n, feeVerdict: "more" })],
    })
    await undo(first.id)
    expect(await explain("a")).toMatchObject({ class: "fee_differs", settlement: { fee: 9_000n } })
  })

  test("a payment keeps what its other lines say when one of them turns out to be of several", async () => {
    await record({ key: "a", amount: 10_000, paidAt: "2026-10-05T12:00:00+07:00" })
    await importing({ name: "paid", lines: [line("a", "2026-10-05")] })
    const late = line("r", "2026-10-28", {
      reference: "shared",
      kind: "refund",
      gross: -100_000n,
      fee: 0n,
      net: -100_000n,
    })
    await database.rows("set session_replication_role = default")
    await database.driver.transact(async (tx) => {
      await tx.query("set local session_replication_role = replica")
      await tx.query("update qriskit.payment set order_id = 'shared' where key = 'a'")
    })
    await importing({ name: "returned", lines: [late] })
    expect(await explain("a")).toMatchObject({ class: "refunded" })
    // A second order of the same name becomes known: whose refund it is, nobody says.
    await record({ key: "b", amount: 10_000, paidAt: "2026-10-28T12:00:00+07:00" })
    await database.driver.transact(async (tx) => {
      await tx.query("set local session_replication_role = replica")
      await tx.query("update qriskit.payment set order_id = 'shared' where key = 'b'")
    })
    await match({ from: "2026-10-28", until: "2026-10-28" })
    expect(await explain("a")).toMatchObject({ class: "settled", settlement: { gross: 1_000_000n } })
  })

  test("days of a bank account that stand in one form are not taken in another: they would count twice", async () => {
    const bank = (profile: string, day: string, account: string) =>
      importing({
        name: `${profile} ${day} ${account}`,
        kind: "bank",
        profile,
        lines: [credit(day, 500_000n, { key: `${profile} ${day} ${account}`, account })],
      })
    const { import: first } = await bank("mt940", "2026-10-05", "0012-345")
    await bank("mt940", "2026-10-06", "12345")
    await bank("csv", "2026-10-07", "12345")
    await bank("csv", "2026-10-05", "99999")
    const [refused] = await Promise.allSettled([bank("csv", "2026-10-05", "12345")])
    expect(refused).toMatchObject({
      reason: {
        _tag: "InvalidInput",
        message: expect.stringContaining(`that import ${first.id} (A bank's file) tells in another form`),
      },
    })
    expect((await arrived()).map(({ credits }) => credits)).toEqual([1_000_000n, 500_000n, 500_000n])
    await undo(first.id)
    await bank("csv", "2026-10-05", "12345")
    expect((await arrived()).map(({ credits }) => credits)).toEqual([1_000_000n, 500_000n, 500_000n])
  })

  test("days of an account, and of one that is not named, are not taken beside each other: they may count twice", async () => {
    const bank = (name: string, day: string, account?: string) =>
      importing({
        name,
        kind: "bank",
        lines: [credit(day, 500_000n, { key: name, ...(account === undefined ? {} : { account }) })],
      })
    const { import: unnamed } = await bank("without", "2026-10-05")
    await bank("another day", "2026-10-06", "12345")
    const [refused] = await Promise.allSettled([bank("with", "2026-10-05", "12345")])
    expect(refused).toMatchObject({
      reason: {
        _tag: "InvalidInput",
        message: expect.stringContaining(
          `that import ${unnamed.id} (A bank's file) tells, from 2026-10-05 to 2026-10-05, and one of them does not say of which bank account`,
        ),
      },
    })
    const [reversed] = await Promise.allSettled([bank("without, too", "2026-10-06")])
    expect(reversed).toMatchObject({ reason: { _tag: "InvalidInput" } })
    await undo(unnamed.id)
    await bank("with", "2026-10-05", "12345")
    expect((await arrived()).map(({ credits }) => credits)).toEqual([500_000n, 500_000n])
  })

  test("a line that names nothing to be known by is refused, and not dropped", async () => {
    const error = await world.error(
      world.payments.statements.import(
        handMade({ name: "nameless", lines: [{ ...line("a", "2026-10-05"), key: undefined }] }),
        BY,
      ),
    )
    expect(error).toMatchObject({ _tag: "InvalidInput" })
    expect(await database.rows("select from qriskit.statement_import")).toEqual([])
  })
})
