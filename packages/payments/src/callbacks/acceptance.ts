import { PaymentStatus } from "@qriskit/core"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { Database } from "../database/database.js"
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

/**
 * Finds the attempt that a callback names by our external id, makes it due where the callback says something new, and
 * stores the callback: one statement, so that all of it is there or nothing.
 *
 * - It does so where the callback's other ids are those of the record, or nothing is recorded yet to compare them with.
 *   Elsewhere it changes nothing, and the provider's own reading decides ($13).
 * - An attempt that is due already stays as it is: whoever makes that inquiry begins it after this callback, so that it
 *   sees what the callback speaks of. Who is creating an attempt holds a lease on it; its schedule follows from what the
 *   create comes to.
 * - A callback that no inquiry is to follow counts as checked: what it claims is on record.
 * - A callback is a sign of life: a gate that is closed lets one inquiry through, which is this attempt's.
 * - The attempt is written before the callback, as everywhere: two that need both never wait for each other.
 */
const STATEMENT = {
  name: "qriskit_accept",
  text: /* sql */ `
with found as (
  select id, external_id, ref, redacted_at is not null as is_redacted,
    ($13 or ref is null
      or ref->>'paymentId' = $3 and ($4::text is null or ref->>'orderId' = $4)) as agrees,
    coalesce(pokes > answered_pokes and next_inquiry_at <= $6::timestamptz, false) as waits
  from qriskit.attempt
  where provider = $1 and account = $14 and external_id = $2
),
made_due as (
  update qriskit.attempt set
    pokes = attempt.pokes + 1,
    next_inquiry_at = case
      when attempt.status = 'creating' then attempt.next_inquiry_at
      else least(
        coalesce(attempt.next_inquiry_at, 'infinity'),
        greatest($6::timestamptz, attempt.last_inquiry_at + ${CALLBACK_PACE} * interval '1 millisecond')
      )
    end
  from found
  where attempt.id = found.id and found.agrees and attempt.status <> all ($5::text[])
    and not coalesce(attempt.pokes > attempt.answered_pokes and attempt.next_inquiry_at <= $6, false)
  returning attempt.id
),
probed as (
  update qriskit.provider_gate set closed_until = $6
  where provider = $1 and account = '' and closed_until > $6 and exists (select from made_due)
    and coalesce(probed_at <= $6::timestamptz - ${PROBE_PACE} * interval '1 millisecond', true)
),
due as materialized (select count(*) > 0 as is_due from made_due),
stored as (
  insert into qriskit.receipt (provider, account, verdict, body_hash, body, body_bytes, external_id, provider_payment_id,
    claimed_status, claimed_amount, attempt_id, received_at, last_received_at, checked_at)
  select $1, $14, 'accepted', $7, case when found.is_redacted then null else $8 end, $9, $2, $3, $10, $11, found.id, $6, $6,
    case when not (due.is_due or found.waits) then $6 end
  from due, found
  where found.agrees
    and (select count(*) from (select from qriskit.receipt where attempt_id = found.id limit $12) as kept) < $12
  on conflict (provider, account, verdict, body_hash)
    do update set times = receipt.times + 1, last_received_at = excluded.last_received_at
)
select found.id, found.external_id, found.ref, found.is_redacted, found.agrees, due.is_due from due, found`,
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

/**
 * Takes a callback about a payment on record.
 *
 * @param isAgreed whether the provider has already found that the callback is about the recorded payment
 */
export const accept = Effect.fnUntraced(function* (
  { notification: { ref, claimedStatus, amount }, subject }: Omit<Claim, "verdict">,
  body: Body,
  provider: string,
  account: string,
  at: Date,
  isAgreed: boolean,
) {
  const database = yield* Database
  const { receiptsPerAttempt } = yield* Settings
  const [row] = yield* database.query(STATEMENT, [
    provider,
    ref.externalId,
    ref.paymentId,
    subject.orderId ?? null,
    KNOWING.get(claimedStatus) ?? [],
    at,
    body.hash,
    body.text,
    body.bytes,
    claimedStatus,
    amount ?? null,
    receiptsPerAttempt,
    isAgreed,
    account,
  ])
  if (row === undefined) return undefined
  const { id, external_id: externalId, ref: recorded, is_redacted: isRedacted, ...taken } = decodeRow(row)
  return {
    attempt: { id, externalId, ref: recorded, isRedacted },
    isAccepted: taken.agrees,
    isDue: taken.is_due,
  } satisfies Addressed
})
