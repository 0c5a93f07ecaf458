create schema editing;

-- A story as it stands. Its row is locked (for update) before any decision about it.
create table editing.story (
  id uuid primary key,
  centre text not null,
  author text not null,
  author_name text not null,
  state text not null check (state in ('draft', 'filed', 'sealed', 'released', 'recalled')),
  reworked boolean not null default false,
  version int not null default 0,
  revision int not null default 0,
  must_carry boolean not null default false,
  headline text not null,
  characters int not null,
  document jsonb not null,
  origin jsonb,
  since timestamptz not null,
  updated_at timestamptz not null
);
create index story_open on editing.story (centre, updated_at desc) where state in ('draft', 'filed', 'sealed');
create index story_done on editing.story (centre, updated_at desc) where state in ('released', 'recalled');
select tenancy.wall('editing.story', 'centre');

-- Sealed versions: never changed, but for `products`, which is filled once, at release, with exactly what went out.
create table editing.version (
  story uuid not null references editing.story,
  version int not null,
  centre text not null,
  headline text not null,
  document jsonb not null,
  content_hash text not null,
  assets jsonb not null,
  outlets jsonb not null,
  responsible_editor text not null,
  person text not null,
  at timestamptz not null,
  products jsonb,
  primary key (story, version)
);
select tenancy.wall('editing.version', 'centre');

create table editing.signature (
  n bigint generated always as identity,
  story uuid not null,
  version int not null,
  review text not null,
  person text not null,
  content_hash text not null,
  products_hash text not null,
  centre text not null,
  at timestamptz not null,
  primary key (story, version, review, content_hash, products_hash),
  foreign key (story, version) references editing.version
);
select tenancy.wall('editing.signature', 'centre');

-- Own view of products, from product.made and product.refused: the newest answer of each outlet. `centre` is the story's.
create table editing.product (
  story uuid not null,
  version int not null,
  outlet text not null,
  centre text not null,
  hash text,
  refused text,
  primary key (story, version, outlet),
  check ((hash is null) <> (refused is null))
);
select tenancy.wall('editing.product', 'centre');

-- Own view of assets, from asset.received and asset.refused. A row per centre that may show it: its own, and those that took over a story with it.
create table editing.asset (
  asset uuid not null,
  centre text not null,
  name text not null,
  kind text,
  sha256 text,
  failure jsonb,
  primary key (asset, centre),
  check ((sha256 is null) <> (failure is null))
);
select tenancy.wall('editing.asset', 'centre');

-- Who did what, in order. `what` is an event type or story.nudged.
create table editing.history (
  n bigint generated always as identity,
  story uuid not null references editing.story,
  centre text not null,
  what text not null,
  person text,
  name text not null,
  reason text,
  at timestamptz not null,
  primary key (story, n)
);
select tenancy.wall('editing.history', 'centre');

-- Commands that carried an Idempotency-Key: the same key again answers with the story as it is, and does nothing.
create table editing.request (
  centre text not null,
  person text not null,
  key text not null,
  what text not null,
  story uuid not null,
  at timestamptz not null,
  primary key (centre, person, key)
);
create index request_at on editing.request (at);
select tenancy.wall('editing.request', 'centre');
