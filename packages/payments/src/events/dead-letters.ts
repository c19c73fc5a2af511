import * as Effect from "effect/Effect"
import { allOf } from "../database/conditions.js"
import { Database, type PreparedStatement } from "../database/database.js"
import { decodeInput } from "../decode-input.js"
import { Wakeups } from "../engine/wakeups.js"
import { NoSuchItem } from "../failure.js"
import { Decided, ListByAccount } from "../findings/findings.js"
import { now } from "../now.js"
import { listed } from "../reading/listed-item.js"
import { ofAccount } from "../reading/of-account.js"
import { eventFrom, type PaymentEvent } from "./event.js"
import { EVENT_COLUMNS, eventRowsIn } from "./event-rows.js"

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
  const { where, values } = allOf(["e.id > $", after], ofAccount("p.account", account))
  const rows = yield* database.query(
    `select ${EVENT_COLUMNS}
     from qriskit.event as e join qriskit.payment as p on p.id = e.payment_id join qriskit.attempt as a on a.id = e.attempt_id
     where e.dead_at is not null and e.delivered_at is null and ${where} order by e.id limit ${limit}`,
    values,
  )
  return rows.map(eventRowsIn).map(
    (row): DeadLetter => ({
      event: eventFrom(row),
      deliveries: row.event.deliveries,
      lastError: row.event.lastError ?? "",
      deadAt: row.event.deadAt ?? row.event.occurredAt,
    }),
  )
})

/**
 * Of what was handed over and not taken: given up, waiting for its next turn, or in the hands of a handler that hangs.
 * A turn that hangs knows its number: the next one has another.
 */
const REPLAY: PreparedStatement = {
  name: "qriskit_replay",
  text: /* sql */ `
update qriskit.event set dead_at = null, deliveries = case when dead_at is null then deliveries else 0 end,
  next_delivery_at = $2
where id = $1 and delivered_at is null and (dead_at is not null or deliveries > 0)
returning id`,
}

const SKIP: PreparedStatement = {
  name: "qriskit_skip",
  text: /* sql */ `
update qriskit.event set delivered_at = $2, skipped_by = $3, skipped_why = $4
where id = $1 and dead_at is not null and delivered_at is null
returning id`,
}

/**
 * Hands an event over again that handlers did not take: a dead letter from its first delivery on; one that failed, or
 * whose handler hangs, now instead of after its pause. What the earlier turn still does no longer counts. Fails with
 * `NoSuchItem`, `DatabaseFailure`.
 */
export const replay = Effect.fn("Payments.deadLetters.replay")(function* (id: number) {
  const database = yield* Database
  yield* listed("dead letter", id)
  const at = yield* now
  const revived = yield* database.query(REPLAY, [id, at])
  if (revived.length === 0) return yield* new NoSuchItem({ what: "dead letter", id })
  yield* (yield* Wakeups).poke
})

/**
 * Counts a dead letter as delivered, so that what follows it goes on. Fails with `NoSuchItem`, `InvalidInput`,
 * `DatabaseFailure`.
 */
export const skip = Effect.fn("Payments.deadLetters.skip")(function* (id: number, input: unknown) {
  const database = yield* Database
  const { by, why } = yield* decodeDecided(input)
  yield* listed("dead letter", id)
  const at = yield* now
  const skipped = yield* database.query(SKIP, [id, at, by, why])
  if (skipped.length === 0) return yield* new NoSuchItem({ what: "dead letter", id })
  yield* (yield* Wakeups).poke
})
