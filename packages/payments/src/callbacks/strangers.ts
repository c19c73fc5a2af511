import { sql } from "drizzle-orm"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { Database } from "../database/database.js"
import { discardedReceipt } from "../database/schema.js"
import { Settings } from "../settings.js"
import type { ReceiptVerdict } from "./receipt.js"

const HOUR = 3_600_000

const keyOf = (provider: string, verdict: ReceiptVerdict): string => `${provider} ${verdict}`

interface Tally {
  readonly provider: string
  readonly verdict: ReceiptVerdict
  readonly hour: number
  stored: number
  discarded: number
}

/**
 * Bounds what callbacks about no payment here may store: so many per hour, provider and verdict in this process. The
 * rest is counted. What one hour holds in memory is one number for each provider and verdict.
 */
export class Strangers extends Context.Service<
  Strangers,
  {
    /** Whether one more may be stored. Counts it either way. */
    admit(provider: string, verdict: ReceiptVerdict): Effect.Effect<boolean>
    /** Writes down how many were not stored. */
    readonly flush: Effect.Effect<void, never, never>
  }
>()("@qriskit/payments/Strangers") {
  static readonly layer: Layer.Layer<Strangers, never, Settings | Database> = Layer.effect(
    Strangers,
    Effect.gen(function* () {
      const { strangersPerHour } = yield* Settings
      const database = yield* Database
      const tallies = new Map<string, Tally>()
      const ended: Array<Tally> = []

      const tallyFor = (provider: string, verdict: ReceiptVerdict, now: number): Tally => {
        const key = keyOf(provider, verdict)
        const hour = Math.floor(now / HOUR) * HOUR
        const current = tallies.get(key)
        if (current?.hour === hour) return current
        if (current !== undefined && current.discarded > 0) ended.push(current)
        const fresh = { provider, verdict, hour, stored: 0, discarded: 0 }
        tallies.set(key, fresh)
        return fresh
      }

      return {
        admit: (provider, verdict) =>
          Effect.map(database.now, (now) => {
            const tally = tallyFor(provider, verdict, now.getTime())
            if (tally.stored < strangersPerHour) {
              tally.stored += 1
              return true
            }
            tally.discarded += 1
            return false
          }),
        flush: Effect.gen(function* () {
          const counted = [...ended.splice(0), ...tallies.values()].filter(({ discarded }) => discarded > 0)
          for (const tally of counted) {
            const times = tally.discarded
            tally.discarded = 0
            yield* database
              .run((drizzle) =>
                drizzle
                  .insert(discardedReceipt)
                  .values({
                    provider: tally.provider,
                    verdict: tally.verdict,
                    hour: new Date(tally.hour),
                    times,
                  })
                  .onConflictDoUpdate({
                    target: [
                      discardedReceipt.provider,
                      discardedReceipt.account,
                      discardedReceipt.verdict,
                      discardedReceipt.hour,
                    ],
                    set: { times: sql`${discardedReceipt.times} + ${times}` },
                  }),
              )
              .pipe(
                Effect.catchTag("DatabaseFailure", () =>
                  Effect.sync(() => {
                    tally.discarded += times
                    if (tallies.get(keyOf(tally.provider, tally.verdict)) !== tally) ended.push(tally)
                  }),
                ),
              )
          }
        }),
      }
    }),
  )
}
