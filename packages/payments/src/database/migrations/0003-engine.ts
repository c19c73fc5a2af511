/**
 * What the engine needs: due events by type, so that a process claims only what it has handlers for; which types are
 * handled by whom; what each account has due, so that turns go round; and a gate that tells payments apart and learns
 * how fast a provider may be asked.
 */
export const sql = /* sql */ `
drop index qriskit.event_due;
create index event_due on qriskit.event (type, next_delivery_at) where delivered_at is null and dead_at is null;
create index event_failing on qriskit.event (id)
  where last_error is not null and delivered_at is null and dead_at is null;

create index attempt_due_by_account on qriskit.attempt (provider, account, next_inquiry_at)
  where next_inquiry_at is not null and account <> '';

create table qriskit.handled (
  process uuid not null,
  type text not null,
  until timestamptz(3) not null,
  primary key (process, type)
);
create index handled_by_type on qriskit.handled (type, until desc);

alter table qriskit.provider_gate
  add column failing text[] not null default '{}',
  add column closings integer not null default 0,
  add column held_until timestamptz(3),
  add column probed_at timestamptz(3),
  add column rate double precision,
  add column limited_at timestamptz(3);
`
