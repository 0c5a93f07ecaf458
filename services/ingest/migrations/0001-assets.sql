-- Uploads of a centre's people: one row from the first byte to the verdict. The bytes lie in the spool folder until then, afterwards in the blob store.
create schema ingest;

create table ingest.asset (
  id uuid primary key,
  centre text not null,
  person text not null,
  story uuid,
  name text not null,
  state text not null default 'arriving' check (state in ('arriving', 'received', 'refused')),
  size bigint not null check (size >= 0),
  kind text check (kind in ('photo', 'video', 'audio')),
  sha256 text,
  media_type text,
  width int,
  height int,
  duration_ms bigint,
  aigc boolean not null default false,
  failure jsonb,
  trouble jsonb,
  created timestamptz not null,
  at timestamptz not null,
  check (state <> 'received' or (kind is not null and sha256 is not null and media_type is not null)),
  check (state <> 'refused' or failure is not null)
);
create index asset_story on ingest.asset (story, id) where story is not null;
create index asset_person on ingest.asset (centre, person, id);
create index asset_arriving on ingest.asset (id) where state = 'arriving';
create index asset_refused on ingest.asset (at) where state = 'refused';
select tenancy.wall('ingest.asset', 'centre');
