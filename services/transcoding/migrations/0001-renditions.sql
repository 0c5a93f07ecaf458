-- Renditions of equal bytes are made once: rows keyed by hash hold no centre. A reference row per asset and centre grants sight.
create schema transcoding;

create table transcoding.source (
  sha256 text primary key,
  kind text not null check (kind in ('photo', 'video', 'audio')),
  width int,
  aigc jsonb,
  made_at timestamptz not null
);
select tenancy.open('transcoding.source');

create table transcoding.reference (
  asset uuid not null,
  centre text not null,
  sha256 text not null references transcoding.source,
  story uuid,
  name text not null,
  owner boolean not null,
  paused boolean not null default false,
  at timestamptz not null,
  primary key (asset, centre)
);
create index on transcoding.reference (sha256);
select tenancy.wall('transcoding.reference', 'centre');

-- One job per lane of a source: `opening` is what the person waiting sees first, `bulk` the rest. Leased: whoever works renews
-- `leased_until`; a lease that has run out is taken by another.
create table transcoding.job (
  sha256 text not null references transcoding.source,
  lane text not null check (lane in ('opening', 'bulk')),
  rank int not null,
  state text not null default 'waiting' check (state in ('waiting', 'working', 'done', 'failed')),
  percent int not null default 0,
  attempts int not null default 0,
  worker text,
  leased_until timestamptz,
  not_before timestamptz not null default now(),
  failure jsonb,
  created_at timestamptz not null default now(),
  changed_at timestamptz not null default now(),
  primary key (sha256, lane)
);
create index on transcoding.job (rank, created_at) where state in ('waiting', 'working');
select tenancy.open('transcoding.job');

create table transcoding.rendition (
  sha256 text not null references transcoding.source,
  recipe text not null,
  files jsonb,
  width int,
  height int,
  duration_ms int,
  failure jsonb,
  primary key (sha256, recipe),
  check ((files is null) <> (failure is null))
);
select tenancy.open('transcoding.rendition');

-- Whose turn it is: the centre that was served longest ago.
create table transcoding.turn (centre text primary key, served_at timestamptz not null);
select tenancy.open('transcoding.turn');
