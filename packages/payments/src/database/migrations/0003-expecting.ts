/**
 * Orders that are expected on a printed QR. What tells their money apart is the amount: no two that hold an amount on
 * one QR hold the same, whatever code writes, and an amount is given again only after its rest.
 */
export const sql = /* sql */ `
alter table qriskit.attempt
  -- Of an order expected on a printed QR: rupiah that its amount has above what the order costs. Null: it has its own QR.
  add column surplus bigint check (surplus between 0 and amount - 1);

-- Where money of one printed code arrives. Whoever reserves an amount on it locks its row first.
create table qriskit.printed_qr (
  id bigint primary key generated always as identity,
  place text not null unique,
  nmid text,
  merchant_name text,
  first_at timestamptz(3) not null
);

create table qriskit.expectation (
  attempt_id uuid primary key references qriskit.attempt (id),
  account text not null,
  provider text not null,
  printed_qr_id bigint not null references qriskit.printed_qr (id),
  amount bigint not null check (amount between 1 and 9999999999999),
  opened_at timestamptz(3) not null,
  -- Until when the customer is to pay.
  ends_at timestamptz(3) not null,
  -- When it is called expired, as long as it is open.
  due_at timestamptz(3),
  -- How long its amount rests after its end, and until when that is.
  rest_millis bigint not null check (rest_millis >= 0),
  held_until timestamptz(3) not null,
  -- When the amount was found rested, and free for another order.
  freed_at timestamptz(3),
  -- What said that its money arrived, and when that was.
  evidence text check (evidence in ('callback', 'answer', 'statement', 'person')),
  evidence_id text,
  money_at timestamptz(3),
  accepted_by text,
  accepted_why text,
  constraint expectation_rests check (freed_at >= held_until)
);
create unique index expectation_amount on qriskit.expectation (printed_qr_id, amount) where freed_at is null;
create index expectation_by_amount on qriskit.expectation (amount, held_until);
create index expectation_by_line on qriskit.expectation (evidence_id) where evidence = 'statement';
create index expectation_due on qriskit.expectation (due_at) where due_at is not null;

alter table qriskit.unmatched
  -- What the callback said, and whether its signature covers that.
  add column claimed_status text,
  add column claimed_at timestamptz(3),
  add column nmid text,
  add column authenticity text,
  -- The attempt whose money it turned out to be: it is nobody's no more.
  add column attempt_id uuid references qriskit.attempt (id);
create index unmatched_waiting on qriskit.unmatched (id) where attempt_id is null;
drop index qriskit.unmatched_settled;
create index unmatched_unconfirmed on qriskit.unmatched (changed_at) where state <> 'confirmed' and attempt_id is null;

create function qriskit.guard_expectation() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    raise exception 'qriskit: an expectation is never deleted';
  end if;
  if tg_op = 'INSERT' then
    if new.freed_at is not null or new.evidence is not null then
      raise exception 'qriskit: an expectation begins with its amount held, without money';
    end if;
    return new;
  end if;
  if (new.attempt_id, new.account, new.provider, new.printed_qr_id, new.amount, new.opened_at, new.ends_at, new.rest_millis)
     is distinct from
     (old.attempt_id, old.account, old.provider, old.printed_qr_id, old.amount, old.opened_at, old.ends_at, old.rest_millis) then
    raise exception 'qriskit: what identifies an expectation, and its amount, never change';
  end if;
  if old.freed_at is not null and (new.freed_at, new.held_until) is distinct from (old.freed_at, old.held_until) then
    raise exception 'qriskit: an amount that was given back is not taken again';
  end if;
  if new.freed_at is not null and new.due_at is not null then
    raise exception 'qriskit: an order that is open keeps its amount';
  end if;
  if old.evidence is not null and (new.accepted_by is distinct from old.accepted_by
      or not qriskit.is_kept_or_redacted(old.accepted_why, new.accepted_why)) then
    raise exception 'qriskit: who took it that the money arrived never changes';
  end if;
  return new;
end $$;
create trigger guard_expectation before insert or update or delete on qriskit.expectation
  for each row execute function qriskit.guard_expectation();

-- An attempt that ends gives its amount back after its rest, whoever ended it.
create function qriskit.end_expectation() returns trigger language plpgsql as $$
begin
  update qriskit.expectation set due_at = null,
    held_until = case when freed_at is null
      then greatest(case when due_at is null then held_until end, new.changed_at + rest_millis * interval '1 millisecond')
      else held_until end
  where attempt_id = new.id;
  return null;
end $$;
create trigger end_expectation after update of status on qriskit.attempt
  for each row when (new.surplus is not null and old.status <> new.status and new.status <> 'pending')
  execute function qriskit.end_expectation();

create function qriskit.guard_printed_qr() returns trigger language plpgsql as $$
begin
  raise exception 'qriskit: a printed QR is never changed or deleted';
end $$;
create trigger guard_printed_qr before update or delete on qriskit.printed_qr
  for each row execute function qriskit.guard_printed_qr();

create function qriskit.guard_surplus() returns trigger language plpgsql as $$
begin
  raise exception 'qriskit: what is expected on a printed QR never changes';
end $$;
create trigger guard_surplus before update of surplus on qriskit.attempt
  for each row when (new.surplus is distinct from old.surplus) execute function qriskit.guard_surplus();

-- Money that was found to be one attempt's is not another's.
create function qriskit.guard_unmatched_owner() returns trigger language plpgsql as $$
begin
  raise exception 'qriskit: money that was found to be one order''s is not another''s';
end $$;
create trigger guard_unmatched_owner before update of attempt_id on qriskit.unmatched
  for each row when (old.attempt_id is not null and new.attempt_id is distinct from old.attempt_id)
  execute function qriskit.guard_unmatched_owner();
`
