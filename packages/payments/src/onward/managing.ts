import { randomUUID } from "node:crypto"
import * as Effect from "effect/Effect"
import { allOf } from "../database/conditions.js"
import { Database, type PreparedStatement, type Transaction } from "../database/database.js"
import { decodeInput } from "../decode-input.js"
import { Wakeups } from "../engine/wakeups.js"
import { place } from "../events/event-stream.js"
import { InvalidInput } from "../failure.js"
import { now } from "../now.js"
import { ofAccount } from "../reading/of-account.js"
import { type OfAccount, ONE_ACCOUNT } from "../record/account.js"
import { ListEndpoints } from "./asked.js"
import { GO_ON, LOCK_FAN_OUT, STAND_STILL } from "./disabling.js"
import { AddEndpoint, ChangeEndpoint, type EndpointWithSecret } from "./endpoint.js"
import {
  ENDPOINT,
  findEndpoint,
  lockEndpoint,
  noEndpoint,
  wantedAccount,
  withHints,
} from "./finding-endpoint.js"
import type { EndpointsSettings } from "./options.js"
import { objectionTo } from "./permitted.js"
import { sealed, storeSecret } from "./secrets.js"
import { newSecret, secretObjection } from "./signature.js"

const decodeAdd = decodeInput("endpoints.add", AddEndpoint)
const decodeChange = decodeInput("endpoints.update", ChangeEndpoint)
const decodeList = decodeInput("endpoints.list", ListEndpoints)

const wrong = (operation: string, path: string, message: string) =>
  new InvalidInput({ operation: `endpoints.${operation}`, issues: [{ path, message }] })

/** Before the first endpoint nothing is told to anybody. */
const BEGIN: PreparedStatement = {
  name: "qriskit_fan_out_begin",
  text: "insert into qriskit.endpoint_fan_out (id, position) values (1, 0) on conflict do nothing",
}

const ROOM: PreparedStatement = {
  name: "qriskit_endpoint_room",
  text: /* sql */ `
select count(*)::int as endpoints, (select coalesce(max(position), 0)::float8 from qriskit.event) as last
from qriskit.endpoint where account = $1 and removed_at is null`,
}

const INSERT: PreparedStatement = {
  name: "qriskit_endpoint_add",
  text: /* sql */ `
insert into qriskit.endpoint (id, account, every_account, url, subjects, description, with_payer, position, created_at, changed_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)`,
}

/**
 * Adds an endpoint: it is told of what happens from now on, or after `from`. Gives its signing secret, once.
 *
 * Fails with `InvalidInput`, `EndpointSecretFailure`, `DatabaseFailure`.
 */
export const add = (settings: EndpointsSettings) =>
  Effect.fn("Payments.endpoints.add")(function* (input: AddEndpoint) {
    const database = yield* Database
    const asked = yield* decodeAdd(input)
    const { url, account = ONE_ACCOUNT, everyAccount = false, from, secret = newSecret() } = asked
    const objection = objectionTo(url, settings)
    if (objection !== undefined) return yield* wrong("add", "url", objection)
    const weakness = secretObjection(secret)
    if (weakness !== undefined) return yield* wrong("add", "secret", weakness)
    if (everyAccount && account !== ONE_ACCOUNT)
      return yield* wrong("add", "everyAccount", "must not stand beside account")
    const id = randomUUID()
    const wakeups = yield* Wakeups
    const stored = yield* sealed(settings, id, secret)
    const at = yield* now
    const insert = async (tx: Transaction): Promise<InvalidInput | undefined> => {
      const [room] = await tx.query(ROOM, [account])
      if (Number(room?.["endpoints"]) >= settings.endpointsPerAccount)
        return wrong("add", "account", `has ${settings.endpointsPerAccount} endpoints already`)
      const last = Number(room?.["last"])
      if (from !== undefined && from > last)
        return wrong("add", "from", "must be the cursor of an earlier event")
      await tx.query(INSERT, [
        id,
        account,
        everyAccount,
        new URL(url).href,
        asked.subjects === undefined ? null : [...new Set(asked.subjects)],
        asked.description ?? null,
        asked.withPayer ?? false,
        from ?? last,
        at,
      ])
      await storeSecret(tx, id, stored, { secret, at, until: at })
      return undefined
    }
    const storing = database.transaction(async (tx) => {
      await tx.query(BEGIN)
      await tx.query(LOCK_FAN_OUT)
      const said = await place(tx, wakeups)
      return { said, refusal: await insert(tx) }
    })
    // Also where it was refused: claims passed over the events while they were given their positions.
    const { refusal } = yield* Effect.uninterruptible(
      Effect.tap(storing, ({ said }) => Effect.andThen(said, wakeups.poke)),
    )
    if (refusal !== undefined) return yield* refusal
    return {
      endpoint: yield* findEndpoint(id, undefined, at).pipe(Effect.orDie),
      secret,
    } satisfies EndpointWithSecret
  })

/** An endpoint by its id. Fails with `NoSuchEndpoint`, `DatabaseFailure`. */
export const get = Effect.fn("Payments.endpoints.get")(function* (id: string, of?: OfAccount) {
  return yield* findEndpoint(id, of, yield* now)
})

/** Lists endpoints, the oldest first. Fails with `InvalidInput`, `DatabaseFailure`. */
export const list = Effect.fn("Payments.endpoints.list")(function* (input: ListEndpoints = {}) {
  const { account, after, limit = 50 } = yield* decodeList(input)
  const { where, values } = allOf(
    ["o.removed_at is null"],
    after === undefined
      ? undefined
      : ["(o.created_at, o.id) > (select created_at, id from qriskit.endpoint where id = $)", after],
    ofAccount("o.account", account),
  )
  const rows = yield* (yield* Database).query(
    `select ${ENDPOINT.columns} from qriskit.endpoint as o where ${where} order by o.created_at, o.id limit ${limit}`,
    values,
  )
  return yield* withHints(rows, yield* now)
})

const CHANGE: PreparedStatement = {
  name: "qriskit_endpoint_change",
  text: /* sql */ `
update qriskit.endpoint set url = coalesce($2, url), description = coalesce($3, description),
  with_payer = coalesce($4, with_payer), subjects = case when $5 then $6::text[] else subjects end, changed_at = $7,
  failures = case when $2 is null then failures else 0 end,
  failing_since = case when $2 is null then failing_since end, held_until = case when $2 is null then held_until end,
  is_slow = case when $2 is null then is_slow else false end
where id = $1`,
}

const change =
  (
    id: string,
    of: OfAccount | undefined,
    { url, description, withPayer, subjects, isEnabled }: ChangeEndpoint,
    at: Date,
  ) =>
  async (tx: Transaction): Promise<boolean> => {
    await tx.query(LOCK_FAN_OUT)
    if (!(await lockEndpoint(tx, id, wantedAccount(of)))) return false
    await tx.query(CHANGE, [
      id,
      url === undefined ? null : new URL(url).href,
      description ?? null,
      withPayer ?? null,
      subjects !== undefined,
      subjects === undefined || subjects === "*" ? null : [...new Set(subjects)],
      at,
    ])
    if (isEnabled !== undefined) await tx.query(isEnabled ? GO_ON : STAND_STILL, [id, at])
    return true
  }

/**
 * Changes an endpoint. What waits goes to the new URL; subjects decide about what happens from then on. Fails with
 * `InvalidInput`, `NoSuchEndpoint`, `DatabaseFailure`.
 */
export const update = (settings: EndpointsSettings) =>
  Effect.fn("Payments.endpoints.update")(function* (id: string, input: ChangeEndpoint, of?: OfAccount) {
    const asked = yield* decodeChange(input)
    const objection = asked.url === undefined ? undefined : objectionTo(asked.url, settings)
    if (objection !== undefined) return yield* wrong("update", "url", objection)
    const at = yield* now
    yield* findEndpoint(id, of, at)
    const isThere = yield* (yield* Database).transaction(change(id, of, asked, at))
    if (!isThere) return yield* noEndpoint(id)
    yield* (yield* Wakeups).poke
    return yield* findEndpoint(id, of, at)
  })

const REMOVE: PreparedStatement = {
  name: "qriskit_endpoint_remove",
  text: /* sql */ `
with secrets as (delete from qriskit.endpoint_secret where endpoint_id = $1)
update qriskit.endpoint set removed_at = $2, changed_at = $2 where id = $1`,
}

/**
 * Removes an endpoint and its secrets: nothing more is sent to it. What it was sent is deleted in time. Fails with
 * `NoSuchEndpoint`, `DatabaseFailure`.
 */
export const remove = Effect.fn("Payments.endpoints.remove")(function* (id: string, of?: OfAccount) {
  const at = yield* now
  yield* findEndpoint(id, of, at)
  const isThere = yield* (yield* Database).transaction(async (tx) => {
    await tx.query(LOCK_FAN_OUT)
    const isFound = await lockEndpoint(tx, id, wantedAccount(of))
    if (isFound) await tx.query(REMOVE, [id, at])
    return isFound
  })
  if (!isThere) return yield* noEndpoint(id)
})
