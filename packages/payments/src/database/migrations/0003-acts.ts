/**
 * What people did: stored before it is done, so that nothing is done that is not on record. Who, what and when never
 * change; what came of it is noted once.
 */
export const sql = /* sql */ `
create table qriskit.act (
  id bigint generated always as identity primary key,
  account text not null,
  payment_id uuid references qriskit.payment (id),
  verb text not null,
  subject text,
  via text not null,
  requested_by text not null,
  why text not null,
  begun_at timestamptz(3) not null,
  ended_at timestamptz(3),
  outcome text check (outcome in ('done', 'refused', 'unknown')),
  detail text,
  constraint act_ended check ((outcome is null) = (ended_at is null))
);
create index act_by_payment on qriskit.act (payment_id, id) where payment_id is not null;
create index act_by_account on qriskit.act (account, id) where account <> '';

create function qriskit.guard_act() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    raise exception 'qriskit: what people did is never deleted';
  end if;
  if tg_op = 'INSERT' then
    if new.outcome is not null then
      raise exception 'qriskit: an act is stored before it is done';
    end if;
    return new;
  end if;
  if (new.id, new.account, new.payment_id, new.verb, new.subject, new.via, new.requested_by, new.begun_at)
     is distinct from
     (old.id, old.account, old.payment_id, old.verb, old.subject, old.via, old.requested_by, old.begun_at)
     or not qriskit.is_kept_or_redacted(old.why, new.why)
     or old.ended_at is not null and (
       (new.ended_at, new.outcome) is distinct from (old.ended_at, old.outcome)
       or not qriskit.is_kept_or_redacted(old.detail, new.detail)
     ) then
    raise exception 'qriskit: what somebody did never changes';
  end if;
  return new;
end $$;
create trigger guard_act before insert or update or delete on qriskit.act
  for each row execute function qriskit.guard_act();
`
