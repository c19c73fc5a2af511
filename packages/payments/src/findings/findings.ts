import { AccountId, Rupiah } from "@qriskit/core"
import { present } from "@qriskit/core/provider-kit"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { allOf } from "../database/conditions.js"
import { Database, type PreparedStatement, type Row, type Transaction } from "../database/database.js"
import { anomaly } from "../database/schema.js"
import { selection } from "../database/selection.js"
import { optional, text, whole } from "../database/table.js"
import { decodeInput } from "../decode-input.js"
import { Wakeups } from "../engine/wakeups.js"
import { NoSuchItem, WrongState } from "../failure.js"
import { now } from "../now.js"
import { listed } from "../reading/listed-item.js"
import { PageSize } from "../reading/listing.js"
import { countWritten } from "../reading/metrics.js"
import { ofAccount } from "../reading/of-account.js"
import { namedAccount, type OfAccount } from "../record/account.js"
import { found, get } from "../record/find.js"
import { carryOut, lockAttempt, type Written } from "../record/move.js"
import { storedText } from "../record/storable.js"
import { AnomalyKind } from "./anomaly-kind.js"

/** Something a person has to look at. */
export class Anomaly extends Schema.Class<Anomaly>("@qriskit/payments/Anomaly")({
  id: Schema.Int,
  kind: AnomalyKind,
  /** Whose it is; absent for the one account of a client. */
  account: Schema.optionalKey(Schema.String),
  /** The payment it is about; absent for money that no record knows. */
  key: Schema.optionalKey(Schema.String),
  amount: Schema.optionalKey(Rupiah),
  detail: Schema.String,
  foundAt: Schema.Date,
  acknowledgedAt: Schema.optionalKey(Schema.Date),
  acknowledgedBy: Schema.optionalKey(Schema.String),
  acknowledgedWhy: Schema.optionalKey(Schema.String),
}) {}

const storedReason = storedText(1_000)

/** Who decided: kept for good; and why: kept until `redact`. */
export const Decided = Schema.Struct({ by: storedReason, why: storedReason })
export type Decided = typeof Decided.Type

/** A page of a list by id, oldest first. */
export const ListById = Schema.Struct({
  /** The last id of the page before. */
  after: Schema.optionalKey(Schema.Int),
  /** 1 to 500. Default 50. */
  limit: Schema.optionalKey(PageSize),
})

/** The same of one account. */
export const ListByAccount = Schema.Struct({
  ...ListById.fields,
  /** Of this account only. Absent: of all. */
  account: Schema.optionalKey(AccountId),
})

const ListAnomalies = Schema.Struct({
  ...ListByAccount.fields,
  kind: Schema.optionalKey(AnomalyKind),
  /** Also those that somebody has acknowledged. Default false. */
  acknowledged: Schema.optionalKey(Schema.Boolean),
})
/** Which anomalies to list, and which page of them. */
export type ListAnomalies = typeof ListAnomalies.Type

const decodeList = decodeInput("anomalies.list", ListAnomalies)
const decodeDecided = decodeInput("anomalies.acknowledge", Decided)
const decodeAccepted = decodeInput("acceptAmount", Decided)

const ANOMALY = selection(anomaly, "n")
const OF_PAYMENT = { key: optional(text), amount: optional(whole) }

const anomalyIn = (row: Row): Anomaly => {
  const found = ANOMALY.read(row)
  const amount = OF_PAYMENT.amount.read(row["amount"])
  return new Anomaly({
    id: found.id,
    kind: found.kind,
    detail: found.detail,
    foundAt: found.foundAt,
    ...present({
      account: namedAccount(found.account),
      key: OF_PAYMENT.key.read(row["key"]) ?? undefined,
      amount: amount === null ? undefined : Rupiah.make(amount),
      acknowledgedAt: found.acknowledgedAt ?? undefined,
      acknowledgedBy: found.acknowledgedBy ?? undefined,
      acknowledgedWhy: found.acknowledgedWhy ?? undefined,
    }),
  })
}

const ACKNOWLEDGE: PreparedStatement = {
  name: "qriskit_acknowledge",
  text: /* sql */ `
update qriskit.anomaly set acknowledged_at = $2, acknowledged_by = $3, acknowledged_why = $4
where id = $1 and acknowledged_at is null
returning id`,
}

const ACKNOWLEDGE_MISMATCH: PreparedStatement = {
  name: "qriskit_acknowledge_mismatch",
  text: /* sql */ `
update qriskit.anomaly set acknowledged_at = $2, acknowledged_by = $3, acknowledged_why = $4
where attempt_id = $1 and kind = 'amount_mismatch' and acknowledged_at is null`,
}

/** Lists what waits for a person, oldest first. Fails with `InvalidInput`, `DatabaseFailure`. */
export const listAnomalies = Effect.fn("Payments.anomalies.list")(function* (input: unknown = {}) {
  const database = yield* Database
  const { after = 0, limit = 50, kind, account, acknowledged = false } = yield* decodeList(input)
  const { where, values } = allOf(
    ["n.id > $", after],
    kind && ["n.kind = $", kind],
    ofAccount("n.account", account),
    acknowledged ? undefined : ["n.acknowledged_at is null"],
  )
  const rows = yield* database.query(
    `select ${ANOMALY.columns}, p.key, p.amount
     from qriskit.anomaly as n left join qriskit.payment as p on p.id = n.payment_id
     where ${where} order by n.id limit ${limit}`,
    values,
  )
  return rows.map(anomalyIn)
})

/**
 * Notes who looked at an anomaly and what they decided. Once. Fails with `NoSuchItem`, `InvalidInput`,
 * `DatabaseFailure`.
 */
export const acknowledge = Effect.fn("Payments.anomalies.acknowledge")(function* (
  id: number,
  input: unknown,
) {
  const database = yield* Database
  const { by, why } = yield* decodeDecided(input)
  yield* listed("anomaly", id)
  const at = yield* now
  const noted = yield* database.query(ACKNOWLEDGE, [id, at, by, why])
  if (noted.length === 0) return yield* new NoSuchItem({ what: "anomaly", id })
})

const accept =
  (attemptId: string, { by, why }: Decided, at: Date) =>
  async (tx: Transaction): Promise<Written | undefined> => {
    const locked = await lockAttempt(tx, attemptId)
    const isMismatch = locked?.attempt.status === "under_review" && locked.attempt.paidAmount !== null
    if (locked === undefined || !isMismatch) return undefined
    await tx.query(ACKNOWLEDGE_MISMATCH, [attemptId, at, by, why])
    return carryOut(tx, locked, { status: "paid", findings: [], patch: { nextInquiryAt: null } }, at)
  }

/**
 * Takes an amount other than asked as payment: the record becomes `paid`, with the amount that arrived, and its
 * handlers run. Acknowledges the mismatch.
 *
 * Fails with `NoSuchPayment`, `WrongState` (no money of another amount waits), `InvalidInput`, `DatabaseFailure`.
 */
export const acceptAmount = Effect.fn("Payments.acceptAmount")(function* (
  key: string,
  input: unknown,
  of?: OfAccount,
) {
  const database = yield* Database
  const decided = yield* decodeAccepted(input)
  const { attempt: row } = yield* found(key, of)
  const at = yield* now
  const written = yield* database.transaction(accept(row.id, decided, at))
  if (written === undefined)
    return yield* new WrongState({ key, operation: "acceptAmount", status: row.status })
  yield* countWritten(row.provider, written)
  yield* (yield* Wakeups).poke
  return yield* get(key, of)
})
