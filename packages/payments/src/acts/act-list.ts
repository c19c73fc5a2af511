import { AccountId } from "@qriskit/core"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { allOf } from "../database/conditions.js"
import { Database } from "../database/database.js"
import { decodeInput } from "../decode-input.js"
import { PageSize } from "../reading/listing.js"
import { ofAccount } from "../reading/of-account.js"
import { ACT_COLUMNS, actIn } from "./act.js"

const ListActs = Schema.Struct({
  /** Of this account only. Absent: of all. */
  account: Schema.optionalKey(AccountId),
  /** The last id of the page before: older ones. */
  before: Schema.optionalKey(Schema.Int),
  /** 1 to 500. Default 50. */
  limit: Schema.optionalKey(PageSize),
})
/** Which of the things that people did to list, and which page of them. */
export type ListActs = typeof ListActs.Type

const decode = decodeInput("acts.list", ListActs)

/** Lists what people did, newest first. Fails with `InvalidInput`, `DatabaseFailure`. */
export const listActs = Effect.fn("Payments.acts.list")(function* (input: unknown = {}) {
  const database = yield* Database
  const { account, before, limit = 50 } = yield* decode(input)
  const { where, values } = allOf(
    ["c.id < $", before ?? Number.MAX_SAFE_INTEGER],
    ofAccount("c.account", account),
  )
  const rows = yield* database.query(
    `select ${ACT_COLUMNS} from qriskit.act as c left join qriskit.payment as p on p.id = c.payment_id
     where ${where} order by c.id desc limit ${limit}`,
    values,
  )
  return rows.map(actIn)
})
