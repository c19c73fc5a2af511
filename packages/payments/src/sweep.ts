import { and, asc, desc, eq, inArray, lte, ne, sql } from "drizzle-orm"
import * as Effect from "effect/Effect"
import { Database, type Transaction } from "./database/database.js"
import { attempt, unmatched } from "./database/schema.js"
import { claimDeliveries } from "./delivery.js"
import { Handlers } from "./handlers.js"
import type { Job } from "./jobs/jobs.js"
import { countWritten } from "./metrics.js"
import { now } from "./now.js"
import { takeTurns } from "./provider-gate.js"
import { Providers } from "./providers.js"
import { Settings } from "./settings.js"
import { lostCreate, settleCreate } from "./settle-create.js"

/** As much as one sweep claims of each kind. */
const MOST_INQUIRIES = 200
const MOST_DELIVERIES = 100
const MOST_LOST = 100
/** Unmatched claims may be made up: they get a small share of the turns. */
const MOST_UNMATCHED = 2

const dueAttempts = (provider: string, at: Date) =>
  and(eq(attempt.provider, provider), lte(attempt.nextInquiryAt, at), ne(attempt.status, "creating"))

const dueStrangers = (provider: string, at: Date) =>
  and(eq(unmatched.provider, provider), lte(unmatched.nextInquiryAt, at))

/** Counts what is due without locking anything: callbacks must not wait for a sweep that has no turn to give. */
const countDue = async ({ drizzle }: Transaction, provider: string, at: Date): Promise<number> => {
  const attempts = drizzle
    .select({ id: attempt.id })
    .from(attempt)
    .where(dueAttempts(provider, at))
    .limit(MOST_INQUIRIES)
  const strangers = drizzle
    .select({ id: unmatched.id })
    .from(unmatched)
    .where(dueStrangers(provider, at))
    .limit(MOST_UNMATCHED)
  const [first, second] = [await attempts, await strangers]
  return first.length + second.length
}

/** Claims attempts that are due, callbacks first, as many as the provider's gate lets through. */
const claimAttempts =
  (provider: string, settings: Settings["Service"], at: Date) =>
  async (tx: Transaction): Promise<ReadonlyArray<Job>> => {
    const { drizzle } = tx
    const turns = await takeTurns(tx, provider, await countDue(tx, provider, at), settings, at)
    if (turns === 0) return []
    const nextInquiryAt = new Date(at.getTime() + settings.inquiryLeaseMillis)
    const due = drizzle
      .select({ id: attempt.id })
      .from(attempt)
      .where(dueAttempts(provider, at))
      .orderBy(
        desc(sql`(${attempt.pokes} > ${attempt.answeredPokes})`),
        asc(attempt.nextInquiryAt),
        asc(attempt.openedAt),
      )
      .limit(turns)
      .for("no key update", { skipLocked: true })
    const attempts = await drizzle
      .update(attempt)
      .set({ nextInquiryAt })
      .where(inArray(attempt.id, due))
      .returning({ attemptId: attempt.id })
    const left = Math.min(turns - attempts.length, MOST_UNMATCHED)
    const strangers =
      left === 0
        ? []
        : await drizzle
            .update(unmatched)
            .set({ nextInquiryAt })
            .where(
              inArray(
                unmatched.id,
                drizzle
                  .select({ id: unmatched.id })
                  .from(unmatched)
                  .where(dueStrangers(provider, at))
                  .orderBy(asc(unmatched.nextInquiryAt))
                  .limit(left)
                  .for("no key update", { skipLocked: true }),
              ),
            )
            .returning({ unmatchedId: unmatched.id })
    return [
      ...attempts.map(({ attemptId }): Job => ({ kind: "inquire", attemptId })),
      ...strangers.map(({ unmatchedId }): Job => ({ kind: "inquire_unmatched", unmatchedId })),
    ]
  }

/** Attempts whose call to the provider ended with its process: nobody was shown a QR of theirs. */
const settleLost = Effect.fnUntraced(function* (at: Date) {
  const database = yield* Database
  const { graceMillis } = yield* Settings
  const lost = yield* database.run((drizzle) =>
    drizzle
      .select({ id: attempt.id, provider: attempt.provider })
      .from(attempt)
      .where(and(eq(attempt.status, "creating"), lte(attempt.nextInquiryAt, at)))
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
    database.transaction(claimAttempts(provider, settings, at)),
  )
  const turns = handlers.isEmpty()
    ? []
    : yield* database.transaction((tx) =>
        claimDeliveries(tx, MOST_DELIVERIES, 3 * settings.handlerMillis, at),
      )
  return [...inquiries.flat(), ...turns.map((turn): Job => ({ kind: "deliver", ...turn }))]
})
