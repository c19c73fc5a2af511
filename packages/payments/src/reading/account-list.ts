import { AccountId } from "@qriskit/core"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { Database, type PreparedStatement } from "../database/database.js"
import { decodeInput } from "../decode-input.js"
import { PageSize } from "./listing.js"

const ListAccounts = Schema.Struct({
  /** The last account of the page before. */
  after: Schema.optionalKey(AccountId),
  /** 1 to 500. Default 50. */
  limit: Schema.optionalKey(PageSize),
})
/** Which page of the accounts to list. */
export type ListAccounts = typeof ListAccounts.Type

const decode = decodeInput("accounts", ListAccounts)

/** Looks into the index once for each account, however many payments they have. */
const ACCOUNTS: PreparedStatement = {
  name: "qriskit_accounts",
  text: /* sql */ `
with recursive named (account) as (
  (select account from qriskit.payment where account > $1 order by account limit 1)
  union all
  select (select account from qriskit.payment where account > named.account order by account limit 1)
  from named where named.account is not null
)
select account from named where account is not null limit $2`,
}

/** Lists the accounts that payments are recorded for, by name. Fails with `InvalidInput`, `DatabaseFailure`. */
export const listAccounts = Effect.fn("Payments.accounts")(function* (input: unknown = {}) {
  const { after = "", limit = 50 } = yield* decode(input)
  const rows = yield* (yield* Database).query(ACCOUNTS, [after, limit])
  return rows.map(({ account }) => String(account))
})
