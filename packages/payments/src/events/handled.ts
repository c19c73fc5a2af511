import { randomUUID } from "node:crypto"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { Database, type PreparedStatement } from "../database/database.js"
import { AFTERWARDS, endsWithin } from "../engine/closing.js"
import type { DatabaseFailure } from "../failure.js"
import { EventType } from "./event-type.js"
import { Handlers } from "./handlers.js"

/** A process that is heard of no more counts as gone after so long, in milliseconds. */
const LEASE = 60_000

/** What a process handles is said again before that. */
const SAID_AGAIN = 20_000

/** A type that nobody handles, and nobody has handled for so long, is waited for no more: 30 days. */
const MEMORY = 30 * 86_400_000

/** An event of such a type is passed over once it is so old: a deployment that adds a handler for it loses nothing. */
const PATIENCE = 3_600_000

/** As many are passed over at once. */
export const MOST_PASSED = 5_000

/** Says what this process handles until $4, takes back what it handles no more, and tells what only others handle. */
const SAY: PreparedStatement = {
  name: "qriskit_handled",
  text: /* sql */ `
with ended as (
  update qriskit.handled set until = $3 where process = $1 and type <> all ($2::text[]) and until > $3
),
said as (
  insert into qriskit.handled (process, type, until)
  select $1, type, $4 from unnest($2::text[]) as handled (type)
  on conflict (process, type) do update set until = excluded.until
)
select distinct type from qriskit.handled where process <> $1 and until > $3 and type <> all ($2::text[])`,
}

/** Forgets processes that are gone, and of each type who handled it last not before $2. */
const FORGET: PreparedStatement = {
  name: "qriskit_handled_forget",
  text: /* sql */ `
delete from qriskit.handled as gone
where until < $1 and (
  until < $2
  or exists (
    select from qriskit.handled as other
    where other.type = gone.type and (other.until, other.process) > (gone.until, gone.process)
  )
)`,
}

/** Counts old events that nobody handles as delivered, in parts. */
const PASS_OVER: PreparedStatement = {
  name: "qriskit_pass_over",
  text: /* sql */ `
with unhandled as (
  select type from unnest($1::text[]) as any_type (type)
  where not exists (select from qriskit.handled where handled.type = any_type.type and until >= $2)
)
update qriskit.event set delivered_at = $3
where id in (
  select old.id from unhandled cross join lateral (
    select id from qriskit.event
    where event.type = unhandled.type and delivered_at is null and dead_at is null and next_delivery_at <= $4
    order by next_delivery_at limit ${MOST_PASSED}
  ) as old
)
returning id`,
}

/**
 * Which types of events this process has handlers for, as the other processes know it. What somebody handles keeps
 * later events of its payment waiting, so that order holds; what nobody handles does not.
 */
export class Handled extends Context.Service<
  Handled,
  {
    /** The types that this process may claim: on record before the first one is claimed. */
    readonly types: Effect.Effect<ReadonlyArray<EventType>, DatabaseFailure>
    /** The types that other processes have handlers for and this one has not, as known lately. */
    elsewhere(): ReadonlyArray<EventType>
    /** Passes over what nobody waits for; gives how many. Only a process that has handlers does. */
    readonly passOver: Effect.Effect<number, DatabaseFailure>
  }
>()("@qriskit/payments/Handled") {
  static readonly layer: Layer.Layer<Handled, never, Database | Handlers> = Layer.effect(
    Handled,
    Effect.gen(function* () {
      const database = yield* Database
      const handlers = yield* Handlers
      const process = randomUUID()
      let said = ""
      let elsewhere: ReadonlyArray<EventType> = []
      let saidAt = Number.NEGATIVE_INFINITY

      const say = Effect.fnUntraced(function* (types: ReadonlyArray<EventType>) {
        const at = yield* database.now
        const others = yield* database.query(SAY, [process, types, at, new Date(at.getTime() + LEASE)])
        elsewhere = EventType.literals.filter((type) => others.some((row) => row["type"] === type))
        said = types.join()
        saidAt = at.getTime()
      })

      yield* Effect.addFinalizer(() =>
        said === ""
          ? Effect.void
          : // A database that does not answer is left: the lease ends anyhow.
            endsWithin(AFTERWARDS, Effect.ignore(say([]))),
      )
      return {
        types: Effect.gen(function* () {
          const types = handlers.types()
          const at = yield* database.now
          if (types.join() !== said || (said !== "" && at.getTime() >= saidAt + SAID_AGAIN)) yield* say(types)
          return types
        }),
        elsewhere: () => elsewhere,
        passOver: Effect.gen(function* () {
          if (handlers.types().length === 0) return 0
          const at = yield* database.now
          const before = (millis: number) => new Date(at.getTime() - millis)
          yield* database.query(FORGET, [at, before(MEMORY)])
          const passed = yield* database.query(PASS_OVER, [
            EventType.literals,
            before(MEMORY),
            at,
            before(PATIENCE),
          ])
          return passed.length
        }),
      }
    }),
  )
}
