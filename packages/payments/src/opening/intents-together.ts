import { randomUUID } from "node:crypto"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import { Database, type PreparedStatement } from "../database/database.js"
import { attempt, payment } from "../database/schema.js"
import { selection } from "../database/selection.js"
import { gathering } from "../engine/gathering.js"
import type { DatabaseFailure } from "../failure.js"
import { ONE_ACCOUNT } from "../record/account.js"
import { Settings } from "../settings.js"
import { randomExternalId } from "./external-id.js"
import { expiryOf, type Intent } from "./intent.js"
import { type OpenPayment, providersIn } from "./open-payment.js"

/** An order that asks for its first QR. */
interface FirstRequest {
  readonly request: OpenPayment
  readonly fingerprint: string
  readonly at: Date
}

/** As many are written together at most. */
const MOST = 64

const PAYMENT = selection(payment, "made")
const ATTEMPT = selection(attempt, "stored")

/**
 * Stores the first intents of orders that no record knows, in one statement and with one commit. Those whose key, or
 * external id, is there already are left out and not given back.
 */
const STATEMENT: PreparedStatement = {
  name: "qriskit_first_intents",
  text: /* sql */ `
with asked as (
  select * from jsonb_to_recordset($1::jsonb) as asked (
    payment_id uuid, attempt_id uuid, account text, key text, fingerprint text, provider text, order_id text, external_id text,
    amount bigint, at timestamptz, shown_until timestamptz, expires_at timestamptz, until timestamptz
  )
),
made as (
  insert into qriskit.payment (id, account, key, fingerprint, provider, order_id, amount, attempt_id, attempts, opened_at, changed_at)
  select payment_id, account, key, fingerprint, provider, order_id, amount, attempt_id, 1, at, at from asked order by account, key
  on conflict do nothing
  returning *
),
stored as (
  insert into qriskit.attempt (id, payment_id, number, provider, account, external_id, amount, opened_at, changed_at,
    shown_until, expires_at, next_inquiry_at)
  select asked.attempt_id, asked.payment_id, 1, asked.provider, asked.account, asked.external_id, asked.amount,
    asked.at, asked.at, asked.shown_until, asked.expires_at, asked.until
  from asked join made on made.id = asked.payment_id
  returning *, xmin::text as version
)
select stored.version, ${ATTEMPT.columns}, ${PAYMENT.columns} from stored join made on made.id = stored.payment_id`,
}

/** Stores intents together where several come at once. */
export class IntentsTogether extends Context.Service<
  IntentsTogether,
  {
    /** Stores the first intent of an order; `undefined` where the order is on record, or another call is storing it. */
    record(first: FirstRequest): Effect.Effect<Intent | undefined, DatabaseFailure>
    /** Intents that wait to be written. */
    waiting(): number
  }
>()("@qriskit/payments/IntentsTogether") {
  static readonly layer: Layer.Layer<IntentsTogether, never, Database | Settings> = Layer.effect(
    IntentsTogether,
    Effect.gen(function* () {
      const database = yield* Database
      const settings = yield* Settings

      const asAsked = ({ request, fingerprint, at }: FirstRequest) => ({
        payment_id: randomUUID(),
        attempt_id: randomUUID(),
        account: request.account ?? ONE_ACCOUNT,
        key: request.key,
        fingerprint,
        provider: providersIn(request)[0],
        order_id: request.orderId ?? request.key,
        external_id: settings.newExternalId?.(request.key, 1) ?? randomExternalId(),
        amount: request.amount,
        at,
        ...expiryOf(request, settings, at),
      })

      const write = gathering({
        most: MOST,
        keyOf: ({ request: { key } }: FirstRequest) => key,
        isWorthSplitting: ({ outcome }: DatabaseFailure) => outcome === "not_done",
        write: (set: ReadonlyArray<FirstRequest>) => {
          const asked = set.map(asAsked)
          return Effect.map(database.query(STATEMENT, [JSON.stringify(asked)]), (rows) => {
            const stored = new Map(rows.map((row) => [row["stored.id"], row]))
            return asked.map(({ attempt_id: id }): Intent | undefined => {
              const row = stored.get(id)
              if (row === undefined) return undefined
              const made = ATTEMPT.read(row)
              return {
                attemptId: made.id,
                externalId: made.externalId,
                provider: made.provider,
                followsUnknown: false,
                first: { payment: PAYMENT.read(row), attempt: made, version: String(row["version"]) },
              }
            })
          })
        },
      })
      return {
        waiting: write.waiting,
        record: (first) =>
          // What the database refuses here is refused with its reason by the transaction that comes next.
          Effect.catchTag(write(first), "DatabaseFailure", (failure) =>
            failure.outcome === "not_done" ? Effect.succeed(undefined) : Effect.fail(failure),
          ),
      }
    }),
  )
}
