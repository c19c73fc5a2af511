import { statementFrom } from "@qriskit/statements"
import { generic } from "@qriskit/statements/profiles"
import type { StatementDayTotal } from "../../src/index.js"
import type { TestDatabase } from "../support/databases.js"
import { recordPayments } from "../support/paid-payments.js"
import type { World } from "../support/world.js"

/** Numbers that follow from a seed, 0 to 1. */
const numbersOf = (seed: number) => {
  let state = seed
  return (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const DAYS = ["2026-10-05", "2026-10-06", "2026-10-07", "2026-10-08"]

/** What the acquirer has: ours, in sen, or another's. */
interface Money {
  readonly ref: string
  readonly day: string
  readonly gross: bigint
  fee: bigint
  readonly batch: string
}

const PROFILE = generic({
  numbers: "plain",
  columns: { reference: "Ref", mid: "Mid", batch: "Batch", status: "Status" },
  dates: { paid: { column: "Paid", formats: ["iso"] }, settled: { column: "Settled", formats: ["iso"] } },
  money: { gross: "Gross", fee: "Fee", net: "Net" },
  settled: { column: "Status", yes: ["SETTLED"], no: ["PENDING"] },
  statuses: ["SETTLED", "PENDING"],
})

const written = (sen: bigint, point = "."): string =>
  `${sen / 100n}${point}${String(sen % 100n).padStart(2, "0")}`

const reportOf = (lines: ReadonlyArray<Money>, status: "SETTLED" | "PENDING"): Uint8Array =>
  Buffer.from(
    [
      "Ref,Mid,Batch,Status,Paid,Settled,Gross,Fee,Net",
      ...lines.map(({ ref, day, gross, fee, batch }) =>
        [
          ref,
          "71900000001",
          batch,
          status,
          `${day}T10:00:00+07:00`,
          day,
          written(gross),
          written(fee),
          written(gross - fee),
        ].join(","),
      ),
    ].join("\n"),
  )

const bankOf = (day: string, credits: ReadonlyArray<bigint>): Uint8Array =>
  Buffer.from(
    [
      ":20:CONTOH",
      ":25:1230000000456",
      ":28C:1/1",
      `:60F:C${day.slice(2).replaceAll("-", "")}IDR0,00`,
      ...credits.flatMap((sen) => [
        `:61:${day.slice(2).replaceAll("-", "")}C${written(sen, ",")}NTRFNONREF`,
        ":86:KREDIT",
      ]),
      `:62F:C${day.slice(2).replaceAll("-", "")}IDR${written(
        credits.reduce((sum, sen) => sum + sen, 0n),
        ",",
      )}`,
      "-",
    ].join("\r\n"),
  )

/** What was imported, as the world outside knows it. */
export interface Truth {
  /** References of every line that some imported report has. */
  readonly listed: Set<string>
  /** Everything that the bank credited, in the statements that were imported. */
  credited: bigint
  /** Payments as they were before any statement. */
  readonly payments: string
  /** Files that were imported. */
  readonly imports: Array<number>
}

/** What is compared: nothing that a statement may change is in it. */
export const paymentsAsTheyAre = async (database: TestDatabase): Promise<string> =>
  JSON.stringify(
    await database.rows(
      "select id, status, paid_amount::text, refunded::text, provider_payment_id, changed_at from qriskit.attempt order by id",
    ),
  )

/** Payments, and reports and bank statements of them: late, partial, doubled, restated, with other people's money. */
export const playStatements = async (seed: number, world: World, database: TestDatabase): Promise<Truth> => {
  const random = numbersOf(seed)
  const some = (most: number): number => Math.floor(random() * most)
  const often = (part: number): boolean => random() < part

  const money: Array<Money> = []
  const ours: Array<{ key: string; amount: number; paidAt: string }> = []
  for (let index = 0; index < 8 + some(8); index++) {
    const day = DAYS[some(DAYS.length)] ?? "2026-10-05"
    const amount = 10_000 + some(40) * 25
    const isOurs = often(0.8)
    if (isOurs) ours.push({ key: `INV-${seed}-${index}`, amount, paidAt: `${day}T10:00:00+07:00` })
    // Now and then the acquirer forgets one, or settles another amount.
    if (isOurs && often(0.1)) continue
    const gross = BigInt(amount) * 100n + (often(0.1) ? 100n : 0n)
    money.push({
      ref: isOurs ? `INV-${seed}-${index}` : `X-${seed}-${index}`,
      day,
      gross,
      fee: (gross * 7n) / 1_000n,
      batch: `B-${seed}-${day}-${some(2)}`,
    })
  }
  await recordPayments(database, ours)
  const truth: Truth = {
    listed: new Set(),
    credited: 0n,
    payments: await paymentsAsTheyAre(database),
    imports: [],
  }

  const files: Array<{ readonly bytes: Uint8Array; readonly took: () => void; readonly isBank: boolean }> = []
  const aReport = (lines: ReadonlyArray<Money>, status: "SETTLED" | "PENDING" = "SETTLED") => {
    if (lines.length > 0)
      files.push({
        bytes: reportOf(lines, status),
        isBank: false,
        took: () => {
          for (const { ref } of lines) truth.listed.add(ref)
        },
      })
  }
  for (const day of DAYS) {
    const lines = money.filter((line) => line.day === day)
    if (often(0.2)) aReport(lines, "PENDING")
    if (often(0.3)) aReport(lines.slice(0, 1 + some(lines.length)))
    if (often(0.85)) aReport(lines)
    if (often(0.2)) aReport(lines)
    if (often(0.2)) aReport(lines.map((line) => ({ ...line, fee: line.fee + 100n })))
    const batches = new Map<string, bigint>()
    for (const { batch, gross, fee } of lines) batches.set(batch, (batches.get(batch) ?? 0n) + gross - fee)
    const credits = [...batches.values()].filter(() => often(0.9))
    if (often(0.5)) credits.push(BigInt(1 + some(1_000)) * 10_000n)
    if (credits.length > 0)
      files.push({
        bytes: bankOf(day, credits),
        isBank: true,
        took: () => {
          truth.credited += credits.reduce((sum, sen) => sum + sen, 0n)
        },
      })
  }
  // In any order: what is late comes after what it belongs to, or before.
  for (let at = files.length - 1; at > 0; at--) {
    const other = some(at + 1)
    const [a, b] = [files[at], files[other]]
    if (a !== undefined && b !== undefined) [files[at], files[other]] = [b, a]
  }
  for (const { bytes, took, isBank } of files) {
    const statement = statementFrom(bytes, isBank ? {} : { profile: PROFILE })
    const report = await world.run(
      world.payments.statements.import(statement, {
        by: "simulation",
        ...(isBank ? {} : { provider: "zipay" }),
      }),
    )
    if (report.isRepeated) continue
    took()
    truth.imports.push(report.import.id)
    // Somebody takes the wrong one back, and takes it again.
    if (!isBank && often(0.1)) {
      await world.run(
        world.payments.statements.undo(report.import.id, { by: "simulation", why: "by mistake" }),
      )
      const again = await world.run(
        world.payments.statements.import(statementFrom(bytes, { profile: PROFILE }), {
          by: "simulation",
          provider: "zipay",
        }),
      )
      truth.imports.push(again.import.id)
    }
  }
  await world.run(world.payments.statements.match())
  return truth
}

/** The days of a history, with what may be credited late. */
export const HISTORY_DAYS = { from: "2026-10-01", until: "2026-10-31" } as const

export type DayTotals = ReadonlyArray<StatementDayTotal>
