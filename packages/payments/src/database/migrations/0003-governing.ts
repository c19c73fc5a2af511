/**
 * A payment is at the provider of the attempt that governs it, which may be another than it began with: a list by
 * provider shows what the record shows. And the providers at which anything was ever tried, those included at which
 * every attempt was given up: money may arrive there all the same.
 */
export const sql = /* sql */ `
create or replace function qriskit.guard_payment() returns trigger language plpgsql as $$
declare
  governing record;
begin
  if tg_op = 'DELETE' then
    raise exception 'qriskit: a payment is never deleted';
  end if;
  if (new.id, new.key, new.fingerprint, new.order_id, new.amount, new.opened_at)
     is distinct from
     (old.id, old.key, old.fingerprint, old.order_id, old.amount, old.opened_at) then
    raise exception 'qriskit: what identifies a payment, and its amount, never change';
  end if;
  if new.event_seq < old.event_seq or new.attempts < old.attempts then
    raise exception 'qriskit: events and attempts are never taken back';
  end if;
  if new.attempt_id is distinct from old.attempt_id then
    if qriskit.is_money(old.status) then
      raise exception 'qriskit: a paid attempt goes on governing its payment';
    end if;
    select status, amount, payment_id, provider into governing from qriskit.attempt where id = new.attempt_id;
    if governing.payment_id is distinct from new.id or governing.amount is distinct from new.amount then
      raise exception 'qriskit: a payment is governed by an attempt of its own, for its own amount';
    end if;
    new.status := governing.status;
    new.provider := governing.provider;
  elsif new.provider <> old.provider then
    raise exception 'qriskit: a payment is at the provider of its governing attempt';
  elsif new.status <> old.status and new.status is distinct from
        (select status from qriskit.attempt where id = new.attempt_id) then
    raise exception 'qriskit: a payment is what its governing attempt is';
  end if;
  return new;
end $$;

-- True of every row, and said by one statement only: so no other takes this index for its own.
create index attempt_by_provider on qriskit.attempt (provider) where number > 0;
`
