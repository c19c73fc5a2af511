import { and, asc, eq, gt, isNotNull, isNull, or, sql } from "drizzle-orm"
import * as Effect from "effect/Effect"
import { Database } from "../database/database.js"
import { attempt, event, payment } from "../database/schema.js"
import { decodeInput } from "../decode-input.js"
import { Wakeups } from "../engine/wakeups.js"
import { NoSuchItem } from "../failure.js"
import { Decided, ListByAccount } from "../findings/findings.js"
import { now } from "../now.js"
import { listed } from "../reading/listed-item.js"
import { ofAccount } from "../reading/of-account.js"
import { eventFrom, type PaymentEvent } from "./event.js"

/** An event that was handed over too often. Later events of the same payment wait behind it. */
export interface DeadLetter {
  readonly event: PaymentEvent
  readonly deliveries: number
  readonly lastError: string
  readonly deadAt: Date
}

/** Which dead letters to list, and which page of them. */
export type ListDeadLetters = typeof ListByAccount.Type

const decodeList = decodeInput("deadLetters.list", ListByAccount)
const decodeDecided = decodeInput("deadLetters.skip", Decided)

/** Lists dead letters by event id. Fails with `InvalidInput`, `DatabaseFailure`. */
export const listDeadLetters = Effect.fn("Payments.deadLetters.list")(function* (input: unknown = {}) {
  const database = yield* Database
  const { after = 0, limit = 50, account } = yield* decodeList(input)
  const rows = yield* database.run((drizzle) =>
    drizzle
      .select({ event, payment, attempt })
      .from(event)
      .innerJoin(payment, eq(payment.id, event.paymentId))
      .innerJoin(attempt, eq(attempt.id, event.attemptId))
      .where(
        and(
          isNotNull(event.deadAt),
          isNull(event.deliveredAt),
          gt(event.id, after),
          ofAccount(payment.account, account),
        ),
      )
      .orderBy(asc(event.id))
      .limit(limit),
  )
  return rows.map(
    (row): DeadLetter => ({
      event: eventFrom(row),
      deliveries: row.event.deliveries,
      lastError: row.event.lastError ?? "",
      deadAt: row.event.deadAt ?? row.event.occurredAt,
    }),
  )
})

const waiting = (id: number) => and(eq(event.id, id), isNotNull(event.deadAt), isNull(event.deliveredAt))

/** Handed over and not taken: given up, waiting for its next turn, or in the hands of a handler that hangs. */
const untaken = (id: number) =>
  and(eq(event.id, id), isNull(event.deliveredAt), or(isNotNull(event.deadAt), gt(event.deliveries, 0)))

/**
 * Hands an event over again that handlers did not take: a dead letter from its first delivery on; one that failed, or
 * whose handler hangs, now instead of after its pause. What the earlier turn still does no longer counts. Fails with
 * `NoSuchItem`, `DatabaseFailure`.
 */
export const replay = Effect.fn("Payments.deadLetters.replay")(function* (id: number) {
  const database = yield* Database
  yield* listed("dead letter", id)
  const at = yield* now
  const revived = yield* database.run((drizzle) =>
    drizzle
      .update(event)
      .set({
        deadAt: null,
        // A turn that hangs knows its number: the next one has another.
        deliveries: sql`case when ${event.deadAt} is null then ${event.deliveries} else 0 end`,
        nextDeliveryAt: at,
      })
      .where(untaken(id))
      .returning({ id: event.id }),
  )
  if (revived.length === 0) return yield* new NoSuchItem({ what: "dead letter", id })
  yield* (yield* Wakeups).poke
})

/** Counts a dead letter as delivered, so that what follows it goes on. Fails with `NoSuchItem`, `InvalidInput`, `DatabaseFailure`. */
export const skip = Effect.fn("Payments.deadLetters.skip")(function* (id: number, input: unknown) {
  const database = yield* Database
  const { by, why } = yield* decodeDecided(input)
  yield* listed("dead letter", id)
  const at = yield* now
  const skipped = yield* database.run((drizzle) =>
    drizzle
      .update(event)
      .set({ deliveredAt: at, skippedBy: by, skippedWhy: why })
      .where(waiting(id))
      .returning({ id: event.id }),
  )
  if (skipped.length === 0) return yield* new NoSuchItem({ what: "dead letter", id })
  yield* (yield* Wakeups).poke
})
