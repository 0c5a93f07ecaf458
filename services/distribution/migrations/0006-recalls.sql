-- The recall of the original by which a copy was recalled: the board of a recall shows both.
alter table distribution.recall add column cause text;
create index recall_cause on distribution.recall (cause) where cause is not null;

-- Recalls of a part: up to this version nothing of the story goes out at that outlet any more.
create table distribution.part_recall (
  story text not null, outlet text not null, version int not null, centre text not null, person text not null, reason text not null, at timestamptz not null,
  primary key (story, outlet)
);
select tenancy.open('distribution.part_recall');
