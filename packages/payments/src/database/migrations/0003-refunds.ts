/**
 * Refunds of ours: stored before the provider is asked, each under an external id of its own, and never more than what
 * arrived, whatever code writes.
 */
export const sql = /* sql */ `
create table qriskit.refund (
  id uuid primary key,
  payment_id uuid not null references qriskit.payment (id),
  attempt_id uuid not null references qriskit.attempt (id),
  number integer not null,
  provider text not null,
  account text not null,
  external_id text not null,
  refund_id text,
  amount bigint not null check (amount between 1 and 9999999999999),
  status text not null default 'requested'
    check (status in ('requested', 'unknown', 'pending', 'succeeded', 'failed', 'refused')),
  provider_status text,
  failure jsonb,
  reason text not null,
  requested_by text not null,
  requested_at timestamptz(3) not null,
  changed_at timestamptz(3) not null,
  refunded_at timestamptz(3),
  next_inquiry_at timestamptz(3),
  inquiries integer not null default 0,
  constraint refund_number unique (payment_id, number),
  constraint refund_external_id unique (provider, account, external_id)
);
create index refund_by_attempt on qriskit.refund (attempt_id);
create index refund_due on qriskit.refund (next_inquiry_at) where next_inquiry_at is not null;

alter table qriskit.attempt
  -- What was given back by refunds of ours, and what is on its way or may be.
  add column refunded bigint not null default 0,
  add column refunding bigint not null default 0,
  add constraint attempt_refunds check (
    refunded >= 0 and refunding >= 0 and refunded + refunding <= coalesce(paid_amount, 0)
  );

create function qriskit.guard_refund() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    raise exception 'qriskit: a refund is never deleted';
  end if;
  if tg_op = 'INSERT' then
    if new.status <> 'requested' then
      raise exception 'qriskit: a refund begins as requested, before the provider is asked';
    end if;
    if not exists (select from qriskit.attempt as a where a.id = new.attempt_id and a.payment_id = new.payment_id
        and a.provider = new.provider and a.account = new.account) then
      raise exception 'qriskit: a refund is of an attempt of its payment';
    end if;
    return new;
  end if;
  if (new.id, new.payment_id, new.attempt_id, new.number, new.provider, new.account, new.external_id, new.amount,
      new.requested_by, new.requested_at)
     is distinct from
     (old.id, old.payment_id, old.attempt_id, old.number, old.provider, old.account, old.external_id, old.amount,
      old.requested_by, old.requested_at)
     or not qriskit.is_kept_or_redacted(old.reason, new.reason)
     or old.refund_id is not null and new.refund_id is distinct from old.refund_id then
    raise exception 'qriskit: what identifies a refund, and its amount, never change';
  end if;
  if new.status <> old.status and (old.status in ('succeeded', 'failed', 'refused') or new.status = 'requested') then
    raise exception 'qriskit: a refund that is % cannot become %', old.status, new.status;
  end if;
  return new;
end $$;
create trigger guard_refund before insert or update or delete on qriskit.refund
  for each row execute function qriskit.guard_refund();

create function qriskit.count_refunds() returns trigger language plpgsql as $$
begin
  update qriskit.attempt set refunded = given.back, refunding = given.under_way
  from (
    select coalesce(sum(amount) filter (where status = 'succeeded'), 0) as back,
      coalesce(sum(amount) filter (where status in ('requested', 'unknown', 'pending')), 0) as under_way
    from qriskit.refund where attempt_id = new.attempt_id
  ) as given
  where attempt.id = new.attempt_id;
  return null;
end $$;
create trigger count_refunds after insert or update of status on qriskit.refund
  for each row execute function qriskit.count_refunds();
`
