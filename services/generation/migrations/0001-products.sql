create schema generation;

-- Sealed versions, as they were heard: what products are made of. Jobs only.
create table generation.version (
  story uuid not null, version int not null, body jsonb not null, sealed_at timestamptz not null,
  primary key (story, version)
);
select tenancy.open('generation.version');

-- One product per version and outlet, and the queue of the work to be done. `centre` is the outlet's, `origin` the story's.
-- waiting -> making -> made, or refused; retry leads from refused back to waiting. `needs` are keys of renditions.
-- `rank` 0: web, app, wechat; 1: tv; 2: print. `claimed_by` is the number of a worker that holds an advisory lock as long as it lives.
create table generation.product (
  story uuid not null, version int not null, outlet text not null, centre text not null, origin text not null, channel text not null,
  rank smallint not null, needs text[] not null, state text not null check (state in ('waiting', 'making', 'made', 'refused')),
  claimed_by int, tries int not null default 0, retry_at timestamptz,
  product text, hash text, files jsonb not null default '[]', media jsonb not null default '[]', notes jsonb not null default '[]', failure jsonb,
  since timestamptz not null, at timestamptz,
  primary key (story, version, outlet)
);
create index on generation.product (rank, since) where state in ('waiting', 'making');
create index on generation.product (at) where state = 'refused';
create unique index on generation.product (product) where product is not null;
select tenancy.wall('generation.product', 'centre', 'origin');

-- Assets and what became of each recipe. key: <asset>/<recipe>; <asset>/ladder: all widths of a picture; <asset>/*: the whole asset was refused.
create table generation.asset (asset uuid primary key, aigc boolean not null);
select tenancy.open('generation.asset');
create table generation.rendition (
  key text primary key, asset uuid not null, recipe text not null, files jsonb not null default '[]', width int, height int, duration_ms int, failure jsonb
);
create index on generation.rendition (asset);
select tenancy.open('generation.rendition');

-- Stories that were recalled: nothing more is made of them, whatever arrives late.
create table generation.tombstone (story uuid primary key, at timestamptz not null);
select tenancy.open('generation.tombstone');

-- Whether a need is settled: rendered, or known never to be.
create function generation.settled(needs text[]) returns boolean stable language sql as $$
  select not exists (
    select from unnest(needs) need
    where not exists (select from generation.rendition r where r.key = need)
      and not exists (select from generation.rendition r where r.key = split_part(need, '/', 1) || '/*'))
$$;

-- Whether the worker of that number still holds its lock (two-key form: classid, objid).
create function generation.alive(worker int) returns boolean stable language sql as $$
  select exists (select from pg_locks where locktype = 'advisory' and classid = 27495 and objid::bigint = worker and objsubid = 2 and granted)
$$;
