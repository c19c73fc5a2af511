import { AccountId } from "@qriskit/core"
import { present } from "@qriskit/core/provider-kit"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { allOf } from "../database/conditions.js"
import { Database, type Row } from "../database/database.js"
import { decodeInput } from "../decode-input.js"
import { PageSize } from "../reading/listing.js"
import { namedAccount, recordedAccount } from "../record/account.js"
import type { Day, Sen } from "./statement.js"

/** A file that was imported. */
export interface StatementImport {
  readonly id: number
  /** Absent: of the one account of a client. */
  readonly account?: string
  readonly state: "imported" | "undone"
  readonly profile: string
  readonly title: string
  readonly kind: "acquirer" | "bank"
  /** Of which provider's payments it holds all; absent: that was not said. */
  readonly provider?: string
  readonly bankAccount?: string
  readonly sha256: string
  readonly bytes: number
  readonly lines: number
  /** Those of them that no other file had. */
  readonly stored: number
  readonly pending: number
  readonly unreadable: number
  /** The days that it covers. */
  readonly from?: Day
  readonly until?: Day
  readonly gross?: Sen
  readonly fee?: Sen
  readonly tax?: Sen
  readonly net?: Sen
  /** Whether it holds all of its days. Otherwise nothing is called missing from it. */
  readonly isComplete: boolean
  readonly incompleteBecause: ReadonlyArray<string>
  readonly importedAt: Date
  readonly importedBy: string
  readonly undoneAt?: Date
  readonly undoneBy?: string
  readonly undoneWhy?: string
}

/** Sen from the database; null is what nobody said. */
export const senIn = (value: unknown): Sen | undefined =>
  value === null || value === undefined ? undefined : BigInt(String(value))

/** A text from the database; null is what nobody said. */
export const textIn = (value: unknown): string | undefined =>
  value === null || value === undefined ? undefined : String(value)

/** A time from the database. */
export const timeIn = (value: unknown): Date | undefined => (value instanceof Date ? value : undefined)

export const IMPORT_COLUMNS = `i.id, i.account, i.state, i.profile, i.title, i.kind, i.provider, i.bank_account, i.sha256, i.bytes,
  i.lines, i.stored, i.pending, i.unreadable, i.days_from::text as days_from, i.days_until::text as days_until,
  i.gross::text as gross, i.fee::text as fee, i.tax::text as tax, i.net::text as net, i.is_complete, i.incomplete_because,
  i.imported_at, i.imported_by, i.undone_at, i.undone_by, i.undone_why`

export const importIn = (row: Row): StatementImport => ({
  id: Number(row["id"]),
  state: row["state"] === "undone" ? "undone" : "imported",
  profile: String(row["profile"]),
  title: String(row["title"]),
  kind: row["kind"] === "bank" ? "bank" : "acquirer",
  sha256: String(row["sha256"]),
  bytes: Number(row["bytes"]),
  lines: Number(row["lines"]),
  stored: Number(row["stored"]),
  pending: Number(row["pending"]),
  unreadable: Number(row["unreadable"]),
  isComplete: row["is_complete"] === true,
  incompleteBecause: Array.isArray(row["incomplete_because"]) ? row["incomplete_because"].map(String) : [],
  importedAt: timeIn(row["imported_at"]) ?? new Date(0),
  importedBy: String(row["imported_by"]),
  ...present({
    account: namedAccount(String(row["account"])),
    provider: textIn(row["provider"]),
    bankAccount: textIn(row["bank_account"]),
    from: textIn(row["days_from"]),
    until: textIn(row["days_until"]),
    gross: senIn(row["gross"]),
    fee: senIn(row["fee"]),
    tax: senIn(row["tax"]),
    net: senIn(row["net"]),
    undoneAt: timeIn(row["undone_at"]),
    undoneBy: textIn(row["undone_by"]),
    undoneWhy: textIn(row["undone_why"]),
  }),
})

const ListImports = Schema.Struct({
  account: Schema.optionalKey(AccountId),
  /** Also those that were undone. Default true. */
  undone: Schema.optionalKey(Schema.Boolean),
  /** The last id of the page before. */
  before: Schema.optionalKey(Schema.Int),
  /** 1 to 500. Default 50. */
  limit: Schema.optionalKey(PageSize),
})
/** Which imports to list, and which page of them. */
export type ListImports = typeof ListImports.Type

const decode = decodeInput("statements.list", ListImports)

/** Lists what was imported, newest first. Fails with `InvalidInput`, `DatabaseFailure`. */
export const listImports = Effect.fn("Payments.statements.list")(function* (input: unknown = {}) {
  const { account, undone = true, before, limit = 50 } = yield* decode(input)
  const { where, values } = allOf(
    ["i.account = $", recordedAccount(account === undefined ? {} : { account }) ?? ""],
    undone ? ["i.state <> 'reading'"] : ["i.state = 'imported'"],
    ["i.imported_at is not null"],
    before === undefined ? undefined : ["i.id < $", before],
  )
  const rows = yield* (yield* Database).query(
    `select ${IMPORT_COLUMNS} from qriskit.statement_import as i where ${where} order by i.id desc limit ${limit}`,
    values,
  )
  return rows.map(importIn)
})
