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
  -- It was asked for once more, and that call is over by then: nobody says meanwhile what became of it.
  asked_until timestamptz(3),
  -- What a person said became of it, and whether the status stands on that alone: it gives way to the provider's word.
  on_word boolean not null default false,
  said_back boolean,
  said_refund_id text,
  said_by text,
  said_why text,
  said_at timestamptz(3),
  constraint refund_said check (
    (said_back is null) = (said_at is null) and (said_by is null) = (said_at is null)
    and (said_why is null) = (said_at is null) and (said_refund_id is null or said_at is not null)
  ),
  constraint refund_on_word check (
    not on_word or said_at is not null and status = case when said_back then 'succeeded' else 'failed' end
  ),
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
declare
  is_said boolean;
begin
  if tg_op = 'DELETE' then
    raise exception 'qriskit: a refund is never deleted';
  end if;
  if tg_op = 'INSERT' then
    if new.status <> 'requested' or new.said_at is not null then
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
  is_said := new.on_word and not old.on_word;
  if is_said and old.status not in ('unknown', 'pending') then
    raise exception 'qriskit: what became of a refund that is % is not for a person to say', old.status;
  end if;
  if is_said and old.asked_until > new.said_at then
    raise exception 'qriskit: what becomes of a refund that is being asked for is not for a person to say';
  end if;
  if not is_said and (
    (new.said_back, new.said_refund_id, new.said_by, new.said_at)
      is distinct from (old.said_back, old.said_refund_id, old.said_by, old.said_at)
    or not qriskit.is_kept_or_redacted(old.said_why, new.said_why)
  ) then
    raise exception 'qriskit: what a person said of a refund never changes';
  end if;
  if new.status <> old.status and (
    new.status = 'requested'
    or old.status in ('succeeded', 'failed', 'refused') and not (old.on_word and not new.on_word and new.status <> 'unknown')
  ) then
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

-- Money that a person said went back, and that the provider says did not: its payment is what it was before.
create function qriskit.is_taken_back(attempt uuid, before text, after text) returns boolean language sql stable as $$
  select (before, after) in (('refunded', 'partially_refunded'), ('refunded', 'paid'), ('partially_refunded', 'paid'))
    and exists (
      select from qriskit.refund where attempt_id = attempt and said_back and not on_word and status = 'failed'
    )
$$;

create or replace function qriskit.guard_attempt() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    raise exception 'qriskit: an attempt is never deleted';
  end if;
  if tg_op = 'INSERT' then
    if new.status <> 'creating' or new.paid_amount is not null then
      raise exception 'qriskit: an attempt begins as creating, without money';
    end if;
    return new;
  end if;
  if (new.id, new.payment_id, new.number, new.provider, new.external_id, new.amount, new.opened_at)
     is distinct from
     (old.id, old.payment_id, old.number, old.provider, old.external_id, old.amount, old.opened_at) then
    raise exception 'qriskit: what identifies an attempt, and its amount, never change';
  end if;
  if old.provider_payment_id is not null and new.provider_payment_id is distinct from old.provider_payment_id then
    raise exception 'qriskit: the provider''s id of an attempt never changes';
  end if;
  if new.status <> old.status and not exists (
    select from qriskit.transition t where t.from_status = old.status and t.to_status = new.status
  ) and not qriskit.is_taken_back(new.id, old.status, new.status) then
    raise exception 'qriskit: an attempt that is % cannot become %', old.status, new.status;
  end if;
  if old.paid_amount is not null then
    if not (qriskit.is_money(new.status) or new.status = 'under_review') then
      raise exception 'qriskit: an attempt with money cannot become %', new.status;
    end if;
    if new.paid_amount is distinct from old.paid_amount and (old.status <> 'under_review' or new.paid_amount is null) then
      raise exception 'qriskit: the amount that arrived never changes';
    end if;
  end if;
  if qriskit.is_money(new.status) and new.paid_amount is null then
    raise exception 'qriskit: an attempt that is % names the amount that arrived', new.status;
  end if;
  return new;
end $$;
`
