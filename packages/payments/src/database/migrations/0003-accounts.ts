/**
 * Every row says whose credentials it is about. Empty text: the one account of a client, which every row of an earlier
 * release belongs to. Ids are unique within an account: two merchants may both have an order 1001. An index begins with
 * the id: where two begin with provider and account, a planner that knows little of the table takes the wrong one.
 */
export const sql = /* sql */ `
alter table qriskit.payment
  add column account text not null default '' check (length(account) <= 128),
  drop constraint payment_key_key,
  add constraint payment_key unique (account, key);
create index payment_by_account on qriskit.payment (account, opened_at desc, id desc) where account <> '';

alter table qriskit.attempt
  add column account text not null default '' check (length(account) <= 128),
  drop constraint attempt_external_id,
  add constraint attempt_external_id unique (external_id, provider, account);
drop index qriskit.attempt_by_provider_payment;

alter table qriskit.anomaly
  add column account text not null default '' check (length(account) <= 128);
create index anomaly_by_account on qriskit.anomaly (account, id) where account <> '';

alter table qriskit.receipt
  add column account text not null default '' check (length(account) <= 128),
  drop constraint receipt_body,
  add constraint receipt_body unique (provider, account, verdict, body_hash);
create index receipt_by_account on qriskit.receipt (account, id) where account <> '';
drop index qriskit.receipt_refused_by_external_id;
create index receipt_refused_by_external_id on qriskit.receipt (external_id, provider, account)
  where verdict <> 'accepted';
drop index qriskit.receipt_refused_by_payment_id;
create index receipt_refused_by_payment_id on qriskit.receipt (provider_payment_id, provider, account)
  where verdict <> 'accepted';

alter table qriskit.discarded_receipt
  add column account text not null default '' check (length(account) <= 128),
  drop constraint discarded_receipt_pkey,
  add primary key (provider, account, verdict, hour);

alter table qriskit.unmatched
  add column account text not null default '' check (length(account) <= 128),
  drop constraint unmatched_payment,
  add constraint unmatched_payment unique (provider, account, provider_payment_id);
create index unmatched_by_account on qriskit.unmatched (account, id) where account <> '';

alter table qriskit.provider_gate
  add column account text not null default '' check (length(account) <= 128),
  drop constraint provider_gate_pkey,
  add primary key (provider, account);

-- An account is part of what identifies a row.

create function qriskit.guard_account() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' then
    raise exception 'qriskit: the account of a row never changes';
  end if;
  if new.account <> (select account from qriskit.payment where id = new.payment_id) then
    raise exception 'qriskit: what is about a payment has the payment''s account';
  end if;
  return new;
end $$;
create trigger guard_account_of_attempt before insert on qriskit.attempt
  for each row execute function qriskit.guard_account();
create trigger guard_account_of_anomaly before insert on qriskit.anomaly
  for each row when (new.payment_id is not null) execute function qriskit.guard_account();
create trigger keep_account_of_payment before update of account on qriskit.payment
  for each row when (new.account <> old.account) execute function qriskit.guard_account();
create trigger keep_account_of_attempt before update of account on qriskit.attempt
  for each row when (new.account <> old.account) execute function qriskit.guard_account();
create trigger keep_account_of_anomaly before update of account on qriskit.anomaly
  for each row when (new.account <> old.account) execute function qriskit.guard_account();
`
