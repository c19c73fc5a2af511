/**
 * Webhooks onward: where events are sent, under which secrets, what is on its way, and every attempt. Messages are made
 * from the events by their positions, each once for an endpoint, and settle once: delivered or dead.
 */
export const sql = /* sql */ `
create table qriskit.endpoint (
  id uuid primary key,
  account text not null default '' check (length(account) <= 128),
  every_account boolean not null default false,
  url text not null,
  -- Null: all of them.
  subjects text[],
  description text,
  with_payer boolean not null default false,
  is_enabled boolean not null default true,
  disabled_at timestamptz(3),
  disabled_why text check (disabled_why in ('by_hand', 'failing', 'gone')),
  -- Up to which event it has its messages, where it is not as far as the others are; null: it goes along with them.
  position bigint,
  failures integer not null default 0,
  failing_since timestamptz(3),
  held_until timestamptz(3),
  is_slow boolean not null default false,
  created_at timestamptz(3) not null,
  changed_at timestamptz(3) not null,
  removed_at timestamptz(3),
  constraint endpoint_of_every_account check (not every_account or account = ''),
  constraint endpoint_disabled check (is_enabled = (disabled_at is null) and is_enabled = (disabled_why is null)),
  constraint endpoint_stands_still check (is_enabled or position is not null)
);
create index endpoint_by_account on qriskit.endpoint (account, created_at, id) where removed_at is null;
create index endpoint_by_time on qriskit.endpoint (created_at, id) where removed_at is null;
create index endpoint_along on qriskit.endpoint (account) where is_enabled and position is null and removed_at is null;
create index endpoint_along_of_every on qriskit.endpoint (id)
  where every_account and is_enabled and position is null and removed_at is null;
create index endpoint_behind on qriskit.endpoint (position) where is_enabled and position is not null and removed_at is null;
create index endpoint_removed on qriskit.endpoint (removed_at) where removed_at is not null;
create trigger keep_account_of_endpoint before update of account on qriskit.endpoint
  for each row when (new.account <> old.account) execute function qriskit.guard_account();

create table qriskit.endpoint_secret (
  id bigint primary key generated always as identity,
  endpoint_id uuid not null references qriskit.endpoint (id) on delete cascade,
  secret text not null,
  is_sealed boolean not null,
  hint text not null,
  created_at timestamptz(3) not null,
  -- It signs until then; null: it is the newest.
  until timestamptz(3)
);
create unique index endpoint_secret_newest on qriskit.endpoint_secret (endpoint_id) where until is null;
create index endpoint_secret_by_endpoint on qriskit.endpoint_secret (endpoint_id, id);

-- Up to which event all endpoints that go along have their messages.
create table qriskit.endpoint_fan_out (
  id integer primary key check (id = 1),
  position bigint not null
);

create table qriskit.endpoint_message (
  id bigint primary key generated always as identity,
  name uuid not null default gen_random_uuid(),
  endpoint_id uuid not null references qriskit.endpoint (id) on delete cascade,
  event_id bigint references qriskit.event (id),
  payment_id uuid references qriskit.payment (id),
  seq integer,
  type text not null,
  -- What it says, where it is about no event.
  note jsonb,
  made_at timestamptz(3) not null,
  -- Counted before anything is sent: of all, and since it was begun anew.
  attempts integer not null default 0,
  tries integer not null default 0,
  next_attempt_at timestamptz(3),
  leased_until timestamptz(3),
  delivered_at timestamptz(3),
  dead_at timestamptz(3),
  constraint endpoint_message_name unique (name),
  constraint endpoint_message_once unique (endpoint_id, event_id),
  constraint endpoint_message_settled check (
    delivered_at is null or dead_at is null
  ),
  constraint endpoint_message_due check (
    (next_attempt_at is null) = (delivered_at is not null or dead_at is not null)
  ),
  constraint endpoint_message_of_payment check ((event_id is null) = (payment_id is null) and (event_id is null) = (seq is null))
);
create index endpoint_message_pending on qriskit.endpoint_message (endpoint_id, next_attempt_at, id)
  where next_attempt_at is not null;
create index endpoint_message_in_order on qriskit.endpoint_message (endpoint_id, payment_id, seq)
  where next_attempt_at is not null;
create index endpoint_message_out on qriskit.endpoint_message (endpoint_id, leased_until) where leased_until is not null;
create index endpoint_message_dead on qriskit.endpoint_message (endpoint_id, id) where dead_at is not null;
create index endpoint_message_all_dead on qriskit.endpoint_message (id) where dead_at is not null;
create index endpoint_message_by_endpoint on qriskit.endpoint_message (endpoint_id, id);
create index endpoint_message_by_time on qriskit.endpoint_message (endpoint_id, made_at, id);
create index endpoint_message_settled_by_time on qriskit.endpoint_message (made_at) where next_attempt_at is null;
create index endpoint_message_by_payment on qriskit.endpoint_message (payment_id, id) where payment_id is not null;

create table qriskit.endpoint_attempt (
  id bigint primary key generated always as identity,
  message_id bigint not null references qriskit.endpoint_message (id) on delete cascade,
  endpoint_id uuid not null,
  number integer not null,
  at timestamptz(3) not null,
  millis integer not null,
  is_delivered boolean not null,
  status integer,
  -- What went wrong, in our words; and the first words of the answer, in theirs.
  why text,
  answer text
);
create index endpoint_attempt_by_message on qriskit.endpoint_attempt (message_id, id);
create index endpoint_attempt_by_endpoint on qriskit.endpoint_attempt (endpoint_id, id);
create index endpoint_attempt_answered on qriskit.endpoint_attempt (at) where answer is not null;
`
