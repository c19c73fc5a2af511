import { and, asc, eq, inArray, lte, ne, type SQL, sql } from "drizzle-orm"
import * as Effect from "effect/Effect"
import { Database, type Drizzle, type Transaction } from "../database/database.js"
import { attempt, unmatched } from "../database/schema.js"
import { claimDeliveries } from "../events/delivery.js"
import { Handlers } from "../events/handlers.js"
import { takeTurns } from "../inquiring/provider-gate.js"
import { now } from "../now.js"
import { lostCreate, settleCreate } from "../opening/settle-create.js"
import { Providers } from "../providers.js"
import { countWritten } from "../reading/metrics.js"
import { Settings } from "../settings.js"
import type { Job } from "./jobs.js"

/** As much as one sweep claims of each kind. */
const MOST_INQUIRIES = 200
const MOST_DELIVERIES = 100
const MOST_LOST = 100
/** Callbacks may be made up, too: where others are due for longer, so much of the turns is theirs at most. */
const POKED_SHARE = 0.75
/** Unmatched claims may be made up: they get a small share of the turns. */
const MOST_UNMATCHED = 2

const dueAttempts = (provider: string, at: Date) =>
  and(eq(attempt.provider, provider), lte(attempt.nextInquiryAt, at), ne(attempt.status, "creating"))

/** A callback came that no inquiry has answered. Spelt as in the index of these. */
const IS_POKED = sql`${attempt.pokes} > ${attempt.answeredPokes}`

const dueStrangers = (provider: string, at: Date) =>
  and(eq(unmatched.provider, provider), lte(unmatched.nextInquiryAt, at))

/** Counts what is due without locking anything: callbacks must not wait for a sweep that has no turn to give. */
const countDue = async (
  { drizzle }: Transaction,
  provider: string,
  most: number,
  at: Date,
): Promise<number> => {
  const attempts = drizzle
    .select({ id: attempt.id })
    .from(attempt)
    .where(dueAttempts(provider, at))
    .orderBy(asc(attempt.nextInquiryAt))
    .limit(most)
  const strangers = drizzle
    .select({ id: unmatched.id })
    .from(unmatched)
    .where(dueStrangers(provider, at))
    .orderBy(asc(unmatched.nextInquiryAt))
    .limit(MOST_UNMATCHED)
  const [first, second] = [await attempts, await strangers]
  return first.length + second.length
}

/** Takes due attempts for a while, those first that are due the longest. */
const takeAttempts = (drizzle: Drizzle, due: SQL | undefined, most: number, nextInquiryAt: Date) => {
  const first = drizzle
    .select({ id: attempt.id })
    .from(attempt)
    .where(due)
    .orderBy(asc(attempt.nextInquiryAt))
    .limit(most)
    .for("no key update", { skipLocked: true })
  return drizzle
    .update(attempt)
    .set({ nextInquiryAt })
    .where(inArray(attempt.id, first))
    .returning({ attemptId: attempt.id })
}

/** Takes due claims about payments that no record knows. */
const takeStrangers = (drizzle: Drizzle, due: SQL | undefined, most: number, nextInquiryAt: Date) => {
  const first = drizzle
    .select({ id: unmatched.id })
    .from(unmatched)
    .where(due)
    .orderBy(asc(unmatched.nextInquiryAt))
    .limit(most)
    .for("no key update", { skipLocked: true })
  return drizzle
    .update(unmatched)
    .set({ nextInquiryAt })
    .where(inArray(unmatched.id, first))
    .returning({ unmatchedId: unmatched.id })
}

/** Claims what is due at a provider, as much as its gate lets through: callbacks first, but not all of it for them. */
const claimInquiries =
  (provider: string, settings: Settings["Service"], at: Date) =>
  async (tx: Transaction): Promise<ReadonlyArray<Job>> => {
    const { drizzle } = tx
    const wanted = await countDue(tx, provider, Math.min(MOST_INQUIRIES, settings.inquiryBurst), at)
    const turns = await takeTurns(tx, provider, wanted, settings, at)
    const until = new Date(at.getTime() + settings.inquiryLeaseMillis)
    const jobs: Array<Job> = []
    const left = () => turns - jobs.length
    for (const [due, share] of [
      [and(dueAttempts(provider, at), IS_POKED), Math.floor(turns * POKED_SHARE)],
      [dueAttempts(provider, at), turns],
    ] as const) {
      const most = Math.min(share, left())
      if (most === 0) continue
      const attempts = await takeAttempts(drizzle, due, most, until)
      jobs.push(...attempts.map(({ attemptId }): Job => ({ kind: "inquire", attemptId })))
    }
    if (left() === 0) return jobs
    const most = Math.min(left(), MOST_UNMATCHED)
    const strangers = await takeStrangers(drizzle, dueStrangers(provider, at), most, until)
    jobs.push(...strangers.map(({ unmatchedId }): Job => ({ kind: "inquire_unmatched", unmatchedId })))
    return jobs
  }

/** Attempts whose call to the provider ended with its process: nobody was shown a QR of theirs. */
const settleLost = Effect.fnUntraced(function* (at: Date) {
  const database = yield* Database
  const { graceMillis } = yield* Settings
  const lost = yield* database.run((drizzle) =>
    drizzle
      .select({ id: attempt.id, provider: attempt.provider })
      .from(attempt)
      // Spelt out, so that the index of these few is used whatever the planner knows of the value.
      .where(and(sql`${attempt.status} = 'creating'`, lte(attempt.nextInquiryAt, at)))
      .limit(MOST_LOST),
  )
  for (const { id, provider } of lost) {
    const outcome = lostCreate("The process ended while it was made.")
    const written = yield* database.transaction((tx) => settleCreate(tx, id, outcome, graceMillis, at))
    yield* countWritten(provider, written)
  }
})

/** Finds what is due and claims it for a while: whoever claimed it and is gone loses it to the next sweep. */
export const sweep = Effect.fn("Payments.sweep")(function* () {
  const database = yield* Database
  const settings = yield* Settings
  const handlers = yield* Handlers
  const at = yield* now
  yield* settleLost(at)
  const inquiries = yield* Effect.forEach((yield* Providers).ids, (provider) =>
    database.transaction(claimInquiries(provider, settings, at)),
  )
  const turns = handlers.isEmpty()
    ? []
    : yield* database.transaction((tx) =>
        claimDeliveries(tx, MOST_DELIVERIES, 3 * settings.handlerMillis, at),
      )
  return [...inquiries.flat(), ...turns.map((turn): Job => ({ kind: "deliver", ...turn }))]
})
