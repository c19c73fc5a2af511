import * as Effect from "effect/Effect"
import { Database, type PreparedStatement, type Transaction } from "../database/database.js"
import { Wakeups } from "../engine/wakeups.js"
import { place } from "../events/event-stream.js"
import { now } from "../now.js"

/** As many events are looked at in one step, and as many endpoints that are behind. */
const EVENTS = 500
const BEHIND = 10

/**
 * Whether anything is to be done: events that were not looked at, and somebody who may want them; or somebody behind.
 * Spelt so that one look into an index answers each.
 */
const PEEK: PreparedStatement = {
  name: "qriskit_fan_out_peek",
  text: /* sql */ `
select exists (select from qriskit.endpoint where is_enabled and position is null and removed_at is null) and (
    (select id from qriskit.event where position is null order by id limit 1) is not null
    or (select max(position) from qriskit.event) > (select position from qriskit.endpoint_fan_out where id = 1)
  ) or exists (select from qriskit.endpoint where is_enabled and position is not null and removed_at is null) as is_due`,
}

const TRY_LOCK: PreparedStatement = {
  name: "qriskit_fan_out_try",
  text: /* sql */ `
select position::float8 as position from qriskit.endpoint_fan_out where id = 1 for update skip locked`,
}

/** The position of the last event of the next step, behind $1, up to $2. */
const REACH: PreparedStatement = {
  name: "qriskit_fan_out_reach",
  text: /* sql */ `
select max(position)::float8 as position, count(*)::int as events from (
  select position from qriskit.event where position > $1 and position <= $2 order by position limit ${EVENTS}
) as step`,
}

const END: PreparedStatement = {
  name: "qriskit_fan_out_end",
  text: /* sql */ `
select coalesce(max(position), 0)::float8 as position,
  exists (select from qriskit.endpoint where is_enabled and position is null and removed_at is null) as has_along
from qriskit.event`,
}

const MOVE: PreparedStatement = {
  name: "qriskit_fan_out_move",
  text: "update qriskit.endpoint_fan_out set position = $1 where id = 1",
}

const WANTS = "(o.subjects is null or e.type = any (o.subjects))"

const INSERT =
  "insert into qriskit.endpoint_message (endpoint_id, event_id, payment_id, seq, type, made_at, next_attempt_at)"

/** Messages for all that go along, of the events behind $1 up to $2. */
const TELL: PreparedStatement = {
  name: "qriskit_fan_out_tell",
  text: /* sql */ `
${INSERT}
select told.endpoint_id, told.id, told.payment_id, told.seq, told.type, $3, $3 from (
  select o.id as endpoint_id, e.id, e.payment_id, e.seq, e.type, e.position
  from qriskit.event as e join qriskit.payment as p on p.id = e.payment_id
    join qriskit.endpoint as o on o.account = p.account and not o.every_account
  where e.position > $1 and e.position <= $2 and o.is_enabled and o.position is null and o.removed_at is null and ${WANTS}
  union all
  select o.id, e.id, e.payment_id, e.seq, e.type, e.position
  from qriskit.event as e join qriskit.endpoint as o on o.every_account
  where e.position > $1 and e.position <= $2 and o.is_enabled and o.position is null and o.removed_at is null and ${WANTS}
) as told
order by told.position
on conflict (endpoint_id, event_id) do nothing
returning id`,
}

/** Endpoints that are behind, those that are nearly there first: what is far behind is in nobody's way. */
const THOSE_BEHIND: PreparedStatement = {
  name: "qriskit_fan_out_behind",
  text: /* sql */ `
select id, position::float8 as position from qriskit.endpoint
where is_enabled and position is not null and position <= $1 and removed_at is null
order by position desc limit ${BEHIND}`,
}

/** Messages for one endpoint, of the events behind $2 up to $3. */
const TELL_ONE: PreparedStatement = {
  name: "qriskit_fan_out_tell_one",
  text: /* sql */ `
${INSERT}
select o.id, e.id, e.payment_id, e.seq, e.type, $4, $4
from qriskit.endpoint as o, qriskit.event as e join qriskit.payment as p on p.id = e.payment_id
where o.id = $1 and e.position > $2 and e.position <= $3 and (o.every_account or o.account = p.account) and ${WANTS}
order by e.position
on conflict (endpoint_id, event_id) do nothing
returning id`,
}

/** It is as far as $2; null: as the others, and goes along with them. */
const MOVE_ONE: PreparedStatement = {
  name: "qriskit_fan_out_move_one",
  text: "update qriskit.endpoint set position = $2 where id = $1",
}

interface Made {
  readonly made: number
  readonly isMore: boolean
}

const NOTHING: Made = { made: 0, isMore: false }

/** `said`: what is left to be said once the step's transaction has ended. */
interface Step extends Pick<Made, "isMore"> {
  readonly said: Effect.Effect<void>
}

const reach = async (tx: Transaction, from: number, to: number) => {
  const [row] = await tx.query(REACH, [from, to])
  const events = Number(row?.["events"] ?? 0)
  // Fewer than a whole step: everything up to there was seen.
  return { position: events < EVENTS ? to : Number(row?.["position"]), isMore: events === EVENTS }
}

const along = async (
  tx: Transaction,
  position: number,
  at: Date,
): Promise<Made & { readonly position: number }> => {
  const [last] = await tx.query(END)
  const end = Math.max(position, Number(last?.["position"] ?? 0))
  // Nobody goes along: nobody misses what is passed over.
  const next =
    last?.["has_along"] === true ? await reach(tx, position, end) : { position: end, isMore: false }
  if (next.position === position) return { ...NOTHING, position }
  const { length } = await tx.query(TELL, [position, next.position, at])
  await tx.query(MOVE, [next.position])
  return { made: length, isMore: next.isMore, position: next.position }
}

const catchUp = async (tx: Transaction, id: string, from: number, to: number, at: Date): Promise<Made> => {
  const next = await reach(tx, from, to)
  const { length } = await tx.query(TELL_ONE, [id, from, next.position, at])
  await tx.query(MOVE_ONE, [id, next.isMore ? next.position : null])
  return { made: length, isMore: next.isMore }
}

const step =
  (at: Date, wakeups: Wakeups["Service"]) =>
  async (tx: Transaction): Promise<Step> => {
    const [locked] = await tx.query(TRY_LOCK)
    if (locked === undefined) return { isMore: false, said: Effect.void }
    const said = await place(tx, wakeups)
    const moved = await along(tx, Number(locked["position"]), at)
    let { made, isMore } = moved
    for (const { id, position } of await tx.query(THOSE_BEHIND, [moved.position])) {
      const caught = await catchUp(tx, String(id), Number(position), moved.position, at)
      made += caught.made
      isMore = isMore || caught.isMore
    }
    const sends = made > 0 ? await wakeups.dueAfter(tx, ["send"]) : Effect.void
    return { isMore, said: Effect.andThen(said, sends) }
  }

/**
 * Makes messages of what happened since the last step, each once for an endpoint: by the events' positions, so that
 * none is passed over that was committed late. One process at a time. Gives whether there is more to do at once.
 */
export const fanOut = Effect.gen(function* () {
  const database = yield* Database
  const [peeked] = yield* database.query(PEEK)
  if (peeked?.["is_due"] !== true) return false
  const wakeups = yield* Wakeups
  const { isMore, said } = yield* database.transaction(step(yield* now, wakeups))
  yield* said
  return isMore
  // It is committed also where nobody waits for it any more.
}).pipe(Effect.uninterruptible)
