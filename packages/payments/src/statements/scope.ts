import { AccountId } from "@qriskit/core"
import * as Schema from "effect/Schema"
import type { Transaction } from "../database/database.js"
import { storedText } from "../record/storable.js"

const DAY = /^\d{4}-\d{2}-\d{2}$/

const isDay = (text: string): boolean =>
  DAY.test(text) && new Date(`${text}T00:00:00Z`).toJSON()?.slice(0, 10) === text

/** A day of Jakarta's calendar. */
export const StatementDay = Schema.String.check(
  Schema.makeFilter((text) => isDay(text) || "must be a day that exists, YYYY-MM-DD"),
)

/** Days, both included. Absent: all. */
export const Days = Schema.Struct({
  /** Of this account. Absent: of the one account of a client. */
  account: Schema.optionalKey(AccountId),
  from: Schema.optionalKey(StatementDay),
  until: Schema.optionalKey(StatementDay),
})
export type Days = typeof Days.Type

/** Who does it, as the records say for good. */
export const Person = storedText(1_000)

const MILLIS_OF_DAY = 86_400_000
const JAKARTA_MILLIS = 7 * 3_600_000

/** The day in Jakarta on which a moment falls. */
export const jakartaDay = (at: Date): string =>
  new Date(at.getTime() + JAKARTA_MILLIS).toISOString().slice(0, 10)

/** The day so many days later. */
export const daysLater = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * MILLIS_OF_DAY).toISOString().slice(0, 10)

const LOCK = /* sql */ `select pg_advisory_xact_lock(716491, hashtext($1))`

/** One at a time imports, undoes or matches for an account. */
export const lockStatements = (tx: Transaction, account: string): Promise<unknown> =>
  tx.query(LOCK, [account])
