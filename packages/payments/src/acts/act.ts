import { AccountId } from "@qriskit/core"
import { present } from "@qriskit/core/provider-kit"
import * as Schema from "effect/Schema"
import type { Row } from "../database/database.js"
import { act } from "../database/schema.js"
import { selection } from "../database/selection.js"
import { optional, text } from "../database/table.js"
import { Decided } from "../findings/findings.js"
import { namedAccount } from "../record/account.js"
import { KEY_LENGTH, storedText } from "../record/storable.js"
import { ActOutcome } from "./act-outcome.js"

/** What somebody is about to do. */
export const ActInput = Schema.Struct({
  ...Decided.fields,
  /** What is done, in a word: `refresh`, `cancel`, `refund`, `acknowledge`, `replay`, … */
  verb: storedText(64),
  /** Through what: `console`, `cli`, `mcp`, or a tool of yours. */
  via: storedText(64),
  /** The payment that it is done to. */
  key: Schema.optionalKey(storedText(KEY_LENGTH)),
  /** Whose it is. Absent: the one account of a client. */
  account: Schema.optionalKey(AccountId),
  /** What else it is done to, such as `finding 12`. */
  subject: Schema.optionalKey(storedText(255)),
})
export type ActInput = typeof ActInput.Type

/** Something that a person did, or began to do. */
export class Act extends Schema.Class<Act>("@qriskit/payments/Act")({
  id: Schema.Int,
  verb: Schema.String,
  via: Schema.String,
  /** Whose it is; absent for the one account of a client. */
  account: Schema.optionalKey(Schema.String),
  /** The payment that it was done to. */
  key: Schema.optionalKey(Schema.String),
  /** What else it was done to. */
  subject: Schema.optionalKey(Schema.String),
  by: Schema.String,
  why: Schema.String,
  begunAt: Schema.Date,
  endedAt: Schema.optionalKey(Schema.Date),
  /** Absent while it is under way; for good where the process died in between: it may have been done. */
  outcome: Schema.optionalKey(ActOutcome),
  /** Why it was refused, or is not known. */
  detail: Schema.optionalKey(Schema.String),
}) {}

const ACT = selection(act, "c")
const KEY = optional(text)

/** What `actIn` reads: of `qriskit.act as c left join qriskit.payment as p`. */
export const ACT_COLUMNS = `${ACT.columns}, p.key`

export const actIn = (row: Row): Act => {
  const found = ACT.read(row)
  return new Act({
    id: found.id,
    verb: found.verb,
    via: found.via,
    by: found.requestedBy,
    why: found.why,
    begunAt: found.begunAt,
    ...present({
      account: namedAccount(found.account),
      key: KEY.read(row["key"]) ?? undefined,
      subject: found.subject ?? undefined,
      endedAt: found.endedAt ?? undefined,
      outcome: found.outcome ?? undefined,
      detail: found.detail ?? undefined,
    }),
  })
}
