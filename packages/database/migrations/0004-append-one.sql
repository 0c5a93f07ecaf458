-- The usual case, one event, in half the time of journal.append, which does the same for many.
create function journal.append_one(topic text, key text, type text, version int, body jsonb, trace text) returns void
security definer set search_path = pg_catalog language plpgsql as $$
declare
  next bigint;
  place bigint;
  moment timestamptz;
begin
  insert into journal.head as h values ($1, $2, 1) on conflict on constraint head_pkey do update set sequence = h.sequence + 1
    returning h.sequence into next;
  insert into journal.event as e (topic, key, sequence, type, version, body, trace) values ($1, $2, next, $3, $4, $5, $6)
    returning e.position, e.at into place, moment;
  insert into journal.queue values (place, moment, $1, $2, next);
end $$;

revoke execute on function journal.append_one from public;
grant execute on function journal.append_one to app, system;
