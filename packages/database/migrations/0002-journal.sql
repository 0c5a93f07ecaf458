-- Every event that ever happened, in one database with the rows that it speaks of. Rows are added, never changed, never deleted.
create schema journal;

-- The newest sequence of each (topic, key). Its row lock is held to the end of a transaction: so the order of sequences is the
-- order of commits, and a sequence is seen only after all lower ones.
create table journal.head (topic text, key text, sequence bigint not null, primary key (topic, key)) with (fillfactor = 70);

-- Over months a partitioned table cannot promise that (topic, key, sequence) is unique; journal.head does.
create table journal.event (
  position bigint generated always as identity,
  at timestamptz not null default now(),
  topic text not null,
  key text not null,
  sequence bigint not null,
  type text not null,
  version int not null,
  body jsonb not null check (pg_column_size(body) <= 4194304), -- a rough wall: append counts 512 KiB of JSON exactly
  trace text,
  primary key (position, at),
  unique (key, topic, sequence, at)
) partition by range (at);

-- Makes the months from this one to `ahead` later, and gives how many months after this one exist. Called at start and daily by
-- role system; an insert without its month is refused.
create function journal.make_months(ahead int) returns int security definer set search_path = pg_catalog language plpgsql as $$
declare
  first date;
begin
  perform pg_advisory_xact_lock(hashtextextended('journal months', 0));
  for month in 0..ahead loop
    first := date_trunc('month', now() at time zone 'UTC') + month * interval '1 month';
    if to_regclass(format('journal.event_%s', to_char(first, 'YYYY_MM'))) is null then
      execute format('create table journal.event_%s partition of journal.event for values from (%L) to (%L)',
        to_char(first, 'YYYY_MM'), first::text || ' 00:00+00', (first + interval '1 month')::date::text || ' 00:00+00');
    end if;
  end loop;
  return ahead;
end $$;
select journal.make_months(3);

-- What the relay has still to move. It keeps no cursor, so a low position that commits late is not passed over.
create table journal.queue (
  position bigint primary key,
  at timestamptz not null,
  topic text not null,
  key text not null,
  sequence bigint not null
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000, autovacuum_vacuum_cost_delay = 0);

-- Which of 12 partitions a key belongs to, in every adapter of the log. md5 is the same in all versions of PostgreSQL.
create function journal.partition_of(key text) returns smallint immutable parallel safe language sql as
$$ select ((('x' || left(md5(key), 8))::bit(32)::bigint) % 12)::smallint $$;

-- Adds events, one array per column, and gives each the next sequence of its (topic, key). Runs as the owner: whoever may add
-- cannot read. Heads are locked in one order, so two callers wait and never deadlock.
create function journal.append(topics text[], keys text[], types text[], versions int[], bodies jsonb[], traces text[]) returns void
security definer set search_path = pg_catalog language sql as $$
with draft as (
  select *, row_number() over (partition by topic, key order by n) as nth, count(*) over (partition by topic, key) as many
  from unnest(topics, keys, types, versions, bodies, traces) with ordinality d(topic, key, type, version, body, trace, n)
), head as (
  insert into journal.head as h select topic, key, count(*) from draft group by 1, 2 order by 1, 2
  on conflict (topic, key) do update set sequence = h.sequence + excluded.sequence returning *
), event as (
  insert into journal.event (topic, key, sequence, type, version, body, trace)
  select d.topic, d.key, head.sequence - d.many + d.nth, d.type, d.version, d.body, d.trace
  from draft d join head using (topic, key) order by d.n
  returning position, at, topic, key, sequence
)
insert into journal.queue select position, at, topic, key, sequence from event
$$;

-- Who listens to what, and since when: `start` says whether it wanted what was there before.
create table journal.consumer (
  consumer text, topic text, start text not null check (start in ('beginning', 'now')), since timestamptz not null default now(),
  primary key (consumer, topic)
);

-- How far a consumer is with a (topic, key), and what it cannot do. A parked key stores no events: they are in the journal.
create table journal.inbox (
  consumer text, topic text, key text, sequence bigint not null, primary key (consumer, topic, key)
) with (fillfactor = 70);
create table journal.parked (
  consumer text, topic text, key text, sequence bigint not null, reason text not null,
  since timestamptz not null default now(), tries int not null default 1, primary key (consumer, topic, key)
);

revoke execute on all functions in schema journal from public;
grant usage on schema journal to app, system;
grant execute on function journal.append to app, system;
grant execute on function journal.make_months, journal.partition_of to system;
grant select on journal.head, journal.event to system;
grant select, delete on journal.queue to system;
grant select, insert, update, delete on journal.consumer, journal.inbox, journal.parked to system;
