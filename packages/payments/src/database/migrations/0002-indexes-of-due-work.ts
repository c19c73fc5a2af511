/**
 * What is due, what waits for a person and what pages show is found by index, however many rows there are. Most of
 * these indexes hold the few rows that wait and nothing else, so that callbacks pay nothing for them.
 */
export const sql = /* sql */ `
create index attempt_creating on qriskit.attempt (next_inquiry_at) where status = 'creating';
create index attempt_poked on qriskit.attempt (provider, next_inquiry_at)
  where pokes > answered_pokes and next_inquiry_at is not null;
create index payment_by_provider on qriskit.payment (provider, opened_at desc, id desc);
create index event_due on qriskit.event (next_delivery_at) where delivered_at is null and dead_at is null;
create index event_dead on qriskit.event (id) where dead_at is not null and delivered_at is null;
create index receipt_refused on qriskit.receipt (id) where verdict <> 'accepted';
create index receipt_refused_by_time on qriskit.receipt (received_at) where verdict <> 'accepted';
create index receipt_refused_by_external_id on qriskit.receipt (provider, external_id) where verdict <> 'accepted';
create index receipt_refused_by_payment_id on qriskit.receipt (provider, provider_payment_id)
  where verdict <> 'accepted';
create index anomaly_by_payment on qriskit.anomaly (payment_id) where payment_id is not null;
create index unmatched_settled on qriskit.unmatched (changed_at)
  where state <> 'confirmed' and next_inquiry_at is null;
`
