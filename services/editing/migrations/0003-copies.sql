-- What a copy was taken from: `base` is the version above that its text was last merged with (blocks with an open question keep their older one), `theirs` the
-- newest that was heard of. Lineage, questions and broken locks are computed from these and the text, and stored nowhere.
create table editing.copy (
  copy uuid primary key references editing.story,
  centre text not null,
  origin jsonb not null,
  terms jsonb not null,
  base jsonb not null,
  theirs jsonb not null,
  waits boolean not null default false,
  severity text,
  note text not null default '',
  taken jsonb not null default '[]',
  unread jsonb not null default '[]',
  former jsonb
);
select tenancy.wall('editing.copy', 'centre');

-- Copies from before: they were taken from the version that their origin names.
insert into editing.copy (copy, centre, origin, terms, base, theirs)
  select s.id, s.centre, s.origin, '{"leave": "adapt", "locked": []}', v.document, v.document
  from editing.story s join editing.version v on v.story = (s.origin->>'story')::uuid and v.version = (s.origin->>'version')::int
  where s.origin is not null;
