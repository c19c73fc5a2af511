/**
 * What people look payments up by: the ids that stand on a slip, in an acquirer's portal or in a bank statement, over
 * all accounts; and an amount, newest first.
 */
export const sql = /* sql */ `
create index payment_by_key on qriskit.payment (key) where account <> '';
create index payment_by_order on qriskit.payment (order_id, opened_at desc, id desc);
create index payment_by_amount on qriskit.payment (amount, opened_at desc, id desc);
create index attempt_by_external_id on qriskit.attempt (external_id);
create index attempt_by_payment_id on qriskit.attempt (provider_payment_id) where provider_payment_id is not null;
`
