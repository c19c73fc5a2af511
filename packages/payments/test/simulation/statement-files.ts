import { statementFrom } from "@qriskit/statements"
import * as Effect from "effect/Effect"
import type { TestDatabase } from "../support/databases.js"
import { bank, REPORT_PROFILE, type ReportRow, report } from "../support/statement-files.js"
import type { World } from "../support/world.js"
import type { SimulatedProcess } from "./process.js"
import { CREDITS, type Credits, REPORTED, REPORTERS, type Reported, type StatementStep } from "./step.js"

/** A file that somebody imports, perhaps several times, and what is in it as the world outside knows. */
interface StatementFile {
  readonly bytes: Uint8Array
  /** Whose report; absent: the bank's. */
  readonly provider?: string
  /** References of its payments. */
  readonly listed: ReadonlyArray<string>
  readonly credits: ReadonlyArray<{ readonly day: string; readonly sen: bigint }>
}

/** What was imported in the end. */
export interface Truth {
  /** References of every payment that some imported report has. */
  readonly listed: ReadonlySet<string>
  /** Everything that the bank credited, in the statements that were imported, in sen. */
  readonly credited: bigint
  /** Payments as they were before the last imports. */
  readonly payments: string
}

/** What is compared: nothing that a statement may change is in it. */
export const paymentsAsTheyAre = async (database: TestDatabase): Promise<string> =>
  JSON.stringify(
    await database.rows(
      "select id, status, paid_amount::text, refunded::text, provider_payment_id, changed_at from qriskit.attempt order by id",
    ),
  )

const BY = "simulation"
const JAKARTA_MILLIS = 7 * 3_600_000
const jakartaDay = (millis: number): string => new Date(millis + JAKARTA_MILLIS).toISOString().slice(0, 10)

/** Lines of an acquirer's own books, before anything goes wrong with its report. */
type Line = Required<Pick<ReportRow, "ref" | "kind" | "part" | "at">> & {
  readonly gross: bigint
  readonly fee: bigint
}

/** Which of its lines a report has, and what it says of them. */
const LINES_OF: Readonly<Record<Reported, (lines: ReadonlyArray<Line>) => ReadonlyArray<Line>>> = {
  all: (lines) => lines,
  "the first half": (lines) => lines.slice(0, Math.ceil(lines.length / 2)),
  "the last half": (lines) => lines.slice(Math.floor(lines.length / 2)),
  "as pending": (lines) => lines,
  "other fees": (lines) => lines.map((line) => ({ ...line, fee: line.fee + 100n })),
  "another amount": (lines) =>
    lines.map((line, index) => (index === 0 ? { ...line, gross: line.gross + 100n } : line)),
  "another's money": (lines) => lines,
}

/** What acquirers and the bank say of one history's money, and what was imported of it. */
export const makeStatementFiles = (world: World, database: TestDatabase) => {
  const files: Array<StatementFile> = []
  /** By line: the batch in which it is paid out, which its first report says. */
  const batchOf = new Map<string, string>()
  const netOf = new Map<string, bigint>()
  /** By batch: the day on which the bank credited it. */
  const creditedOn = new Map<string, string>()
  let reports = 0

  const booksOf = async (provider: string): Promise<ReadonlyArray<Line>> =>
    (await world.control.payments())
      .filter((payment) => payment.provider === provider && payment.kind === "dynamic")
      .flatMap(({ externalId, paidAmount, paidAt, refunds }): ReadonlyArray<Line> => {
        if (paidAmount === undefined || paidAt === undefined) return []
        const gross = BigInt(paidAmount) * 100n
        const line = { ref: externalId, at: paidAt.toISOString() }
        return [
          { ...line, kind: "PAYMENT", part: "", gross, fee: (gross * 7n) / 1_000n },
          ...refunds
            .filter(({ status }) => status === "succeeded")
            .map(({ refundId, amount, askedAt }) => ({
              ref: externalId,
              kind: "REFUND" as const,
              part: refundId,
              at: askedAt.toISOString(),
              gross: BigInt(amount) * -100n,
              fee: 0n,
            })),
        ]
      })

  const withBatch = (line: Line, batch: string): ReportRow => {
    const key = `${line.ref} ${line.part}`
    const known = batchOf.get(key)
    if (known !== undefined) return { ...line, batch: known }
    batchOf.set(key, batch)
    netOf.set(batch, (netOf.get(batch) ?? 0n) + line.gross - line.fee)
    return { ...line, batch }
  }

  const importing = ({ payments, run }: SimulatedProcess, { bytes, provider }: StatementFile) =>
    run(
      payments().statements.import(
        statementFrom(bytes, provider === undefined ? {} : { profile: REPORT_PROFILE }),
        { by: BY, ...(provider === undefined ? {} : { provider }) },
      ),
    )

  const take = async (process: SimulatedProcess, file: StatementFile): Promise<void> => {
    // Also where the process dies of it: somebody comes back with it in the end.
    files.push(file)
    await importing(process, file)
  }

  const takeReport = async (process: SimulatedProcess, provider: string, reported: Reported) => {
    reports += 1
    const others: ReadonlyArray<ReportRow> =
      reported === "another's money"
        ? [{ ref: `X-${reports}`, gross: 1_000n + BigInt(reports), batch: `X-${reports}`, at: now() }]
        : []
    const rows = [
      ...LINES_OF[reported](await booksOf(provider)).map((line) => withBatch(line, `${provider}-${reports}`)),
      ...others,
    ]
    if (rows.length === 0) return
    const status = reported === "as pending" ? "PENDING" : "SETTLED"
    const said = rows.map((row) => ({ ...row, status, settled: jakartaDay(clock()) }) as const)
    const listed = rows.filter(({ kind }) => kind !== "REFUND").map(({ ref }) => ref)
    await take(process, { bytes: report(said), provider, listed, credits: [] })
  }

  const clock = () => world.clock.currentTimeMillisUnsafe()
  const now = (): string => new Date(clock()).toISOString()

  const takeCredits = async (process: SimulatedProcess, which: Credits) => {
    const day = jakartaDay(clock())
    const due = [...netOf.keys()].filter((batch) => !creditedOn.has(batch))
    for (const batch of due.slice(which === "all but one" ? 1 : 0)) creditedOn.set(batch, day)
    // A statement of a day has all that was credited on it so far.
    const payouts = [...creditedOn].flatMap(([batch, on]) => (on === day ? [netOf.get(batch) ?? 0n] : []))
    const credits = [
      ...payouts.filter((net) => net > 0n),
      ...(which === "and others'" ? [5_000_000n] : []),
    ].map((sen) => ({ day, sen }))
    if (credits.length > 0) await take(process, { bytes: bank(credits), listed: [], credits })
  }

  const imported = async ({ payments, run }: SimulatedProcess): Promise<ReadonlyArray<number>> =>
    (await run(payments().statements.list({ limit: 500 })))
      .filter(({ state }) => state === "imported")
      .map(({ id }) => id)

  return {
    perform: async (process: SimulatedProcess, step: StatementStep): Promise<void> => {
      switch (step.do) {
        case "report":
          return takeReport(process, step.provider, step.reported)
        case "bank":
          return takeCredits(process, step.credits)
        case "same-file": {
          const last = files.at(-1)
          return last === undefined ? undefined : void (await importing(process, last))
        }
        case "undo": {
          const [id] = await imported(process)
          if (id === undefined) return
          const undone = process.payments().statements.undo(id, { by: BY, why: "by mistake" })
          // Somebody else may take it back at the same time: then there is nothing left to take back.
          return void (await process.run(Effect.catchTag(undone, "NoSuchItem", () => Effect.void)))
        }
        case "match":
          return void (await process.run(process.payments().statements.match()))
      }
    },
    /**
     * Every acquirer reports once more, and the bank; whoever imported a file, or tried to, imports it
     * again; all is matched.
     *
     * @param turn which of the things that a report may say these say
     */
    settle: async (process: SimulatedProcess, turn: number): Promise<Truth> => {
      const payments = await paymentsAsTheyAre(database)
      for (const [index, provider] of REPORTERS.entries())
        await takeReport(process, provider, REPORTED[(turn + index) % REPORTED.length] ?? "all")
      await takeCredits(process, CREDITS[turn % CREDITS.length] ?? "all")
      for (const file of files) await importing(process, file)
      await process.run(process.payments().statements.match())
      return { listed: new Set(files.flatMap(({ listed }) => listed)), credited: credited(files), payments }
    },
    /** Takes all of it back, the latest first. */
    takeBack: async (process: SimulatedProcess): Promise<void> => {
      for (const id of await imported(process))
        await process.run(process.payments().statements.undo(id, { by: BY, why: "all of it" }))
    },
  }
}

/** Two equal credits of a day are two, where one statement has both; and one, where two statements have it. */
const credited = (files: ReadonlyArray<StatementFile>): bigint => {
  const most = new Map<string, { readonly sen: bigint; readonly times: number }>()
  for (const { credits } of files) {
    const times = new Map<string, number>()
    for (const { day, sen } of credits) {
      const of = `${day} ${sen}`
      const count = (times.get(of) ?? 0) + 1
      times.set(of, count)
      if (count > (most.get(of)?.times ?? 0)) most.set(of, { sen, times: count })
    }
  }
  return [...most.values()].reduce((sum, { sen, times }) => sum + sen * BigInt(times), 0n)
}
