import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { Database, type PreparedStatement } from "../database/database.js"
import { decodeInput } from "../decode-input.js"
import { Wakeups } from "../engine/wakeups.js"
import { now } from "../now.js"
import type { OfAccount } from "../record/account.js"
import { storedTime } from "../record/storable.js"
import { NoSuchEndpoint } from "./failure.js"
import { findEndpoint, wantedAccount } from "./finding-endpoint.js"
import { nameOf } from "./message.js"
import { PING } from "./subject.js"

/** What to send again: one message, or all of an endpoint since a time. */
export const Resend = Schema.Union([
  Schema.Struct({ message: Schema.String }),
  Schema.Struct({
    endpoint: Schema.String,
    /** Messages that were made at this time or later. */
    since: storedTime,
    /** Also those that were delivered. Default: dead letters alone. */
    delivered: Schema.optionalKey(Schema.Boolean),
  }),
])
export type Resend = typeof Resend.Type

const decode = decodeInput("endpoints.resend", Resend)

/** Begins a message anew, whatever became of it; nothing keeps its endpoint waiting. */
const ONE: PreparedStatement = {
  name: "qriskit_resend_one",
  text: /* sql */ `
with again as (
  update qriskit.endpoint_message as m
  set delivered_at = null, dead_at = null, tries = 0, next_attempt_at = $2, leased_until = null
  from qriskit.endpoint as o
  where m.name = $1 and m.type <> '${PING}' and o.id = m.endpoint_id and o.removed_at is null
    and ($3::text is null or o.account = $3)
  returning m.endpoint_id
)
update qriskit.endpoint set held_until = null from again where endpoint.id = again.endpoint_id
returning endpoint.id`,
}

/** As many at once. */
const MOST = 1_000

/** Of an endpoint what was made from $2 on and is dead, or was delivered ($4), behind the message $5. */
const SINCE: PreparedStatement = {
  name: "qriskit_resend_since",
  text: /* sql */ `
with chosen as (
  select id, made_at from qriskit.endpoint_message
  where endpoint_id = $1 and made_at >= $2 and (made_at, id) > ($6, $5) and next_attempt_at is null
    and type <> '${PING}' and (dead_at is not null or $4)
  order by made_at, id limit ${MOST}
),
again as (
  update qriskit.endpoint_message as m
  set delivered_at = null, dead_at = null, tries = 0, next_attempt_at = $3, leased_until = null
  from chosen where m.id = chosen.id
  returning m.id
)
select chosen.id::float8 as id, chosen.made_at from chosen order by chosen.made_at, chosen.id`,
}

const FREE: PreparedStatement = {
  name: "qriskit_resend_free",
  text: "update qriskit.endpoint set held_until = null where id = $1 and held_until is not null",
}

const resendSince = Effect.fnUntraced(function* (
  { endpoint, since, delivered = false }: Exclude<Resend, { readonly message: string }>,
  of: OfAccount | undefined,
  at: Date,
) {
  const database = yield* Database
  yield* findEndpoint(endpoint, of, at)
  let total = 0
  let [id, madeAt] = [0, since]
  while (true) {
    const rows = yield* database.query(SINCE, [endpoint, since, at, delivered, id, madeAt])
    total += rows.length
    const last = rows.at(-1)
    if (rows.length < MOST || !(last?.["made_at"] instanceof Date)) break
    ;[id, madeAt] = [Number(last["id"]), last["made_at"]]
  }
  yield* database.query(FREE, [endpoint])
  return total
})

/**
 * Sends again, under the same ids: receivers that took them know that they did. What it is about still goes out
 * in order: a later message of the same payment waits meanwhile. To a disabled endpoint it goes once that is
 * enabled. Gives how many.
 *
 * Fails with `InvalidInput`, `NoSuchEndpoint`, `DatabaseFailure`.
 */
export const resend = Effect.fn("Payments.endpoints.resend")(function* (input: Resend, of?: OfAccount) {
  const what = yield* decode(input)
  const at = yield* now
  if (!("message" in what)) {
    const total = yield* resendSince(what, of, at)
    yield* (yield* Wakeups).due(["send"])
    return total
  }
  const name = nameOf(what.message)
  const found = name === undefined ? [] : yield* (yield* Database).query(ONE, [name, at, wantedAccount(of)])
  if (found.length === 0) return yield* new NoSuchEndpoint({ what: "message", id: what.message })
  yield* (yield* Wakeups).due(["send"])
  return 1
})
