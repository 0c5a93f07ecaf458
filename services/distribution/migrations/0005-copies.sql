-- A centre that has a copy of its own out carries the original no more: its copy stands in the original's place.
create table distribution.copied (copy text primary key, story text not null, centre text not null, at timestamptz not null);
create index copied_story on distribution.copied (story, centre);
select tenancy.open('distribution.copied');

alter table distribution.delivery drop constraint delivery_why_check;
alter table distribution.delivery add constraint delivery_why_check check (why in ('recall', 'superseded', 'copied'));
