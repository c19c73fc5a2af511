import * as Effect from "effect/Effect"
import { Database, type PreparedStatement } from "../database/database.js"
import { now } from "../now.js"

/** As many rows go at once. */
const MOST = 5_000

/** Messages that are settled, made before $1, with their attempts. */
const OLD: PreparedStatement = {
  name: "qriskit_endpoint_prune",
  text: /* sql */ `
delete from qriskit.endpoint_message where id = any (array(
  select id from qriskit.endpoint_message where next_attempt_at is null and made_at < $1 limit ${MOST}
))`,
}

/** What was for endpoints that were removed; and those themselves, once nothing is left of it. */
const OF_REMOVED: PreparedStatement = {
  name: "qriskit_endpoint_prune_removed",
  text: /* sql */ `
delete from qriskit.endpoint_message where id = any (array(
  select m.id from qriskit.endpoint as o join qriskit.endpoint_message as m on m.endpoint_id = o.id
  where o.removed_at is not null limit ${MOST}
))`,
}

const REMOVED: PreparedStatement = {
  name: "qriskit_endpoint_removed",
  text: /* sql */ `
delete from qriskit.endpoint as o
where o.removed_at is not null and not exists (select from qriskit.endpoint_message where endpoint_id = o.id)`,
}

/** Deletes what is past its retention. Dead letters are kept as long as what was delivered. */
export const prune = Effect.fnUntraced(function* (before: Date) {
  const database = yield* Database
  yield* database.query(OLD, [before])
  yield* database.query(OF_REMOVED)
  yield* database.query(REMOVED)
})

/** Messages that are due, and events that were not looked at, up to a thousand each; of endpoints that are enabled. */
const LEFT: PreparedStatement = {
  name: "qriskit_endpoint_left",
  text: /* sql */ `
select (select count(*) from (
    select from qriskit.endpoint as o join qriskit.endpoint_message as m on m.endpoint_id = o.id
    where o.is_enabled and o.removed_at is null and (o.held_until is null or o.held_until <= $1)
      and m.next_attempt_at <= $1 limit 1000
  ) as due)::int + (select count(*) from (
    select from qriskit.event, qriskit.endpoint_fan_out as f
    where event.position > f.position
      and exists (select from qriskit.endpoint where is_enabled and position is null and removed_at is null) limit 1000
  ) as unseen)::int as left`,
}

export const left = Effect.gen(function* () {
  const [row] = yield* (yield* Database).query(LEFT, [yield* now])
  return Number(row?.["left"] ?? 0)
})
