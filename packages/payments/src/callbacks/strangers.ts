import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { Database, type PreparedStatement } from "../database/database.js"
import { Settings } from "../settings.js"
import type { ReceiptVerdict } from "./receipt.js"

const HOUR = 3_600_000

const COUNT: PreparedStatement = {
  name: "qriskit_discarded",
  text: /* sql */ `
insert into qriskit.discarded_receipt (provider, verdict, hour, times) values ($1, $2, $3, $4)
on conflict (provider, account, verdict, hour) do update set times = discarded_receipt.times + excluded.times`,
}

const keyOf = (provider: string, verdict: ReceiptVerdict): string => `${provider} ${verdict}`

/** One caller's part of what may be stored, where callers are told apart. */
const SHARE_OF_CALLER = 1 / 10

/** So many times as many ids as bodies are kept: they are small, and may be money. */
const IDS_PER_BODY = 10

/** Beyond so many callers of an hour the others count as one. */
const MOST_CALLERS = 1_000

/** How much of a callback may be stored. */
export type Admission = "whole" | "ids" | "nothing"

interface Tally {
  readonly provider: string
  readonly verdict: ReceiptVerdict
  readonly hour: number
  stored: number
  /** Callbacks of which only the ids were kept. */
  ids: number
  discarded: number
  readonly byCaller: Map<string, number>
}

/**
 * Bounds what callbacks about no payment here may store: so many per hour, provider and verdict in this process, and a
 * part of that for each caller, so that one who makes them up leaves room for the provider's own. Of more the ids are
 * kept, of still more nothing; what is not stored whole is counted.
 */
export class Strangers extends Context.Service<
  Strangers,
  {
    /** How much of one more may be stored. Counts it either way. `caller`: the address that it came from. */
    admit(provider: string, verdict: ReceiptVerdict, caller?: string): Effect.Effect<Admission>
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
        const fresh = { provider, verdict, hour, stored: 0, ids: 0, discarded: 0, byCaller: new Map() }
        tallies.set(key, fresh)
        return fresh
      }

      /** Whether a caller has something left of its share. Counts it. */
      const hasShare = ({ byCaller }: Tally, caller: string | undefined): boolean => {
        if (caller === undefined) return true
        const who = byCaller.has(caller) || byCaller.size < MOST_CALLERS ? caller : ""
        const before = byCaller.get(who) ?? 0
        byCaller.set(who, before + 1)
        return before < Math.max(1, strangersPerHour * SHARE_OF_CALLER)
      }

      return {
        admit: (provider, verdict, caller) =>
          Effect.map(database.now, (now) => {
            const tally = tallyFor(provider, verdict, now.getTime())
            if (tally.stored < strangersPerHour && hasShare(tally, caller)) {
              tally.stored += 1
              return "whole"
            }
            tally.discarded += 1
            if (tally.ids >= strangersPerHour * IDS_PER_BODY) return "nothing"
            tally.ids += 1
            return "ids"
          }),
        flush: Effect.gen(function* () {
          const counted = [...ended.splice(0), ...tallies.values()].filter(({ discarded }) => discarded > 0)
          for (const tally of counted) {
            const times = tally.discarded
            tally.discarded = 0
            yield* database.query(COUNT, [tally.provider, tally.verdict, new Date(tally.hour), times]).pipe(
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
