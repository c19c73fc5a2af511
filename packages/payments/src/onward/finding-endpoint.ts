import * as Effect from "effect/Effect"
import { Database, type PreparedStatement, type Row, type Transaction } from "../database/database.js"
import { selection } from "../database/selection.js"
import { type OfAccount, recordedAccount } from "../record/account.js"
import { type Endpoint, endpointFrom, type SecretHint } from "./endpoint.js"
import { NoSuchEndpoint } from "./failure.js"
import { isEndpointId } from "./message.js"
import { HINTS_OF, hintIn } from "./secrets.js"
import { endpoint } from "./tables.js"

export const ENDPOINT = selection(endpoint, "o")

const FIND: PreparedStatement = {
  name: "qriskit_endpoint_find",
  text: /* sql */ `
select ${ENDPOINT.columns} from qriskit.endpoint as o
where o.id = $1 and o.removed_at is null and ($2::text is null or o.account = $2)`,
}

/** Whose an endpoint must be; null: anybody's. */
export const wantedAccount = (of: OfAccount | undefined): string | null =>
  of?.account === undefined ? null : (recordedAccount(of) ?? "\u0001")

export const noEndpoint = (id: unknown): NoSuchEndpoint =>
  new NoSuchEndpoint({ what: "endpoint", id: typeof id === "string" ? id : "" })

/** Endpoints with the hints of their secrets. */
export const withHints = Effect.fnUntraced(function* (rows: ReadonlyArray<Row>, at: Date) {
  const read = rows.map(ENDPOINT.read)
  const hints = new Map<string, Array<SecretHint>>()
  for (const row of yield* (yield* Database).query(HINTS_OF, [read.map(({ id }) => id), at])) {
    const id = String(row["endpoint_id"])
    hints.set(id, [...(hints.get(id) ?? []), hintIn(row)])
  }
  return read.map((row): Endpoint => endpointFrom(row, hints.get(row.id) ?? [], at))
})

/** An endpoint by its id. Fails with `NoSuchEndpoint`. */
export const findEndpoint = Effect.fnUntraced(function* (id: unknown, of: OfAccount | undefined, at: Date) {
  if (!isEndpointId(id)) return yield* noEndpoint(id)
  const rows = yield* (yield* Database).query(FIND, [id, wantedAccount(of)])
  const [found] = yield* withHints(rows, at)
  return found ?? (yield* noEndpoint(id))
})

const LOCK: PreparedStatement = {
  name: "qriskit_endpoint_lock",
  text: /* sql */ `
select id from qriskit.endpoint
where id = $1 and removed_at is null and ($2::text is null or account = $2) for update`,
}

/** Locks an endpoint for a change; `false`: there is none. */
export const lockEndpoint = async (tx: Transaction, id: string, account: string | null): Promise<boolean> =>
  (await tx.query(LOCK, [id, account])).length > 0
