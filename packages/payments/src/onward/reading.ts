import * as Effect from "effect/Effect"
import { allOf } from "../database/conditions.js"
import { Database, type PreparedStatement } from "../database/database.js"
import { selection } from "../database/selection.js"
import { optional, text, whole } from "../database/table.js"
import { decodeInput } from "../decode-input.js"
import { ofAccount } from "../reading/of-account.js"
import { namedAccount, ONE_ACCOUNT } from "../record/account.js"
import { ListAttempts, ListMessages } from "./asked.js"
import { attemptFrom, messageFrom, nameOf } from "./message.js"
import { endpointAttempt, endpointMessage } from "./tables.js"

const decodeMessages = decodeInput("endpoints.messages", ListMessages)
const decodeAttempts = decodeInput("endpoints.attempts", ListAttempts)

const MESSAGE = selection(endpointMessage, "m")
const ATTEMPT = selection(endpointAttempt, "t")
const WHY = optional(text)
const STATUS = optional(whole)

/** Spelt as in the indexes. */
const STATE = {
  pending: "m.next_attempt_at is not null",
  delivered: "m.delivered_at is not null",
  dead: "m.dead_at is not null",
} as const

/** What cannot be a name is nobody's. */
const named = (id: string): string => nameOf(id) ?? "00000000-0000-0000-0000-000000000000"

/** Looked up by itself: a planner that does not know the payment would read through the messages in their order. */
const PAYMENT: PreparedStatement = {
  name: "qriskit_endpoint_payment",
  text: "select id from qriskit.payment where account = $1 and key = $2",
}

const paymentOf = Effect.fnUntraced(function* (account: string, key: string) {
  const [row] = yield* (yield* Database).query(PAYMENT, [account, key])
  return row === undefined ? null : String(row["id"])
})

/** Lists messages, the oldest first. Fails with `InvalidInput`, `DatabaseFailure`. */
export const messages = Effect.fn("Payments.endpoints.messages")(function* (input: ListMessages = {}) {
  const { account, endpoint, key, state, after, limit = 50 } = yield* decodeMessages(input)
  const payment = key === undefined ? undefined : yield* paymentOf(account ?? ONE_ACCOUNT, key)
  if (payment === null) return []
  const { where, values } = allOf(
    ["o.removed_at is null and m.type <> 'ping'"],
    after === undefined
      ? undefined
      : ["m.id > (select id from qriskit.endpoint_message where name = $)", named(after)],
    endpoint === undefined ? undefined : ["m.endpoint_id = $", endpoint],
    payment === undefined ? undefined : ["m.payment_id = $", payment],
    key === undefined ? ofAccount("o.account", account) : undefined,
    state === undefined ? undefined : [STATE[state]],
  )
  const rows = yield* (yield* Database).query(
    `select ${MESSAGE.columns}, p.key, coalesce(p.account, o.account) as account, last.why, last.status
     from qriskit.endpoint_message as m join qriskit.endpoint as o on o.id = m.endpoint_id
       left join qriskit.payment as p on p.id = m.payment_id
       left join lateral (
         select why, status from qriskit.endpoint_attempt where message_id = m.id order by id desc limit 1
       ) as last on true
     where ${where} order by m.id limit ${limit}`,
    values,
  )
  return rows.map((row) =>
    messageFrom(MESSAGE.read(row), {
      key: WHY.read(row["key"]),
      account: namedAccount(String(row["account"])),
      lastWhy: WHY.read(row["why"]),
      lastStatus: STATUS.read(row["status"]),
    }),
  )
})

/** Lists attempts, the newest first. Fails with `InvalidInput`, `DatabaseFailure`. */
export const attempts = Effect.fn("Payments.endpoints.attempts")(function* (input: ListAttempts = {}) {
  const { account, endpoint, message, before, limit = 50 } = yield* decodeAttempts(input)
  const { where, values } = allOf(
    ["o.removed_at is null"],
    before === undefined ? undefined : ["t.id < $", before],
    endpoint === undefined ? undefined : ["t.endpoint_id = $", endpoint],
    message === undefined ? undefined : ["m.name = $", named(message)],
    ofAccount("o.account", account),
  )
  const rows = yield* (yield* Database).query(
    `select ${ATTEMPT.columns}, m.name from qriskit.endpoint_attempt as t
       join qriskit.endpoint_message as m on m.id = t.message_id
       join qriskit.endpoint as o on o.id = m.endpoint_id
     where ${where} order by t.id desc limit ${limit}`,
    values,
  )
  return rows.map((row) => attemptFrom(ATTEMPT.read(row), String(row["name"])))
})
