import type { QrisError } from "@qriskit/core"
import { and, eq, gt, isNotNull, or, sql } from "drizzle-orm"
import * as Duration from "effect/Duration"
import type { Drizzle, Transaction } from "../database/database.js"
import { providerGate } from "../database/schema.js"
import type { PaymentsSettings } from "../settings.js"

/** A gate closes for longer each time, up to this, in milliseconds. */
const LONGEST_CLOSED = 600_000

/** Failures that say something about the provider, not about one payment. */
const SPEAKS_OF_PROVIDER: ReadonlySet<string> = new Set([
  "ProviderUnavailable",
  "NetworkFailure",
  "TimedOut",
  "MalformedResponse",
  "Unauthorized",
])

/**
 * Takes up to `wanted` turns to ask a provider, at the permitted rate and for all processes together. None while its
 * gate is closed; one, as a probe, when the gate was closed and its time is over.
 *
 * The rate is a generic cell rate: `next_slot_at` is when the next turn would be due, and may run ahead of now by a burst.
 */
export const takeTurns = async (
  { drizzle }: Transaction,
  provider: string,
  wanted: number,
  settings: PaymentsSettings,
  now: Date,
): Promise<number> => {
  if (wanted === 0) return 0
  const ofProvider = eq(providerGate.provider, provider)
  await drizzle.insert(providerGate).values({ provider, nextSlotAt: now }).onConflictDoNothing()
  const [gate] = await drizzle.select().from(providerGate).where(ofProvider).for("update")
  if (gate === undefined) return 0
  if (gate.closedUntil !== null) {
    if (gate.closedUntil > now) return 0
    // The probe closes the gate for the others until it has an answer.
    const closedUntil = new Date(now.getTime() + settings.gateMillis)
    await drizzle.update(providerGate).set({ closedUntil }).where(ofProvider)
    return 1
  }
  const interval = 1_000 / settings.inquiriesPerSecond
  const start = Math.max(gate.nextSlotAt.getTime(), now.getTime())
  const free = Math.floor((now.getTime() + settings.inquiryBurst * interval - start) / interval)
  const turns = Math.max(0, Math.min(wanted, free))
  const nextSlotAt = new Date(Math.ceil(start + turns * interval))
  if (turns > 0) await drizzle.update(providerGate).set({ nextSlotAt }).where(ofProvider)
  return turns
}

/** The provider answered: its gate is open. */
export const noteAnswer = async (drizzle: Drizzle, provider: string): Promise<void> => {
  await drizzle
    .update(providerGate)
    .set({ failures: 0, closedUntil: null })
    .where(
      and(
        eq(providerGate.provider, provider),
        or(gt(providerGate.failures, 0), isNotNull(providerGate.closedUntil)),
      ),
    )
}

/**
 * The provider did not answer. After `gateFailures` times in a row its gate closes, for longer each time; at once where
 * it asked us to wait.
 */
export const noteFailure = async (
  drizzle: Drizzle,
  error: QrisError,
  settings: PaymentsSettings,
  now: Date,
): Promise<void> => {
  const wait = error.retryAfter === undefined ? 0 : Duration.toMillis(error.retryAfter)
  if (error.reason._tag === "RateLimited") {
    await drizzle
      .update(providerGate)
      .set({ closedUntil: new Date(now.getTime() + Math.max(wait, settings.gateMillis)) })
      .where(eq(providerGate.provider, error.provider))
    return
  }
  if (!SPEAKS_OF_PROVIDER.has(error.reason._tag)) return noteAnswer(drizzle, error.provider)
  const [gate] = await drizzle
    .update(providerGate)
    .set({ failures: sql`${providerGate.failures} + 1` })
    .where(eq(providerGate.provider, error.provider))
    .returning({ failures: providerGate.failures })
  const beyond = (gate?.failures ?? 0) - settings.gateFailures
  if (beyond < 0) return
  const closed = Math.max(Math.min(settings.gateMillis * 2 ** Math.min(beyond, 20), LONGEST_CLOSED), wait)
  await drizzle
    .update(providerGate)
    .set({ closedUntil: new Date(now.getTime() + closed) })
    .where(eq(providerGate.provider, error.provider))
}
