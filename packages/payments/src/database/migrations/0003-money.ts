/**
 * What is known of money from outside has an order and an identity: an answer that was overtaken changes nothing, one
 * payment of a provider belongs to one attempt, a further QR follows only those that were asked about, and the attempt
 * with the right amount governs.
 */
export const sql = /* sql */ `
-- Whoever asks a provider takes a number first. Numbers, not clocks: processes agree on them.
create sequence qriskit.asking;
alter table qriskit.attempt
  -- The asking whose answer is recorded.
  add column answered_asking bigint not null default 0,
  -- Every earlier attempt of the order was asked about at this asking or later; or that is the caller's word.
  add column after_asking bigint,
  add column is_unasked boolean not null default false;

-- Of attempts that share one payment of the provider, the one with money keeps it, else the first. The others are for a
-- person, and are asked about no more.
alter table qriskit.attempt disable trigger guard_attempt;
with shared as (
  select id, first_value(id) over (
    partition by provider, account, provider_payment_id order by (paid_amount is null), opened_at, number, id
  ) as keeper
  from qriskit.attempt where provider_payment_id is not null
),
named as (
  select shared.id, a.payment_id, a.account, a.external_id, a.provider_payment_id, p.key as kept_key,
    k.external_id as kept_external_id
  from shared
    join qriskit.attempt as a on a.id = shared.id
    join qriskit.attempt as k on k.id = shared.keeper
    join qriskit.payment as p on p.id = k.payment_id
  where shared.id <> shared.keeper
),
found as (
  insert into qriskit.anomaly (kind, once, account, payment_id, attempt_id, detail, found_at)
  select 'repeated_payment_id', 'repeated_payment_id:' || id || ':' || provider_payment_id, account, payment_id, id,
    'The provider gave its payment ' || provider_payment_id || ' to ' || external_id || ' and to ' || kept_external_id
      || ' of "' || kept_key || '".', now()
  from named
)
update qriskit.attempt set provider_payment_id = null, next_inquiry_at = null
from named where attempt.id = named.id;
alter table qriskit.attempt enable trigger guard_attempt;

alter table qriskit.attempt
  add constraint attempt_provider_payment unique (provider_payment_id, provider, account);

create function qriskit.guard_answer() returns trigger language plpgsql as $$
begin
  if new.answered_asking < old.answered_asking
     or new.answered_asking = old.answered_asking
        and (old.answered_asking > 0 or new.paid_amount is distinct from old.paid_amount) then
    raise exception 'qriskit: an answer that was overtaken changes nothing';
  end if;
  return new;
end $$;
create trigger guard_answer before update on qriskit.attempt
  for each row when (
    new.answered_asking <> old.answered_asking or new.provider_status is distinct from old.provider_status
    or new.paid_amount is distinct from old.paid_amount
  ) execute function qriskit.guard_answer();

create function qriskit.guard_further_attempt() returns trigger language plpgsql as $$
declare
  earlier record;
begin
  for earlier in select status, paid_amount, provider_payment_id, answered_asking from qriskit.attempt
                 where payment_id = new.payment_id loop
    if earlier.paid_amount is not null then
      raise exception 'qriskit: an order with money gets no further QR';
    end if;
    if earlier.status in ('creating', 'pending') then
      raise exception 'qriskit: an order has one QR at a time';
    end if;
    if not new.is_unasked and earlier.provider_payment_id is not null
       and coalesce(earlier.answered_asking < new.after_asking, true) then
      raise exception 'qriskit: before a further QR the provider is asked about every earlier one';
    end if;
  end loop;
  return new;
end $$;
create trigger guard_further_attempt before insert on qriskit.attempt
  for each row when (new.number > 1) execute function qriskit.guard_further_attempt();

create function qriskit.guard_governing() returns trigger language plpgsql as $$
begin
  if not exists (
    select from qriskit.payment as p join qriskit.attempt as a on a.id = p.attempt_id
    where p.id = new.payment_id and qriskit.is_money(a.status)
  ) then
    raise exception 'qriskit: an attempt that is % governs its payment', new.status;
  end if;
  return null;
end $$;
create constraint trigger guard_governing after update on qriskit.attempt deferrable initially deferred
  for each row when (old.status <> new.status and new.status = 'paid')
  execute function qriskit.guard_governing();
`
