import { AccountId, Rupiah } from "@qriskit/core"
import { present } from "@qriskit/core/provider-kit"
import { and, asc, eq, gt, isNull } from "drizzle-orm"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { Database, type Transaction } from "../database/database.js"
import { anomaly, payment } from "../database/schema.js"
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

const text = storedText(1_000)

/** Who decided, and why: kept for good. */
export const Decided = Schema.Struct({ by: text, why: text })
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

/** Lists what waits for a person, oldest first. Fails with `InvalidInput`, `DatabaseFailure`. */
export const listAnomalies = Effect.fn("Payments.anomalies.list")(function* (input: unknown = {}) {
  const database = yield* Database
  const { after = 0, limit = 50, kind, account, acknowledged = false } = yield* decodeList(input)
  const rows = yield* database.run((drizzle) =>
    drizzle
      .select({ anomaly, key: payment.key, amount: payment.amount })
      .from(anomaly)
      .leftJoin(payment, eq(payment.id, anomaly.paymentId))
      .where(
        and(
          gt(anomaly.id, after),
          kind && eq(anomaly.kind, kind),
          ofAccount(anomaly.account, account),
          acknowledged ? undefined : isNull(anomaly.acknowledgedAt),
        ),
      )
      .orderBy(asc(anomaly.id))
      .limit(limit),
  )
  return rows.map(
    ({ anomaly: row, key, amount }) =>
      new Anomaly({
        id: row.id,
        kind: row.kind,
        detail: row.detail,
        foundAt: row.foundAt,
        ...present({
          account: namedAccount(row.account),
          key: key ?? undefined,
          amount: amount === null ? undefined : Rupiah.make(amount),
          acknowledgedAt: row.acknowledgedAt ?? undefined,
          acknowledgedBy: row.acknowledgedBy ?? undefined,
          acknowledgedWhy: row.acknowledgedWhy ?? undefined,
        }),
      }),
  )
})

/** Notes who looked at an anomaly and what they decided. Once. Fails with `NoSuchItem`, `InvalidInput`, `DatabaseFailure`. */
export const acknowledge = Effect.fn("Payments.anomalies.acknowledge")(function* (
  id: number,
  input: unknown,
) {
  const database = yield* Database
  const { by, why } = yield* decodeDecided(input)
  yield* listed("anomaly", id)
  const at = yield* now
  const noted = yield* database.run((drizzle) =>
    drizzle
      .update(anomaly)
      .set({ acknowledgedAt: at, acknowledgedBy: by, acknowledgedWhy: why })
      .where(and(eq(anomaly.id, id), isNull(anomaly.acknowledgedAt)))
      .returning({ id: anomaly.id }),
  )
  if (noted.length === 0) return yield* new NoSuchItem({ what: "anomaly", id })
})

const accept =
  (attemptId: string, { by, why }: Decided, at: Date) =>
  async (tx: Transaction): Promise<Written | undefined> => {
    const locked = await lockAttempt(tx, attemptId)
    const isMismatch = locked?.attempt.status === "under_review" && locked.attempt.paidAmount !== null
    if (locked === undefined || !isMismatch) return undefined
    await tx.drizzle
      .update(anomaly)
      .set({ acknowledgedAt: at, acknowledgedBy: by, acknowledgedWhy: why })
      .where(
        and(
          eq(anomaly.attemptId, attemptId),
          eq(anomaly.kind, "amount_mismatch"),
          isNull(anomaly.acknowledgedAt),
        ),
      )
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
