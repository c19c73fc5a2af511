import { present } from "@qriskit/core/provider-kit"
import * as Effect from "effect/Effect"
import { Database, type PreparedStatement, type Transaction } from "../database/database.js"
import { Wakeups } from "../engine/wakeups.js"
import { count, METRICS } from "../reading/metrics.js"
import { namedAccount } from "../record/account.js"
import type { DisabledWhy } from "./disabled-why.js"
import { ENDPOINT_DISABLED } from "./subject.js"

/** Everybody who moves messages or endpoints along waits for this one row, and takes it first. */
export const LOCK_FAN_OUT: PreparedStatement = {
  name: "qriskit_fan_out_lock",
  text: "select position::float8 as position from qriskit.endpoint_fan_out where id = 1 for update",
}

/**
 * Nothing more is sent, and nothing is lost: the endpoint stands where it is. Where it failed for long: if nothing has
 * succeeded since. Only once.
 */
const DISABLE: PreparedStatement = {
  name: "qriskit_endpoint_disable",
  text: /* sql */ `
update qriskit.endpoint set is_enabled = false, disabled_at = $2, disabled_why = $3, changed_at = $2,
  position = coalesce(position, (select position from qriskit.endpoint_fan_out where id = 1), 0)
where id = $1 and is_enabled and removed_at is null and ($4::timestamptz is null or failing_since <= $4)
returning id, account, failing_since`,
}

/** A finding for whoever looks after the merchants. */
const FIND: PreparedStatement = {
  name: "qriskit_endpoint_finding",
  text: /* sql */ `
insert into qriskit.anomaly (account, kind, once, detail, found_at)
values ($1, 'endpoint_disabled', 'endpoint_disabled:' || $2::uuid || ':' || ($4::timestamptz)::text, $3, $4)
on conflict (once) do nothing`,
}

/** A message to the other endpoints that are told of this account. */
const TELL: PreparedStatement = {
  name: "qriskit_endpoint_disabled_told",
  text: /* sql */ `
insert into qriskit.endpoint_message (endpoint_id, type, note, made_at, next_attempt_at)
select o.id, '${ENDPOINT_DISABLED}', $3, $4, $4 from qriskit.endpoint as o
where (o.account = $1 or o.every_account) and o.id <> $2 and o.is_enabled and o.removed_at is null
  and (o.subjects is null or '${ENDPOINT_DISABLED}' = any (o.subjects))`,
}

const DETAIL: Readonly<Record<DisabledWhy, string>> = {
  by_hand: "It was disabled by hand.",
  gone: "It answered 410 Gone.",
  failing: "Nothing it was sent has been taken",
}

const detailOf = (id: string, why: DisabledWhy, since: unknown): string => {
  const reason =
    why === "failing" && since instanceof Date
      ? `${DETAIL.failing} since ${since.toISOString()}.`
      : DETAIL[why]
  return `The endpoint ${id} was disabled: ${reason} What it has not taken waits until it is enabled again.`
}

const disableIn =
  (id: string, why: Exclude<DisabledWhy, "by_hand">, at: Date, failingSince: Date | undefined) =>
  async (tx: Transaction): Promise<boolean> => {
    await tx.query(LOCK_FAN_OUT)
    const [disabled] = await tx.query(DISABLE, [id, at, why, failingSince ?? null])
    if (disabled === undefined) return false
    const account = String(disabled["account"])
    await tx.query(FIND, [account, id, detailOf(id, why, disabled["failing_since"]), at])
    const note = { endpoint: id, ...present({ account: namedAccount(account) }), why }
    await tx.query(TELL, [account, id, JSON.stringify(note), at])
    return true
  }

/**
 * Disables an endpoint that is gone, or has failed since before `failingBefore`. With a finding, and a
 * message to others.
 */
export const disable = Effect.fnUntraced(function* (
  id: string,
  why: Exclude<DisabledWhy, "by_hand">,
  at: Date,
  failingBefore?: Date,
) {
  const isDisabled = yield* (yield* Database).transaction(disableIn(id, why, at, failingBefore))
  if (!isDisabled) return
  yield* count(METRICS.endpointsDisabled, { why })
  yield* Effect.logWarning(
    `payments endpoints: ${id} was disabled: ${why === "gone" ? "it answered 410 Gone" : "it failed for too long"}; what it has not taken waits until it is enabled again`,
  )
  yield* (yield* Wakeups).due(["send"])
})

/** Stands still by hand, or goes on where it stopped. In a transaction that holds `LOCK_FAN_OUT`. */
export const STAND_STILL: PreparedStatement = {
  name: "qriskit_endpoint_stand_still",
  text: /* sql */ `
update qriskit.endpoint set is_enabled = false, disabled_at = $2, disabled_why = 'by_hand', changed_at = $2,
  position = coalesce(position, (select position from qriskit.endpoint_fan_out where id = 1), 0)
where id = $1 and is_enabled`,
}

export const GO_ON: PreparedStatement = {
  name: "qriskit_endpoint_go_on",
  text: /* sql */ `
update qriskit.endpoint set is_enabled = true, disabled_at = null, disabled_why = null, changed_at = $2, failures = 0,
  failing_since = null, held_until = null, is_slow = false
where id = $1 and not is_enabled`,
}
