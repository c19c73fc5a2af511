import { Rupiah } from "@qriskit/core"
import { present } from "@qriskit/core/provider-kit"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { ReceiptVerdict } from "../callbacks/receipt.js"
import { allOf } from "../database/conditions.js"
import { Database } from "../database/database.js"
import { receipt, unmatched } from "../database/schema.js"
import { selection } from "../database/selection.js"
import { decodeInput } from "../decode-input.js"
import { CANDIDATE_KEYS, HAS_CANDIDATE, HAS_CANDIDATES } from "../expecting/candidates.js"
import { ListByAccount } from "../findings/findings.js"
import { namedAccount, ONE_ACCOUNT } from "../record/account.js"
import { KEY_LENGTH, storedText } from "../record/storable.js"
import { ofAccount } from "./of-account.js"
import { aboutPayment } from "./receipts-of.js"

/** A callback as it was received. */
export class Receipt extends Schema.Class<Receipt>("@qriskit/payments/Receipt")({
  id: Schema.Int,
  provider: Schema.String,
  /** Whose it is; absent for the one account of a client. */
  account: Schema.optionalKey(Schema.String),
  verdict: ReceiptVerdict,
  /** For `forged` and `malformed`. */
  why: Schema.optionalKey(Schema.String),
  externalId: Schema.optionalKey(Schema.String),
  providerPaymentId: Schema.optionalKey(Schema.String),
  claimedStatus: Schema.optionalKey(Schema.String),
  claimedAmount: Schema.optionalKey(Rupiah),
  /** How often the same bytes came. */
  times: Schema.Int,
  /** As received, cut to what is stored; gone after `redact`. It may hold personal data. */
  body: Schema.optionalKey(Schema.String),
  receivedAt: Schema.Date,
  lastReceivedAt: Schema.Date,
  checkedAt: Schema.optionalKey(Schema.Date),
}) {}

/** A payment that callbacks speak of and no record knows. */
export class Unmatched extends Schema.Class<Unmatched>("@qriskit/payments/Unmatched")({
  id: Schema.Int,
  provider: Schema.String,
  /** Whose it is; absent for the one account of a client. */
  account: Schema.optionalKey(Schema.String),
  providerPaymentId: Schema.String,
  externalId: Schema.String,
  /** `claimed`: nobody asked yet · `confirmed`: the provider says paid · `refuted`: it does not. */
  state: Schema.Literals(["claimed", "confirmed", "refuted"]),
  /** What the callback claims, and how much of that it proves. */
  claimedStatus: Schema.optionalKey(Schema.String),
  claimedAmount: Schema.optionalKey(Rupiah),
  authenticity: Schema.optionalKey(Schema.String),
  /** What the provider says, once asked, or has signed. */
  amount: Schema.optionalKey(Rupiah),
  status: Schema.optionalKey(Schema.String),
  /** When the money arrived, where the callback says so. */
  claimedAt: Schema.optionalKey(Schema.Date),
  foundAt: Schema.Date,
  /** Keys of orders on printed QRs that held this amount then, at most 20: `acceptMoney` takes it for one of them. */
  candidates: Schema.Array(Schema.String),
}) {}

const ListReceipts = Schema.Struct({
  ...ListByAccount.fields,
  /** From the latest one back: `after` is then followed by older ones. Default false: oldest first. */
  newestFirst: Schema.optionalKey(Schema.Boolean),
  verdict: Schema.optionalKey(ReceiptVerdict),
  /** About this payment: those that were taken, and those that claim one of its ids and were refused. */
  key: Schema.optionalKey(storedText(KEY_LENGTH)),
})
/** Which callbacks to list, and which page of them. */
export type ListReceipts = typeof ListReceipts.Type
const ListUnmatched = Schema.Struct({
  ...ListByAccount.fields,
  state: Schema.optionalKey(Unmatched.fields.state),
  /** That may be the money of this order on a printed QR: it is among the `candidates`. */
  key: Schema.optionalKey(storedText(KEY_LENGTH)),
  /** That have `candidates`, or that have none. */
  hasCandidates: Schema.optionalKey(Schema.Boolean),
})
/** Which payments of nobody to list, and which page of them. */
export type ListUnmatched = typeof ListUnmatched.Type

const RECEIPT = selection(receipt, "r")
const UNMATCHED = selection(unmatched, "u")

const decodeReceipts = decodeInput("receipts", ListReceipts)
const decodeUnmatched = decodeInput("unmatched", ListUnmatched)

const rupiah = (amount: number | null): Rupiah | undefined =>
  amount === null ? undefined : Rupiah.make(amount)

/** Lists callbacks, oldest first unless `newestFirst`. Fails with `InvalidInput`, `DatabaseFailure`. */
export const listReceipts = Effect.fn("Payments.receipts")(function* (input: unknown = {}) {
  const database = yield* Database
  const { after, limit = 50, verdict, key, account, newestFirst = false } = yield* decodeReceipts(input)
  const { where, values } = allOf(
    newestFirst ? ["r.id < $", after ?? Number.MAX_SAFE_INTEGER] : ["r.id > $", after ?? 0],
    verdict === undefined ? undefined : ["r.verdict = $", verdict],
    ofAccount("r.account", account),
    key === undefined ? undefined : aboutPayment(account ?? ONE_ACCOUNT, key),
  )
  const rows = yield* database.query(
    `select ${RECEIPT.columns} from qriskit.receipt as r where ${where} order by r.id ${newestFirst ? "desc" : ""} limit ${limit}`,
    values,
  )
  return rows.map(RECEIPT.read).map(
    (row) =>
      new Receipt({
        id: row.id,
        provider: row.provider,
        verdict: row.verdict,
        times: row.times,
        receivedAt: row.receivedAt,
        lastReceivedAt: row.lastReceivedAt,
        ...present({
          account: namedAccount(row.account),
          why: row.why ?? undefined,
          externalId: row.externalId ?? undefined,
          providerPaymentId: row.providerPaymentId ?? undefined,
          claimedStatus: row.claimedStatus ?? undefined,
          claimedAmount: rupiah(row.claimedAmount),
          body: row.body ?? undefined,
          checkedAt: row.checkedAt ?? undefined,
        }),
      }),
  )
})

/** Lists payments that no record knows, oldest first. Fails with `InvalidInput`, `DatabaseFailure`. */
export const listUnmatched = Effect.fn("Payments.unmatched")(function* (input: unknown = {}) {
  const database = yield* Database
  const { after = 0, limit = 50, state, account, key, hasCandidates } = yield* decodeUnmatched(input)
  const { where, values } = allOf(
    ["u.id > $", after],
    ["u.attempt_id is null"],
    state === undefined ? undefined : ["u.state = $", state],
    ofAccount("u.account", account),
    key === undefined ? undefined : [HAS_CANDIDATE, key],
    hasCandidates === undefined ? undefined : [`${hasCandidates ? "" : "not "}${HAS_CANDIDATES}`],
  )
  const rows = yield* database.query(
    `select ${UNMATCHED.columns}, ${CANDIDATE_KEYS} as candidates
     from qriskit.unmatched as u where ${where} order by u.id limit ${limit}`,
    values,
  )
  return rows.map((found) => {
    const row = UNMATCHED.read(found)
    return new Unmatched({
      id: row.id,
      provider: row.provider,
      providerPaymentId: row.providerPaymentId,
      externalId: row.externalId,
      state: row.state,
      foundAt: row.foundAt,
      candidates: Array.isArray(found["candidates"]) ? found["candidates"].map(String) : [],
      ...present({
        account: namedAccount(row.account),
        claimedStatus: row.claimedStatus ?? undefined,
        claimedAmount: rupiah(row.claimedAmount),
        claimedAt: row.claimedAt ?? undefined,
        authenticity: row.authenticity ?? undefined,
        amount: rupiah(row.amount),
        status: row.status ?? undefined,
      }),
    })
  })
})
