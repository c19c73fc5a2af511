import type { Transaction } from "../database/database.js"
import type { Finding } from "./decision.js"
import type { AttemptRow } from "./rows.js"

const OWNER = {
  name: "qriskit_owner_of_payment",
  text: /* sql */ `
select p.key, a.external_id from qriskit.attempt as a join qriskit.payment as p on p.id = a.payment_id
where a.provider = $1 and a.account = $2 and a.provider_payment_id = $3 and a.id <> $4`,
}

/**
 * Why an answer about a payment of the provider cannot be about this attempt: it is another's, or the attempt has
 * another. One payment never pays two orders.
 */
export const foreignPayment = async (
  tx: Transaction,
  row: AttemptRow,
  paymentId: string,
): Promise<Finding | undefined> => {
  if (row.providerPaymentId === paymentId) return undefined
  if (row.providerPaymentId !== null)
    return {
      kind: "answer_contradicts",
      once: `payment ${paymentId}`,
      detail: `Asked about its payment ${row.providerPaymentId}, the provider answered about ${paymentId}.`,
    }
  const [owner] = await tx.query(OWNER, [row.provider, row.account, paymentId, row.id])
  return owner === undefined
    ? undefined
    : {
        kind: "repeated_payment_id",
        once: paymentId,
        detail: `The provider gave its payment ${paymentId} to ${row.externalId} and to ${owner["external_id"]} of "${owner["key"]}".`,
      }
}
