import type { Condition } from "../database/conditions.js"

/**
 * Narrows callbacks, called `r`, to those about a payment: those that were taken, and those that claim one of its ids
 * and were refused. Refused is spelt as in the indexes of these.
 */
export const aboutPayment = (account: string, key: string): Condition => [
  /* sql */ `r.id in (
  with subject as (
    select a.id, a.provider, a.account, a.external_id, a.provider_payment_id
    from qriskit.attempt as a join qriskit.payment as p on p.id = a.payment_id
    where p.account = $ and p.key = $
  )
  select about.id from subject join qriskit.receipt as about on about.attempt_id = subject.id
  union
  select about.id from subject join qriskit.receipt as about on about.verdict <> 'accepted'
    and about.provider = subject.provider and about.account = subject.account
    and about.external_id = subject.external_id
  union
  select about.id from subject join qriskit.receipt as about on about.verdict <> 'accepted'
    and about.provider = subject.provider and about.account = subject.account
    and about.provider_payment_id = subject.provider_payment_id
)`,
  account,
  key,
]
