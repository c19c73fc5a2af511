import { AccountId } from "@qriskit/core"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { Database, type Transaction } from "../database/database.js"
import { decodeInput } from "../decode-input.js"
import { type PaidByLine, payFromLines, tellPaidByLines } from "../expecting/told-by-lines.js"
import { now } from "../now.js"
import { providersOnRecord } from "../reading/totals.js"
import { recordedAccount } from "../record/account.js"
import { coveredDays } from "./coverage.js"
import { type Findings, recordStatementFindings } from "./finding.js"
import { type MatchRange, matchLines } from "./match-lines.js"
import { daysLater, jakartaDay, lockStatements, StatementDay } from "./scope.js"
import { matchSecondHop } from "./second-hop.js"
import { settleAttempts, settleLines } from "./settling.js"

const whole = (minimum: number, maximum: number) =>
  Schema.Int.check(Schema.isBetween({ minimum, maximum }, { message: `must be ${minimum} to ${maximum}` }))

/** How lines and payments are found to be one. */
export const Matching = Schema.Struct({
  /**
   * How far a report's time may be from ours where nothing else names the payment, in milliseconds. Default a minute.
   */
  windowMillis: Schema.optionalKey(whole(0, 3_600_000)),
  /** How many days after a payout the bank may credit it. Default 3. */
  creditDays: Schema.optionalKey(whole(0, 31)),
  /** Public holidays, on which nobody settles, beside Saturday and Sunday. */
  holidays: Schema.optionalKey(Schema.Array(StatementDay)),
})

const MatchOptions = Schema.Struct({
  /** Of this account. Absent: of the one account of a client. */
  account: Schema.optionalKey(AccountId),
  /** Days of lines, both included. Default: all that there are. */
  from: Schema.optionalKey(StatementDay),
  until: Schema.optionalKey(StatementDay),
  ...Matching.fields,
})
/** Which lines are matched anew, and how. */
export type MatchOptions = typeof MatchOptions.Type & {
  /** Hears how many lines are done, and of how many. What it throws is ignored. */
  readonly onProgress?: (lines: number, of: number) => void
}

/** What a match came to. */
export interface Matched extends Findings {
  /** How many payments that lines tell of are what: see `SettlementClass`. */
  readonly payments: Readonly<Record<string, number>>
  /** Orders on printed QRs that these lines paid. */
  readonly paidOnPrintedQrs: ReadonlyArray<PaidByLine>
}

/** Days before and after a file's own. */
const AROUND = 7

interface Wanted extends MatchRange {
  readonly today: string
  readonly at: Date
  readonly providers: ReadonlyArray<string>
  /** Payments of which lines told that are gone. */
  readonly attempts?: ReadonlyArray<string>
  readonly windowMillis?: number
  readonly creditDays?: number
  readonly holidays?: ReadonlyArray<string>
}

const COUNT = /* sql */ `
select settled.class, count(*)::integer as payments
from qriskit.settlement as settled join qriskit.attempt as attempt on attempt.id = settled.attempt_id
where settled.day between $2 and $3 and attempt.account = $1
group by settled.class`

/** Matches a range in the caller's transaction: everything that follows from its lines is made anew. */
const matchWithin = async (
  tx: Transaction,
  {
    today,
    at,
    providers,
    attempts = [],
    windowMillis = 60_000,
    creditDays = 3,
    holidays = [],
    ...range
  }: Wanted,
  onLines: (lines: number, of: number) => void,
): Promise<Matched> => {
  const matching = { providers, timeMillis: windowMillis }
  const { pieces, lines, elsewhere } = await matchLines(tx, range, matching, onLines)
  const paidOnPrintedQrs = await payFromLines(tx, range, at)
  await settleLines(tx, pieces, lines)
  const touched = [...attempts, ...elsewhere]
  await settleAttempts(tx, range.account, touched)
  const looked = await matchSecondHop(tx, range, creditDays)
  const covered = await coveredDays(tx, looked, today, new Set(holidays))
  const findings = await recordStatementFindings(tx, looked, { today, at, covered, creditDays, touched })
  const counted = await tx.query(COUNT, [range.account, range.from, range.until])
  return {
    ...findings,
    paidOnPrintedQrs,
    payments: Object.fromEntries(counted.map((row) => [String(row["class"]), Number(row["payments"])])),
  }
}

/**
 * Matches the days of a file and those around them: midnight lies within a window of time, and a credit or a day's
 * total comes days later.
 */
export const matchAround = (
  tx: Transaction,
  { from, until, ...wanted }: Wanted,
  onLines: (lines: number, of: number) => void,
): Promise<Matched> =>
  matchWithin(tx, { ...wanted, from: daysLater(from, -AROUND), until: daysLater(until, AROUND) }, onLines)

const decodeMatch = decodeInput("statements.match", MatchOptions)

const ALL_DAYS = /* sql */ `
select least(min(day), (select min(days_from) from qriskit.statement_import where account = $1 and state = 'imported'))::text as first,
  greatest(max(day), (select max(days_until) from qriskit.statement_import where account = $1 and state = 'imported'))::text as last
from qriskit.statement_line where account = $1`

/**
 * Matches lines with payments anew: for payments that became known, refunds that were made, and lags that are
 * over since the import. Repeatable: what follows from lines is thrown away and made again; what a person
 * acknowledged stays so.
 *
 * Fails with `InvalidInput`, `DatabaseFailure`.
 */
export const matchStatements = Effect.fn("Payments.statements.match")(function* (input: MatchOptions = {}) {
  const { onProgress, ...rest } = input
  const { account: named, from, until, ...matching } = yield* decodeMatch(rest)
  const account = recordedAccount(named === undefined ? {} : { account: named }) ?? ""
  const database = yield* Database
  const providers = yield* providersOnRecord()
  const at = yield* now
  const tell = (lines: number, of: number): void => {
    try {
      onProgress?.(lines, of)
    } catch {
      // A page that went away stops no match.
    }
  }
  const matched = yield* database.transaction(async (tx): Promise<Matched> => {
    await lockStatements(tx, account)
    const [days] = await tx.query(ALL_DAYS, [account])
    const first = from ?? days?.["first"]
    const last = until ?? days?.["last"]
    if (typeof first !== "string" || typeof last !== "string")
      return { found: {}, resolved: 0, payments: {}, paidOnPrintedQrs: [] }
    return matchWithin(
      tx,
      { account, from: first, until: last, today: jakartaDay(at), at, providers, ...matching },
      tell,
    )
  })
  yield* tellPaidByLines(matched.paidOnPrintedQrs)
  return matched
})
