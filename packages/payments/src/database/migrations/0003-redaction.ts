/**
 * Findings and refunds never change, but for what may name persons in them: it goes when it is redacted, and only to
 * this one word.
 */
export const sql = /* sql */ `
create function qriskit.is_kept_or_redacted(before text, after text) returns boolean language sql immutable as $$
  select after is not distinct from before or after = 'Redacted.'
$$;

create or replace function qriskit.guard_anomaly() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    raise exception 'qriskit: an anomaly is acknowledged, never deleted';
  end if;
  if (new.id, new.account, new.kind, new.once, new.payment_id, new.attempt_id, new.unmatched_id, new.found_at)
     is distinct from
     (old.id, old.account, old.kind, old.once, old.payment_id, old.attempt_id, old.unmatched_id, old.found_at)
     or not qriskit.is_kept_or_redacted(old.detail, new.detail)
     or old.acknowledged_at is not null and (
       (new.acknowledged_at, new.acknowledged_by) is distinct from (old.acknowledged_at, old.acknowledged_by)
       or not qriskit.is_kept_or_redacted(old.acknowledged_why, new.acknowledged_why)
     ) then
    raise exception 'qriskit: what was found never changes';
  end if;
  return new;
end $$;
`
