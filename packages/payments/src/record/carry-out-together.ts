import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { Database, type PreparedStatement, type Row } from "../database/database.js"
import { gathering } from "../engine/gathering.js"
import { eventOf } from "../events/event-type.js"
import type { DatabaseFailure } from "../failure.js"
import type { Move, Written } from "./move.js"
import { columnsOf, setFrom } from "./patch.js"
import type { AttemptRow } from "./rows.js"

/** A move of an attempt as it was read. */
export interface Proposal {
  readonly attempt: AttemptRow
  /** The version of its row: what the move was decided on. */
  readonly version: string
  /** Attempts that the payment has. */
  readonly attempts: number
  readonly move: Move
  readonly at: Date
  /** The provider's answer was asked for then: callbacks that had come are checked by it. */
  readonly checksUntil?: Date
  /** The provider gave a sign of life. */
  readonly isAlive?: boolean
}

/** What was written, and when callbacks came that it checked. */
export type CarriedOut = Written & { readonly waited: ReadonlyArray<Date> }

/** As many are written together at most. */
const MOST = 64

/**
 * Carries out many moves, in one statement and with one commit: attempts, their payments, events, and callbacks that
 * are checked. Only those whose attempt is still what it was when the move was decided, is its payment's only one and
 * governs it; the others are not touched and not given back. Payments are locked before attempts, in their order, as
 * everywhere. The database checks every move against the same table as one by one.
 */
const STATEMENT: PreparedStatement = {
  name: "qriskit_carry_out",
  text: /* sql */ `
with said as (
  select * from jsonb_to_recordset($1::jsonb) as said (
    id uuid, version text, patch jsonb, event text, at timestamptz, checks_until timestamptz, alive text
  )
),
locked as (
  select a.id, said.patch, said.event, said.at, said.checks_until
  from said
  join qriskit.attempt as a on a.id = said.id
  join qriskit.payment as p on p.id = a.payment_id
  where a.xmin::text = said.version and p.attempts = 1 and p.attempt_id = a.id
  order by p.id
  for update of p for no key update of a
),
moved as (
  update qriskit.attempt as a ${setFrom("locked.patch")}
  from locked where a.id = locked.id
  returning a.id, a.payment_id, a.status, a.paid_amount, locked.event, locked.at, locked.checks_until
),
counted as (
  update qriskit.payment as p set event_seq = p.event_seq + 1, changed_at = moved.at
  from moved where p.id = moved.payment_id and moved.event is not null
  returning p.id, p.event_seq
),
told as (
  insert into qriskit.event (payment_id, attempt_id, seq, type, status, paid_amount, occurred_at, next_delivery_at)
  select moved.payment_id, moved.id, counted.event_seq, moved.event, moved.status, moved.paid_amount, moved.at, moved.at
  from moved join counted on counted.id = moved.payment_id
),
checked as (
  update qriskit.receipt as r set checked_at = moved.at
  from moved
  where r.attempt_id = moved.id and r.checked_at is null and r.last_received_at <= moved.checks_until
  returning r.attempt_id, r.last_received_at
),
alive as (
  update qriskit.provider_gate as gate set closed_until = said.at
  from said where gate.provider = said.alive and gate.account = '' and gate.closed_until > said.at
)
select moved.id, array(
  select floor(extract(epoch from last_received_at) * 1000)::float8 from checked where attempt_id = moved.id
) as waited
from moved`,
}

const eventIn = ({ attempt: { status: before }, move }: Proposal) =>
  before === move.status ? undefined : eventOf(before, move.status)

const asSaid = (proposal: Proposal) => {
  const { attempt: row, version, move, at, checksUntil, isAlive } = proposal
  return {
    id: row.id,
    version,
    patch: columnsOf(
      move.patch,
      row.status === move.status ? undefined : { status: move.status, changedAt: at },
    ),
    event: eventIn(proposal),
    at,
    // There is a callback to check only where one came since the last answer.
    checks_until: row.pokes > row.answeredPokes ? checksUntil : undefined,
    alive: isAlive === true ? row.provider : undefined,
  }
}

const waitedIn = (row: Row): ReadonlyArray<Date> =>
  Array.isArray(row["waited"]) ? row["waited"].map((millis) => new Date(Number(millis))) : []

/**
 * Carries out moves together where several come at once. A move that is anything but plain is left to the transaction
 * that locks first and decides then: `undefined`.
 */
export class Together extends Context.Service<
  Together,
  {
    carryOut(proposal: Proposal): Effect.Effect<CarriedOut | undefined, DatabaseFailure>
    /** Moves that wait to be written. */
    waiting(): number
  }
>()("@qriskit/payments/Together") {
  static readonly layer: Layer.Layer<Together, never, Database> = Layer.effect(
    Together,
    Effect.gen(function* () {
      const database = yield* Database
      const write = gathering({
        most: MOST,
        keyOf: ({ attempt: { id } }: Proposal) => id,
        isWorthSplitting: ({ outcome }: DatabaseFailure) => outcome === "not_done",
        write: (set: ReadonlyArray<Proposal>) =>
          Effect.map(database.query(STATEMENT, [JSON.stringify(set.map(asSaid))]), (rows) => {
            const moved = new Map(rows.map((row) => [row["id"], row]))
            return set.map((proposal): CarriedOut | undefined => {
              const row = moved.get(proposal.attempt.id)
              const event = eventIn(proposal)
              return row === undefined
                ? undefined
                : { events: event === undefined ? [] : [event], anomalies: [], waited: waitedIn(row) }
            })
          }),
      })
      return {
        waiting: write.waiting,
        carryOut: (proposal) => {
          const isPlain = proposal.attempts === 1 && proposal.move.findings.length === 0
          if (!isPlain) return Effect.succeed(undefined)
          // What the database refuses here is decided once more, from what it holds by then.
          return Effect.catchTag(write(proposal), "DatabaseFailure", (failure) =>
            failure.outcome === "not_done" ? Effect.succeed(undefined) : Effect.fail(failure),
          )
        },
      }
    }),
  )
}
