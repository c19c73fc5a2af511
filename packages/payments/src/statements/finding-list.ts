import { AccountId } from "@qriskit/core"
import { present } from "@qriskit/core/provider-kit"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { allOf } from "../database/conditions.js"
import { Database } from "../database/database.js"
import { decodeInput } from "../decode-input.js"
import { PageSize } from "../reading/listing.js"
import { recordedAccount } from "../record/account.js"
import { STATEMENT_FINDINGS, type StatementFinding } from "./finding-kinds.js"
import { textIn, timeIn } from "./import-list.js"
import { StatementDay } from "./scope.js"
import type { Day } from "./statement.js"

/** Something that statements found, with its evidence. */
export interface FindingOfStatements {
  /** The anomaly: acknowledge it by this id. */
  readonly id: number
  readonly kind: StatementFinding
  readonly day: Day
  /** The import that shows it. */
  readonly import?: number
  readonly key?: string
  /** What was found, in words, with the amounts and the row. */
  readonly detail: string
  readonly foundAt: Date
  readonly acknowledgedAt?: Date
  readonly acknowledgedBy?: string
}

const ListFindings = Schema.Struct({
  /** Of this account. Absent: of the one account of a client. */
  account: Schema.optionalKey(AccountId),
  kind: Schema.optionalKey(Schema.Literals(STATEMENT_FINDINGS)),
  import: Schema.optionalKey(Schema.Int),
  from: Schema.optionalKey(StatementDay),
  until: Schema.optionalKey(StatementDay),
  /** Also those that a person acknowledged. Default false. */
  acknowledged: Schema.optionalKey(Schema.Boolean),
  /** The last id of the page before. */
  after: Schema.optionalKey(Schema.Int),
  /** 1 to 500. Default 50. */
  limit: Schema.optionalKey(PageSize),
})
/** Which findings to list, and which page of them. */
export type ListFindings = typeof ListFindings.Type

const decode = decodeInput("statements.findings", ListFindings)

/** Lists what statements found and what still holds, oldest first. Fails with `InvalidInput`, `DatabaseFailure`. */
export const listFindings = Effect.fn("Payments.statements.findings")(function* (input: unknown = {}) {
  const query = yield* decode(input)
  const { where, values } = allOf(
    [
      "finding.account = $",
      recordedAccount(query.account === undefined ? {} : { account: query.account }) ?? "",
    ],
    ["finding.resolved_at is null"],
    ["finding.anomaly_id > $", query.after ?? 0],
    query.acknowledged === true ? undefined : ["n.acknowledged_at is null"],
    query.kind === undefined ? undefined : ["finding.kind = $", query.kind],
    query.import === undefined ? undefined : ["finding.import_id = $", query.import],
    query.from === undefined ? undefined : ["finding.day >= $", query.from],
    query.until === undefined ? undefined : ["finding.day <= $", query.until],
  )
  const rows = yield* (yield* Database).query(
    `select n.id, finding.kind, finding.day::text as day, finding.import_id, p.key, n.detail, n.found_at, n.acknowledged_at,
       n.acknowledged_by
     from qriskit.statement_finding as finding join qriskit.anomaly as n on n.id = finding.anomaly_id
       left join qriskit.payment as p on p.id = n.payment_id
     where ${where} order by finding.anomaly_id limit ${query.limit ?? 50}`,
    values,
  )
  return rows.map(
    (row): FindingOfStatements => ({
      id: Number(row["id"]),
      kind: row["kind"] as StatementFinding, // Only these are written.
      day: String(row["day"]),
      detail: String(row["detail"]),
      foundAt: timeIn(row["found_at"]) ?? new Date(0),
      ...present({
        import: row["import_id"] === null ? undefined : Number(row["import_id"]),
        key: textIn(row["key"]),
        acknowledgedAt: timeIn(row["acknowledged_at"]),
        acknowledgedBy: textIn(row["acknowledged_by"]),
      }),
    }),
  )
})
