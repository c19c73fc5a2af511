/**
 * The first schema. Frozen once released: a later change is a later file. The rows of `transition` are those of
 * `attempt-status.ts`; a test fails when the two differ.
 */
export const sql = /* sql */ `
create table qriskit.transition (
  from_status text not null,
  to_status text not null,
  primary key (from_status, to_status)
);

insert into qriskit.transition (from_status, to_status)
select move.from_status, unnest(string_to_array(move.to_statuses, ' '))
from (values
  ('creating', 'pending not_created unknown'),
  ('not_created', 'paid refund_pending partially_refunded refunded under_review'),
  ('unknown', 'paid refund_pending partially_refunded refunded abandoned expired canceled failed under_review'),
  ('pending', 'paid refund_pending partially_refunded refunded abandoned expired canceled failed under_review'),
  ('abandoned', 'paid refund_pending partially_refunded refunded expired canceled failed under_review'),
  ('expired', 'paid refund_pending partially_refunded refunded under_review'),
  ('canceled', 'paid refund_pending partially_refunded refunded under_review'),
  ('failed', 'paid refund_pending partially_refunded refunded under_review'),
  ('under_review', 'paid refund_pending partially_refunded refunded expired canceled failed'),
  ('paid', 'refund_pending partially_refunded refunded'),
  ('refund_pending', 'paid partially_refunded refunded'),
  ('partially_refunded', 'refund_pending refunded')
) as move (from_status, to_statuses);

create table qriskit.payment (
  id uuid primary key,
  key text not null unique check (length(key) between 1 and 255),
  fingerprint text not null,
  provider text not null,
  order_id text not null,
  amount bigint not null check (amount between 1 and 9999999999999),
  status text not null default 'creating',
  attempt_id uuid,
  attempts integer not null default 0,
  event_seq integer not null default 0,
  opened_at timestamptz(3) not null,
  changed_at timestamptz(3) not null
);
create index payment_by_time on qriskit.payment (opened_at desc, id desc);
create index payment_by_status on qriskit.payment (status, opened_at desc, id desc);

create table qriskit.attempt (
  id uuid primary key,
  payment_id uuid not null references qriskit.payment (id),
  number integer not null,
  provider text not null,
  external_id text not null,
  provider_payment_id text,
  ref jsonb,
  amount bigint not null check (amount between 1 and 9999999999999),
  status text not null default 'creating',
  provider_status text,
  failure jsonb,
  qr_payload text,
  qr_amount bigint,
  qr_image_url text,
  total bigint,
  paid_amount bigint check (paid_amount between 1 and 9999999999999),
  paid_at timestamptz(3),
  payer jsonb,
  answer jsonb,
  opened_at timestamptz(3) not null,
  shown_until timestamptz(3),
  expires_at timestamptz(3) not null,
  changed_at timestamptz(3) not null,
  next_inquiry_at timestamptz(3),
  pokes integer not null default 0,
  answered_pokes integer not null default 0,
  last_inquiry_at timestamptz(3),
  inquiries integer not null default 0,
  failed_inquiries integer not null default 0,
  redacted_at timestamptz(3),
  constraint attempt_number unique (payment_id, number),
  constraint attempt_external_id unique (provider, external_id)
);
create index attempt_by_provider_payment on qriskit.attempt (provider, provider_payment_id);
create index attempt_due on qriskit.attempt (provider, next_inquiry_at) where next_inquiry_at is not null;

alter table qriskit.payment add constraint payment_attempt foreign key (attempt_id) references qriskit.attempt (id);

create table qriskit.event (
  id bigint primary key generated always as identity,
  payment_id uuid not null references qriskit.payment (id),
  attempt_id uuid references qriskit.attempt (id),
  seq integer not null,
  position bigint unique,
  type text not null,
  status text not null,
  paid_amount bigint,
  anomaly text,
  occurred_at timestamptz(3) not null,
  deliveries integer not null default 0,
  next_delivery_at timestamptz(3) not null,
  delivered_at timestamptz(3),
  skipped_by text,
  skipped_why text,
  dead_at timestamptz(3),
  last_error text,
  constraint event_seq unique (payment_id, seq)
);
create unique index event_paid_once on qriskit.event (payment_id) where type = 'paid';
create index event_undelivered on qriskit.event (payment_id, seq) where delivered_at is null;
create index event_unplaced on qriskit.event (id) where position is null;
create sequence qriskit.event_position;

create table qriskit.anomaly (
  id bigint primary key generated always as identity,
  kind text not null,
  once text not null unique,
  payment_id uuid references qriskit.payment (id),
  attempt_id uuid references qriskit.attempt (id),
  unmatched_id bigint,
  detail text not null,
  found_at timestamptz(3) not null,
  acknowledged_at timestamptz(3),
  acknowledged_by text,
  acknowledged_why text
);
create index anomaly_open on qriskit.anomaly (id) where acknowledged_at is null;

create table qriskit.receipt (
  id bigint primary key generated always as identity,
  provider text not null,
  verdict text not null,
  body_hash text not null,
  body text,
  body_bytes integer not null,
  why text,
  external_id text,
  provider_payment_id text,
  claimed_status text,
  claimed_amount bigint,
  attempt_id uuid references qriskit.attempt (id),
  times integer not null default 1,
  received_at timestamptz(3) not null,
  last_received_at timestamptz(3) not null,
  checked_at timestamptz(3),
  constraint receipt_body unique (provider, verdict, body_hash)
);
create index receipt_by_attempt on qriskit.receipt (attempt_id) where attempt_id is not null;
create index receipt_by_time on qriskit.receipt (received_at);

create table qriskit.discarded_receipt (
  provider text not null,
  verdict text not null,
  hour timestamptz(3) not null,
  times integer not null,
  primary key (provider, verdict, hour)
);

create table qriskit.unmatched (
  id bigint primary key generated always as identity,
  provider text not null,
  provider_payment_id text not null,
  external_id text not null,
  ref jsonb not null,
  state text not null check (state in ('claimed', 'confirmed', 'refuted')),
  claimed_amount bigint,
  amount bigint,
  status text,
  found_at timestamptz(3) not null,
  changed_at timestamptz(3) not null,
  next_inquiry_at timestamptz(3),
  inquiries integer not null default 0,
  constraint unmatched_payment unique (provider, provider_payment_id)
);
create index unmatched_due on qriskit.unmatched (next_inquiry_at) where next_inquiry_at is not null;

create table qriskit.provider_gate (
  provider text primary key,
  next_slot_at timestamptz(3) not null,
  failures integer not null default 0,
  closed_until timestamptz(3)
);

-- What must hold whatever code writes. Each message begins with "qriskit:" and names the rule that was broken.

create function qriskit.is_money(status text) returns boolean language sql immutable as $$
  select status in ('paid', 'refund_pending', 'partially_refunded', 'refunded')
$$;

create function qriskit.guard_attempt() returns trigger language plpgsql as $$
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
  ) then
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
create trigger guard_attempt before insert or update or delete on qriskit.attempt
  for each row execute function qriskit.guard_attempt();

create function qriskit.show_attempt() returns trigger language plpgsql as $$
begin
  update qriskit.payment set status = new.status, changed_at = new.changed_at
  where id = new.payment_id and attempt_id = new.id and status <> new.status;
  return null;
end $$;
create trigger show_attempt after update of status on qriskit.attempt
  for each row execute function qriskit.show_attempt();

create function qriskit.guard_payment() returns trigger language plpgsql as $$
declare
  governing record;
begin
  if tg_op = 'DELETE' then
    raise exception 'qriskit: a payment is never deleted';
  end if;
  if (new.id, new.key, new.fingerprint, new.provider, new.order_id, new.amount, new.opened_at)
     is distinct from
     (old.id, old.key, old.fingerprint, old.provider, old.order_id, old.amount, old.opened_at) then
    raise exception 'qriskit: what identifies a payment, and its amount, never change';
  end if;
  if new.event_seq < old.event_seq or new.attempts < old.attempts then
    raise exception 'qriskit: events and attempts are never taken back';
  end if;
  if new.attempt_id is distinct from old.attempt_id then
    if qriskit.is_money(old.status) then
      raise exception 'qriskit: a paid attempt goes on governing its payment';
    end if;
    select status, amount, payment_id into governing from qriskit.attempt where id = new.attempt_id;
    if governing.payment_id is distinct from new.id or governing.amount is distinct from new.amount then
      raise exception 'qriskit: a payment is governed by an attempt of its own, for its own amount';
    end if;
    new.status := governing.status;
  elsif new.status <> old.status and new.status is distinct from
        (select status from qriskit.attempt where id = new.attempt_id) then
    raise exception 'qriskit: a payment is what its governing attempt is';
  end if;
  return new;
end $$;
create trigger guard_payment before update or delete on qriskit.payment
  for each row execute function qriskit.guard_payment();

create function qriskit.guard_event() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    raise exception 'qriskit: an event is never deleted';
  end if;
  if (new.id, new.payment_id, new.attempt_id, new.seq, new.type, new.status, new.paid_amount, new.anomaly, new.occurred_at)
     is distinct from
     (old.id, old.payment_id, old.attempt_id, old.seq, old.type, old.status, old.paid_amount, old.anomaly, old.occurred_at) then
    raise exception 'qriskit: what happened never changes';
  end if;
  if old.position is not null and new.position is distinct from old.position
     or old.delivered_at is not null and new.delivered_at is distinct from old.delivered_at then
    raise exception 'qriskit: an event keeps its position, and stays delivered';
  end if;
  return new;
end $$;
create trigger guard_event before update or delete on qriskit.event
  for each row execute function qriskit.guard_event();

create function qriskit.guard_anomaly() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    raise exception 'qriskit: an anomaly is acknowledged, never deleted';
  end if;
  if (new.id, new.kind, new.once, new.payment_id, new.attempt_id, new.unmatched_id, new.detail, new.found_at)
     is distinct from
     (old.id, old.kind, old.once, old.payment_id, old.attempt_id, old.unmatched_id, old.detail, old.found_at)
     or old.acknowledged_at is not null and new.acknowledged_at is distinct from old.acknowledged_at then
    raise exception 'qriskit: what was found never changes';
  end if;
  return new;
end $$;
create trigger guard_anomaly before update or delete on qriskit.anomaly
  for each row execute function qriskit.guard_anomaly();
`
