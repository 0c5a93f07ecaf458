create schema search;

-- One row a released story. `words`: what jieba cut, for rank; `signs`: every character in its place, so that a phrase of any length is found.
create table search.story (
  story text primary key,
  centre text not null,
  seen_by text[] not null,
  headline text not null default '',
  plain text not null default '',
  words tsvector not null default '',
  signs tsvector not null default '',
  released_at timestamptz,
  recalled boolean not null default false
);
create index story_words on search.story using gin (words) where not recalled;
create index story_signs on search.story using gin (signs) where not recalled;

-- Several centres may see one story, so the wall is on the list.
grant usage on schema search to app, system;
alter table search.story enable row level security;
alter table search.story force row level security;
create policy sight on search.story for select to app using (tenancy.centre() = any (seen_by));
create policy system on search.story to system using (true) with check (true);
grant select on search.story to app;
grant select, insert, update, delete on search.story to system;
