import { randomUUID } from "node:crypto"
import { present } from "@qriskit/core/provider-kit"
import * as Effect from "effect/Effect"
import { Database, type PreparedStatement, type Transaction } from "../database/database.js"
import { now } from "../now.js"
import { namedAccount, type OfAccount } from "../record/account.js"
import { pingFacts } from "./claim-sends.js"
import { deliver } from "./deliver.js"
import { noEndpoint, wantedAccount } from "./finding-endpoint.js"
import { type EndpointAttempt, isEndpointId, messageId } from "./message.js"
import type { EndpointsSettings } from "./options.js"
import { noteAttempt, noteWell } from "./record-outcome.js"
import { PING } from "./subject.js"

/** A ping is on record once it is over: it is never due, and nobody's dead letter. */
const INSERT: PreparedStatement = {
  name: "qriskit_endpoint_pinged",
  text: /* sql */ `
insert into qriskit.endpoint_message (name, endpoint_id, type, note, made_at, attempts, tries, delivered_at, dead_at)
values ($1, $2, '${PING}', $3, $4, 1, 1, case when $5 then $4::timestamptz end, case when not $5 then $4::timestamptz end)
returning id::float8 as id`,
}

/**
 * Sends a test message now, once, also to an endpoint that is disabled, and gives what came of it. One that is taken
 * shows that the endpoint is well; one that is not changes nothing.
 *
 * Fails with `NoSuchEndpoint`, `EndpointSecretFailure`, `DatabaseFailure`.
 */
export const ping = (settings: EndpointsSettings) =>
  Effect.fn("Payments.endpoints.ping")(function* (id: string, of?: OfAccount) {
    const at = yield* now
    const facts = isEndpointId(id) ? yield* pingFacts(id, at, wantedAccount(of)) : undefined
    if (facts === undefined) return yield* noEndpoint(id)
    const { url, account, secrets } = facts
    const name = randomUUID()
    const note = { endpoint: id, ...present({ account: namedAccount(account) }) }
    const outcome = yield* deliver(
      settings,
      { name, endpointId: id, url, secrets, facts: { type: PING, madeAt: at, note, withPayer: false } },
      at,
    )
    const record = async (tx: Transaction): Promise<number> => {
      const [row] = await tx.query(INSERT, [name, id, JSON.stringify(note), at, outcome.isDelivered])
      if (outcome.isDelivered) await noteWell(tx, id, outcome.millis)
      return noteAttempt(tx, Number(row?.["id"]), id, 1, outcome)
    }
    const attempt = yield* (yield* Database).transaction(record)
    const { millis, isDelivered, status, why, answer } = outcome
    return {
      id: attempt,
      endpoint: id,
      message: messageId(name),
      number: 1,
      at,
      millis,
      isDelivered,
      ...present({ status, why, answer }),
    } satisfies EndpointAttempt
  })
