import { PaymentStatus } from "@qriskit/core"
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"
import { Database, type PreparedStatement, type Row } from "../database/database.js"
import { gathering } from "../engine/gathering.js"
import type { DatabaseFailure } from "../failure.js"
import { PROBE_PACE } from "../inquiring/provider-gate.js"
import { AttemptStatus, isMoney } from "../record/attempt-status.js"
import { Settings } from "../settings.js"
import type { Addressee } from "./addressee.js"
import type { Body, Claim } from "./callback.js"

/** An attempt is asked about because of callbacks at most this often, in milliseconds: they may be made up. */
const CALLBACK_PACE = 2_000

/** Whether a claim differs from the record, so that the provider has to be asked. */
const isNews = (recorded: AttemptStatus, claimed: PaymentStatus): boolean =>
  claimed !== recorded && !(claimed === "paid" && isMoney(recorded))

/** The records to which a claim tells nothing new, by claimed status. */
const KNOWING: ReadonlyMap<PaymentStatus, ReadonlyArray<AttemptStatus>> = new Map(
  PaymentStatus.literals.map((claimed) => [
    claimed,
    AttemptStatus.literals.filter((recorded) => !isNews(recorded, claimed)),
  ]),
)

/** As many are written together at most. */
const MOST = 64

/**
 * Finds the attempts that callbacks name by our external ids, makes those due about which a callback says something
 * new, and stores the callbacks: one statement and one commit for all that came together, so that all of it is there or
 * nothing. $2: callbacks that are stored for one attempt.
 *
 * - It does so where the callback's other ids are those of the record, or nothing is recorded yet to compare them with.
 *   Elsewhere it changes nothing, and the provider's own reading decides (`is_agreed`).
 * - An attempt that is due already stays as it is: whoever makes that inquiry begins it after this callback, so that it
 *   sees what the callback speaks of. Who is creating an attempt holds a lease on it; its schedule follows from what the
 *   create comes to.
 * - A callback that no inquiry is to follow counts as checked: what it claims is on record.
 * - A callback is a sign of life: a gate that is closed lets one inquiry through, which is this attempt's.
 * - A time that lies ahead was written before the clock was put back: it keeps nobody waiting.
 * - Attempts are written before callbacks, and in the order of their payments, as everywhere: two that need both never
 *   wait for each other.
 */
const STATEMENT: PreparedStatement = {
  name: "qriskit_accept",
  text: /* sql */ `
with said as (
  select * from jsonb_to_recordset($1::jsonb) as said (
    provider text, account text, external_id text, payment_id text, order_id text, knowing text[], at timestamptz,
    hash text, body text, bytes int, claimed_status text, claimed_amount bigint, is_agreed boolean
  )
),
found as (
  select said.*, attempt.id, attempt.ref, attempt.redacted_at is not null as is_redacted,
    (said.is_agreed or attempt.ref is null or attempt.ref->>'paymentId' = said.payment_id
      and (said.order_id is null or attempt.ref->>'orderId' = said.order_id)) as agrees,
    coalesce(attempt.pokes > attempt.answered_pokes and attempt.next_inquiry_at <= said.at, false) as waits
  from said join qriskit.attempt on attempt.provider = said.provider and attempt.account = said.account
    and attempt.external_id = said.external_id
),
news as (
  select attempt.id, found.at from found join qriskit.attempt on attempt.id = found.id
  where found.agrees and attempt.status <> all (found.knowing)
    and not coalesce(attempt.pokes > attempt.answered_pokes and attempt.next_inquiry_at <= found.at, false)
  order by attempt.payment_id
  for no key update of attempt
),
made_due as (
  update qriskit.attempt set
    pokes = attempt.pokes + 1,
    next_inquiry_at = case
      when attempt.status = 'creating' then attempt.next_inquiry_at
      else least(
        coalesce(attempt.next_inquiry_at, 'infinity'),
        greatest(news.at, case when attempt.last_inquiry_at <= news.at
          then attempt.last_inquiry_at + ${CALLBACK_PACE} * interval '1 millisecond' end)
      )
    end
  from news where attempt.id = news.id
  returning attempt.id, attempt.provider, news.at
),
probed as (
  update qriskit.provider_gate as gate set closed_until = alive.at
  from (select provider, max(at) as at from made_due group by provider) as alive
  where gate.provider = alive.provider and gate.account = '' and gate.closed_until > alive.at
    and coalesce(gate.probed_at not between alive.at - ${PROBE_PACE} * interval '1 millisecond' and alive.at, true)
),
taken as materialized (
  select found.*, made_due.id is not null as is_due from found left join made_due on made_due.id = found.id
),
stored as (
  insert into qriskit.receipt (provider, account, verdict, body_hash, body, body_bytes, external_id, provider_payment_id,
    claimed_status, claimed_amount, attempt_id, received_at, last_received_at, checked_at)
  select provider, account, 'accepted', hash, case when is_redacted then null else body end, bytes, external_id,
    payment_id, claimed_status, claimed_amount, id, at, at, case when not (is_due or waits) then at end
  from taken
  where agrees
    and (select count(*) from (select from qriskit.receipt where attempt_id = taken.id limit $2) as kept) < $2
  order by provider, account, hash
  on conflict (provider, account, verdict, body_hash)
    do update set times = receipt.times + 1, last_received_at = excluded.last_received_at,
      checked_at = excluded.checked_at
)
select provider, account, external_id, id, ref, is_redacted, agrees, is_due from taken`,
}

/** What the statement answers. */
const decodeRow = Schema.decodeUnknownSync(
  Schema.Struct({
    id: Schema.String,
    external_id: Schema.String,
    ref: Schema.Unknown,
    is_redacted: Schema.Boolean,
    agrees: Schema.Boolean,
    is_due: Schema.Boolean,
  }),
)

/** The attempt that a callback names by our external id. */
export interface Addressed {
  readonly attempt: Addressee
  /** Whether the callback was taken: its other ids are those of the record, too. */
  readonly isAccepted: boolean
  /** Whether it made the attempt due. */
  readonly isDue: boolean
}

/** A callback, as it is handed to the statement. */
interface Said {
  readonly provider: string
  readonly account: string
  readonly external_id: string
  readonly payment_id: string
  readonly order_id: string | undefined
  readonly knowing: ReadonlyArray<AttemptStatus>
  readonly at: Date
  readonly hash: string
  readonly body: string | null
  readonly bytes: number
  readonly claimed_status: PaymentStatus
  readonly claimed_amount: number | undefined
  readonly is_agreed: boolean
}

const keyOf = (of: { readonly [K in "provider" | "account" | "external_id"]?: unknown }): string =>
  JSON.stringify([of.provider, of.account, of.external_id])

const addressedIn = (row: Row): Addressed => {
  const { id, external_id: externalId, ref, is_redacted: isRedacted, agrees, is_due } = decodeRow(row)
  return { attempt: { id, externalId, ref, isRedacted }, isAccepted: agrees, isDue: is_due }
}

/** Takes callbacks about payments on record, together where several come at once. Two of one attempt never are. */
export class Acceptances extends Context.Service<
  Acceptances,
  {
    take(said: Said): Effect.Effect<Addressed | undefined, DatabaseFailure>
    /** Callbacks that wait to be written. */
    waiting(): number
  }
>()("@qriskit/payments/Acceptances") {
  static readonly layer: Layer.Layer<Acceptances, never, Database | Settings> = Layer.effect(
    Acceptances,
    Effect.gen(function* () {
      const database = yield* Database
      const { receiptsPerAttempt } = yield* Settings
      const take = gathering({
        most: MOST,
        keyOf,
        isWorthSplitting: ({ outcome }: DatabaseFailure) => outcome === "not_done",
        write: (set: ReadonlyArray<Said>) =>
          Effect.map(database.query(STATEMENT, [JSON.stringify(set), receiptsPerAttempt]), (rows) => {
            const addressed = new Map(rows.map((row) => [keyOf(row), addressedIn(row)]))
            return set.map((said) => addressed.get(keyOf(said)))
          }),
      })
      return { take, waiting: take.waiting }
    }),
  )
}

/**
 * Takes a callback about a payment on record.
 *
 * @param agreed the attempt that the provider has already found the callback to be about. Its external id is not the
 *   callback's where its money came on a printed QR.
 */
export const accept = Effect.fnUntraced(function* (
  { notification: { ref, claimedStatus, amount }, subject }: Omit<Claim, "verdict">,
  body: Body,
  provider: string,
  account: string,
  at: Date,
  agreed?: Pick<Addressee, "externalId">,
) {
  return yield* (yield* Acceptances).take({
    provider,
    account,
    external_id: agreed?.externalId ?? ref.externalId,
    payment_id: ref.paymentId,
    order_id: subject.orderId,
    knowing: KNOWING.get(claimedStatus) ?? [],
    at,
    hash: body.hash,
    body: body.text,
    bytes: body.bytes,
    claimed_status: claimedStatus,
    claimed_amount: amount,
    is_agreed: agreed !== undefined,
  })
})
