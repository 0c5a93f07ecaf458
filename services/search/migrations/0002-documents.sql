-- The index holds stories and assets: one row each, what Elasticsearch is filled from and what answers where there is none.
-- `version` grows with every change of the row and orders what reaches Elasticsearch. `word_list`: by which words it was cut; another one means cut it again.
alter table search.story rename to document;
alter table search.document rename column story to id;
alter table search.document rename column released_at to at;
alter table search.document
  add column kind text not null default 'story' check (kind in ('story', 'photo', 'video', 'audio')),
  add column story text,
  add column channels text[] not null default '{}',
  add column subjects text[] not null default '{}',
  add column people text[] not null default '{}',
  add column places text[] not null default '{}',
  add column version bigint not null default 0,
  add column word_list text not null default '';
create index document_new on search.document (at desc) where not recalled and at is not null;
create index document_people on search.document using gin (people) where not recalled;
create index document_places on search.document using gin (places) where not recalled;
create index document_word_list on search.document (word_list, id);

-- Which story shows which asset, under which words, and who may see it there.
create table search.usage (
  asset text not null,
  story text not null,
  caption text not null,
  seen_by text[] not null,
  primary key (asset, story)
);
create index usage_story on search.usage (story);
select tenancy.open('search.usage');

-- What Elasticsearch has not taken yet; with a reason: what it refuses.
create table search.pending (
  id text primary key,
  version bigint not null,
  since timestamptz not null default now(),
  refused text
);
select tenancy.open('search.pending');

-- Whether a new index of Elasticsearch is being filled: then changes go to both.
create table search.engine (single boolean primary key default true check (single), filling boolean not null default false);
insert into search.engine default values;
select tenancy.open('search.engine');

-- A person's saved searches, and what each has found since.
create table search.saved (
  id uuid primary key,
  centre text not null,
  person text not null,
  name text not null,
  question jsonb not null,
  created timestamptz not null
);
create index saved_person on search.saved (centre, person, created);
select tenancy.wall('search.saved', 'centre');

create table search.saved_hit (
  saved uuid not null references search.saved on delete cascade,
  document text not null,
  centre text not null,
  at timestamptz not null,
  seen boolean not null default false,
  primary key (saved, document)
);
create index saved_hit_document on search.saved_hit (document);
select tenancy.wall('search.saved_hit', 'centre');
