/** Runs one statement with values. */
export type Run = (text: string, values: ReadonlyArray<unknown>) => Promise<unknown>

/** What to fill a database with: payments number `from` to `to`, as they are at a time. */
export interface Seed {
  readonly from: number
  readonly to: number
  readonly at: Date
}

/** Ids that follow from a number. */
const PAYMENT_ID = "md5('payment ' || i)::uuid"
const ATTEMPT_ID = "md5('attempt ' || i)::uuid"
const PROVIDER = "case when i % 4 = 0 then 'ifortepay' else 'zipay' end"
const NUMBERS = "generate_series($1::int, $2::int) as i"

/**
 * Open payments as `open` leaves them, opened one second apart and asked about again in 1 to 24 hours; each with its
 * event, handed over, and a callback that was looked into. Of ten one has a callback that was refused, one an
 * anomaly, acknowledged but for every tenth, and one stands for a claim that no record knows.
 */
const STATEMENTS: ReadonlyArray<string> = [
  `insert into qriskit.payment (id, key, fingerprint, provider, order_id, amount, status, attempt_id, attempts, event_seq,
     opened_at, changed_at)
   select ${PAYMENT_ID}, 'seeded-' || i, md5(i::text), ${PROVIDER}, 'seeded-' || i, 25000, 'pending', ${ATTEMPT_ID}, 1, 1,
     $3::timestamptz - i * interval '1 second', $3::timestamptz - i * interval '1 second'
   from ${NUMBERS}`,
  `insert into qriskit.attempt (id, payment_id, number, provider, external_id, provider_payment_id, ref, amount, status,
     provider_status, qr_payload, qr_amount, opened_at, expires_at, changed_at, next_inquiry_at)
   select ${ATTEMPT_ID}, ${PAYMENT_ID}, 1, ${PROVIDER}, 'external-' || i, 'provider-' || i,
     jsonb_build_object('provider', ${PROVIDER}, 'paymentId', 'provider-' || i, 'externalId', 'external-' || i,
       'orderId', 'seeded-' || i),
     25000, 'pending', 'PENDING', repeat(md5(i::text), 6), 25000, $3::timestamptz - i * interval '1 second',
     $3::timestamptz + interval '2 days', $3::timestamptz - i * interval '1 second',
     $3::timestamptz + interval '1 hour' + (i % 82800) * interval '1 second'
   from ${NUMBERS}`,
  `insert into qriskit.event (payment_id, attempt_id, seq, position, type, status, occurred_at, deliveries,
     next_delivery_at, delivered_at)
   select ${PAYMENT_ID}, ${ATTEMPT_ID}, 1, nextval('qriskit.event_position'), 'opened', 'pending', $3, 1, $3,
     $3::timestamptz
   from ${NUMBERS}`,
  `insert into qriskit.receipt (provider, verdict, body_hash, body, body_bytes, external_id, provider_payment_id,
     claimed_status, claimed_amount, attempt_id, received_at, last_received_at, checked_at)
   select ${PROVIDER}, 'accepted', 'seeded-' || i, repeat(md5(i::text), 8), 256, 'external-' || i, 'provider-' || i,
     'pending', 25000, ${ATTEMPT_ID}, $3::timestamptz - i * interval '1 second', $3, $3
   from ${NUMBERS}`,
  `insert into qriskit.receipt (provider, verdict, body_hash, body_bytes, why, received_at, last_received_at, checked_at)
   select ${PROVIDER}, 'forged', 'refused-' || i, 256, 'seeded', $3::timestamptz - i * interval '1 second', $3, $3
   from ${NUMBERS} where i % 10 = 0`,
  `insert into qriskit.anomaly (kind, once, payment_id, attempt_id, detail, found_at, acknowledged_at, acknowledged_by,
     acknowledged_why)
   select 'answer_contradicts', 'seeded-' || i, ${PAYMENT_ID}, ${ATTEMPT_ID}, 'seeded', $3,
     case when i % 100 > 0 then $3::timestamptz end, 'seed', 'seeded'
   from ${NUMBERS} where i % 10 = 0`,
  `insert into qriskit.unmatched (provider, provider_payment_id, external_id, ref, state, found_at, changed_at)
   select ${PROVIDER}, 'unmatched-' || i, 'unmatched-' || i, '{}', 'confirmed', $3, $3
   from ${NUMBERS} where i % 10 = 0`,
  `insert into qriskit.act (account, payment_id, verb, via, requested_by, why, begun_at, ended_at, outcome)
   select '', ${PAYMENT_ID}, 'refresh', 'seed', 'seed', 'seeded', $3, $3, 'done' from ${NUMBERS} where i % 10 = 0`,
  `insert into qriskit.printed_qr (place, first_at) select 'seeded', $3 from ${NUMBERS} where i = $1
   on conflict (place) do nothing`,
  `insert into qriskit.expectation (attempt_id, account, provider, printed_qr_id, amount, opened_at, ends_at, rest_millis,
     held_until, freed_at)
   select ${ATTEMPT_ID}, '', 'zipay', (select id from qriskit.printed_qr where place = 'seeded'), 25000 + i % 50,
     $3::timestamptz - i * interval '1 minute', $3::timestamptz - i * interval '1 minute', 0,
     $3::timestamptz - i * interval '1 minute', $3
   from ${NUMBERS} where i % 2 = 0`,
]

const TABLES = ["payment", "attempt", "event", "receipt", "anomaly", "unmatched", "expectation", "act"]

/**
 * Fills a database in bulk. Triggers and foreign keys are set aside meanwhile: give it one connection, or one
 * transaction. What is known of the tables is brought up to date afterwards, as a server does by itself in time.
 */
export const seed = async (run: Run, { from, to, at }: Seed): Promise<void> => {
  await run("set session_replication_role = replica", [])
  for (const statement of STATEMENTS)
    await run(statement, statement.includes("$3") ? [from, to, at] : [from, to])
  await run("set session_replication_role = origin", [])
  for (const table of TABLES) await run(`analyze qriskit.${table}`, [])
}
