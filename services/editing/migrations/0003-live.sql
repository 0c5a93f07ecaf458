-- Live editing. `revision` counts confirmed commits; `document` is the text as it was at revision `snapshot`, the log leads from there to the head.
alter table editing.story add column snapshot int not null default 0;
update editing.story set snapshot = revision;

-- Every confirmed commit, for ever: it is history and audit. Steps keep their spelling (json, not jsonb): an editor compares them with its own.
create table editing.commit (
  story uuid not null references editing.story,
  version int not null,
  centre text not null,
  client text not null,
  commit_id int not null,
  base int not null,
  steps json not null,
  origins int[] not null,
  blocks text[] not null,
  person text not null,
  name text not null,
  at timestamptz not null,
  primary key (story, version)
);
-- A commit counts once, whatever is sent again. The authority's own repairs go by the empty client.
create unique index commit_once on editing.commit (story, client, commit_id) where client <> '';
select tenancy.wall('editing.commit', 'centre');

-- Who has taken a block, from whom, with what note.
create table editing.hold (
  story uuid not null references editing.story,
  block text not null,
  centre text not null,
  person text not null,
  name text not null,
  note text not null,
  giver text,
  at timestamptz not null,
  primary key (story, block)
);
select tenancy.wall('editing.hold', 'centre');
