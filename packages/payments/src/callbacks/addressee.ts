import * as Effect from "effect/Effect"
import { Database, type PreparedStatement } from "../database/database.js"
import { attempt } from "../database/schema.js"
import { selection } from "../database/selection.js"

/** What `receive` needs to know of an attempt. */
export interface Addressee {
  readonly id: string
  readonly externalId: string
  readonly ref: unknown
  /** Nothing personal about it is stored any more. */
  readonly isRedacted: boolean
}

const ATTEMPT = selection(attempt, "a", ["id", "externalId", "ref", "redactedAt"])

const BY_PAYMENT_ID: PreparedStatement = {
  name: "qriskit_addressee",
  text: /* sql */ `
select ${ATTEMPT.columns} from qriskit.attempt as a
where a.provider = $1 and a.account = $2 and a.provider_payment_id = $3`,
}

/** The attempt that a callback speaks of by the provider's id. By ours is how it is looked for first. */
export const addresseeByPaymentId = Effect.fnUntraced(function* (
  provider: string,
  account: string,
  paymentId: string,
) {
  const [row] = yield* (yield* Database).query(BY_PAYMENT_ID, [provider, account, paymentId])
  if (row === undefined) return undefined
  const { redactedAt, ...found } = ATTEMPT.read(row)
  return { ...found, isRedacted: redactedAt !== null } satisfies Addressee
})
