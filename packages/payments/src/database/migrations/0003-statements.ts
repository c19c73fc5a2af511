/** Of a line that is being read, and of one that was: what it is known by, its days, and its sums in sen. */
const WHAT_A_LINE_SAYS = /* sql */ `provider_id text,
  callback_id text,
  reference text,
  rrn text,
  rrn_restored boolean not null,
  merchant text,
  nmid text,
  tid text,
  bank_account text,
  batch text,
  bank_reference text,
  original_id text,
  part text,
  paid_at timestamptz(3),
  paid_on date,
  settled_on date,
  booked_on date,
  transactions_of date,
  gross bigint,
  fee bigint,
  tax bigint,
  net bigint`

/**
 * What acquirers and banks report, beside our payments: files that were imported, their lines, what follows from them,
 * and what a payment is known by in them: the RRN, which names no person and stays when a payment is redacted, and the
 * merchant id in its QR.
 */
export const sql = /* sql */ `
-- The merchant id of a QR: field 02 of its first merchant account (tags 26 to 45), EMV's tag, length and value. As far as
-- ids are compared: the last nine digits, because banks print one id at several lengths.
create function qriskit.merchant_of_qr(payload text) returns text language plpgsql immutable strict parallel safe as $$
declare
  at integer := 1;
  within integer;
  width integer;
  inner_width integer;
begin
  while at + 4 <= length(payload) loop
    if substr(payload, at, 4) !~ '^[0-9]{4}$' then return null; end if;
    width := substr(payload, at + 2, 2)::integer;
    if substr(payload, at, 2) between '26' and '45' then
      within := at + 4;
      while within + 4 <= at + 4 + width loop
        if substr(payload, within, 4) !~ '^[0-9]{4}$' then return null; end if;
        inner_width := substr(payload, within + 2, 2)::integer;
        if substr(payload, within, 2) = '02' and inner_width > 0 then
          return qriskit.comparable_merchant(substr(payload, within + 4, inner_width));
        end if;
        within := within + 4 + inner_width;
      end loop;
    end if;
    at := at + 4 + width;
  end loop;
  return null;
end $$;

create function qriskit.comparable_merchant(mid text) returns text language sql immutable strict parallel safe as $$
  select lpad(right(btrim(mid), 9), 9, '0')
$$;

-- An RRN has twelve places; what is longer stays as it is.
create function qriskit.comparable_rrn(rrn text) returns text language sql immutable strict parallel safe as $$
  select case when length(btrim(rrn)) < 12 then lpad(btrim(rrn), 12, '0') else btrim(rrn) end
$$;

create function qriskit.comparable_account(account text) returns text language sql immutable strict parallel safe as $$
  select ltrim(regexp_replace(account, '[^0-9]', '', 'g'), '0')
$$;

create function qriskit.jakarta_day(at timestamptz) returns date language sql immutable strict parallel safe as $$
  select ((at at time zone 'UTC') + interval '7 hours')::date
$$;

alter table qriskit.attempt
  add column retrieval_reference text,
  add column merchant text;

create function qriskit.note_what_statements_name() returns trigger language plpgsql as $$
begin
  if new.qr_payload is not null and new.merchant is null then
    new.merchant := qriskit.merchant_of_qr(new.qr_payload);
  end if;
  -- What was told once stays when the payer is redacted.
  new.retrieval_reference := coalesce(
    nullif(qriskit.comparable_rrn(left(new.payer->>'retrievalReference', 64)), '000000000000'), new.retrieval_reference
  );
  return new;
end $$;
create trigger note_what_statements_name before update on qriskit.attempt
  for each row when (
    new.qr_payload is distinct from old.qr_payload or new.payer is distinct from old.payer and new.payer is not null
  ) execute function qriskit.note_what_statements_name();

alter table qriskit.attempt disable trigger user;
update qriskit.attempt set
  merchant = qriskit.merchant_of_qr(qr_payload),
  retrieval_reference =
    nullif(qriskit.comparable_rrn(left(payer->>'retrievalReference', 64)), '000000000000')
where qr_payload is not null or payer is not null;
alter table qriskit.attempt enable trigger user;

create index attempt_by_retrieval_reference on qriskit.attempt (retrieval_reference) where retrieval_reference is not null;
-- When money came, as far as is known: the provider's time, else the QR's.
create index attempt_by_arrival on qriskit.attempt ((coalesce(paid_at, opened_at))) where paid_amount is not null;

create table qriskit.statement_import (
  id bigint primary key generated always as identity,
  account text not null check (length(account) <= 128),
  state text not null check (state in ('reading', 'imported', 'undone')),
  begun_at timestamptz(3) not null,
  imported_by text not null,
  -- Of which provider's payments it claims to hold all. Null: it is not said, and nothing is called missing from it.
  provider text,
  profile text,
  family text,
  title text,
  kind text check (kind in ('acquirer', 'bank')),
  coverage text check (coverage in ('paid', 'settled', 'booked')),
  lag integer,
  keys text[] not null default '{}',
  bytes bigint,
  sha256 text,
  rows_sha256 text,
  entry text,
  lines integer,
  stored integer not null default 0,
  pending integer not null default 0,
  unreadable integer not null default 0,
  gross numeric,
  fee numeric,
  tax numeric,
  net numeric,
  opening bigint,
  closing bigint,
  bank_account text,
  merchants text[] not null default '{}',
  reported_on date,
  days_from date,
  days_until date,
  is_complete boolean not null default false,
  incomplete_because text[] not null default '{}',
  imported_at timestamptz(3),
  undone_at timestamptz(3),
  undone_by text,
  undone_why text,
  check (state <> 'imported' or (profile is not null and family is not null and kind is not null and sha256 is not null
    and rows_sha256 is not null and imported_at is not null)),
  check ((state = 'undone') = (undone_at is not null))
);
-- A file counts once: by its bytes, and by what its rows say.
create unique index statement_import_bytes on qriskit.statement_import (account, family, sha256, coalesce(entry, ''))
  where state = 'imported';
create unique index statement_import_rows on qriskit.statement_import (account, family, rows_sha256)
  where state = 'imported';
create index statement_import_reading on qriskit.statement_import (begun_at) where state = 'reading';

create function qriskit.guard_statement_import() returns trigger language plpgsql as $$
begin
  if old.state = 'undone' and new.state <> 'undone' or old.state = 'imported' and new.state = 'reading' then
    raise exception 'qriskit: an import that is % cannot become %', old.state, new.state;
  end if;
  if old.state = 'imported' and
     (new.account, new.family, new.sha256, new.rows_sha256, new.imported_at, new.imported_by, new.lines)
     is distinct from
     (old.account, old.family, old.sha256, old.rows_sha256, old.imported_at, old.imported_by, old.lines) then
    raise exception 'qriskit: what was imported never changes: undo it, and import again';
  end if;
  return new;
end $$;
create trigger guard_statement_import before update on qriskit.statement_import
  for each row execute function qriskit.guard_statement_import();

-- Lines that are being read. Nothing here counts; a server that crashes may lose them.
create unlogged table qriskit.statement_staged (
  import_id bigint not null,
  place integer not null,
  line_row integer not null,
  key uuid,
  content uuid not null,
  kind text not null,
  channel text,
  settled boolean,
  pending boolean not null,
  reversal boolean not null,
  ${WHAT_A_LINE_SAYS},
  fee_verdict text,
  status text,
  narrative text,
  notes text[],
  primary key (import_id, place)
);

create table qriskit.statement_line (
  id bigint primary key generated always as identity,
  import_id bigint not null references qriskit.statement_import (id),
  account text not null,
  place integer not null,
  line_row integer not null,
  -- What identifies it, and what else it says, as SHA-256 cut to 128 bits.
  key uuid not null,
  content uuid not null,
  kind text not null check (kind in (
    'payment', 'payment_part', 'refund', 'cancel', 'adjustment', 'payout', 'fee', 'settlement', 'other'
  )),
  -- The day by which it is found: paid, else settled, else booked.
  day date not null,
  channel text,
  settled boolean,
  reversal boolean not null,
  ${WHAT_A_LINE_SAYS},
  fee_verdict text check (fee_verdict in ('agrees', 'more', 'less', 'unknown')),
  status text,
  narrative text,
  notes text[] not null default '{}',
  constraint statement_line_key unique (account, key)
);
create index statement_line_by_import on qriskit.statement_line (import_id, id);
create index statement_line_by_day on qriskit.statement_line (account, day, id);
create index statement_line_by_time on qriskit.statement_line (account, gross, paid_at) where kind = 'payment';
create index statement_line_by_batch on qriskit.statement_line (account, batch) where batch is not null;
create index statement_line_by_credit on qriskit.statement_line (account, net, booked_on) where kind in ('settlement', 'other');

create function qriskit.guard_statement_line() returns trigger language plpgsql as $$
begin
  if (new.id, new.account, new.key, new.kind, new.day) is distinct from (old.id, old.account, old.key, old.kind, old.day)
     or new.import_id = old.import_id and (new.gross, new.fee, new.tax, new.net, new.settled, new.content)
       is distinct from (old.gross, old.fee, old.tax, old.net, old.settled, old.content) then
    raise exception 'qriskit: a line of a statement is never overwritten';
  end if;
  return new;
end $$;
create trigger guard_statement_line before update on qriskit.statement_line
  for each row execute function qriskit.guard_statement_line();

-- A stored line that another file has, too, or the same file twice.
create table qriskit.statement_mention (
  import_id bigint not null references qriskit.statement_import (id),
  place integer not null,
  line_id bigint not null references qriskit.statement_line (id) on delete cascade,
  line_row integer not null,
  -- again: it says the same · later: the same, and paid out by now · restated: something else · duplicate: twice in one file
  what text not null check (what in ('again', 'later', 'restated', 'duplicate')),
  content uuid not null,
  settled boolean,
  settled_on date,
  status text,
  gross bigint,
  fee bigint,
  tax bigint,
  net bigint,
  -- All that it says by the columns of a line, but what a bank prints: what stands when the other file is taken back.
  said jsonb not null,
  primary key (import_id, place)
);
create index statement_mention_by_line on qriskit.statement_mention (line_id);

-- What an acquirer says that it paid out: a row of a summary, a batch, a withdrawal.
create table qriskit.statement_payout (
  id bigint primary key generated always as identity,
  import_id bigint not null references qriskit.statement_import (id),
  account text not null,
  source text not null check (source in ('summary', 'batch', 'line')),
  line_id bigint references qriskit.statement_line (id) on delete cascade,
  reference text,
  merchant text,
  bank_account text,
  day date,
  gross bigint,
  fee bigint,
  net bigint not null,
  lines integer
);
create index statement_payout_by_import on qriskit.statement_payout (import_id);
create index statement_payout_by_line on qriskit.statement_payout (line_id) where line_id is not null;
create index statement_payout_by_day on qriskit.statement_payout (account, day);
create index statement_payout_by_batch on qriskit.statement_payout (account, reference) where reference is not null;

-- What follows from all that: made anew by every match. Attempts and imports are never deleted, so that nothing has to be
-- looked up for each row that names one.

create table qriskit.statement_match (
  line_id bigint primary key references qriskit.statement_line (id) on delete cascade,
  -- Null: several are possible, see statement_candidate.
  attempt_id uuid,
  -- 1 provider's id · 2 our id · 3 RRN · 4 restored RRN · 5 time
  strength smallint not null check (strength between 1 and 5)
);
create index statement_match_by_attempt on qriskit.statement_match (attempt_id);

create table qriskit.statement_candidate (
  line_id bigint not null references qriskit.statement_line (id) on delete cascade,
  attempt_id uuid not null,
  primary key (line_id, attempt_id)
);
create index statement_candidate_by_attempt on qriskit.statement_candidate (attempt_id);

create table qriskit.settlement (
  attempt_id uuid primary key,
  class text not null check (class in (
    'settled', 'listed_not_settled', 'amount_differs', 'fee_differs', 'settled_twice', 'reversed', 'refunded',
    'paid_out_but_not_paid'
  )),
  strength smallint not null,
  import_id bigint not null,
  lines integer not null,
  -- The day of its last line.
  day date not null,
  -- Sen. Null: the report does not say.
  gross bigint,
  fee bigint,
  tax bigint,
  net bigint,
  returned bigint,
  batch text,
  settled_on date
);
create index settlement_by_class on qriskit.settlement (day, class) where class <> 'settled';

create table qriskit.statement_hop (
  payout_id bigint not null references qriskit.statement_payout (id) on delete cascade,
  line_id bigint not null references qriskit.statement_line (id) on delete cascade,
  -- reference · net: amount, account and day, one to one · sum: several payouts of one account and day · ambiguous
  how text not null check (how in ('reference', 'net', 'sum', 'ambiguous')),
  primary key (payout_id, line_id)
);
create index statement_hop_by_line on qriskit.statement_hop (line_id);

-- What a bank's credits say of a merchant id's day, beside our payments of it.
create table qriskit.statement_day (
  account text not null,
  merchant text not null,
  day date not null,
  ours bigint not null,
  theirs bigint not null,
  credits integer not null,
  primary key (account, merchant, day)
);
create index statement_day_by_day on qriskit.statement_day (account, day);

-- Findings as they stand: each has an anomaly. One that no longer holds is resolved, and its anomaly with it.
create table qriskit.statement_finding (
  anomaly_id bigint primary key references qriskit.anomaly (id),
  account text not null,
  kind text not null,
  subject text not null,
  day date not null,
  import_id bigint references qriskit.statement_import (id),
  resolved_at timestamptz(3)
);
create unique index statement_finding_once on qriskit.statement_finding (account, kind, subject) where resolved_at is null;
create index statement_finding_by_subject on qriskit.statement_finding (account, kind, subject);
create index statement_finding_by_day on qriskit.statement_finding (account, day) where resolved_at is null;
`
