create schema syndication;

-- To whom a story is open: the rows of a centre are its inbox.
create table syndication.address (
  story uuid not null,
  centre text not null,
  primary key (centre, story)
);
create index address_story on syndication.address (story);
select tenancy.wall('syndication.address', 'centre');

-- A released story that others may take over, exactly as it was released.
create table syndication.offer (
  story uuid primary key,
  version int not null,
  centre text not null,
  headline text not null,
  document jsonb not null,
  at timestamptz not null
);
create index offer_newest on syndication.offer (at desc);
select tenancy.wall('syndication.offer', 'centre');
create policy addressed on syndication.offer for select to app
  using (story in (select address.story from syndication.address where address.centre = (select tenancy.centre())));

-- What was recalled. A table of its own: a recall may be heard at any time, and whoever adopts looks here first.
create table syndication.tombstone (
  story uuid primary key,
  centre text not null,
  person text not null,
  reason text not null,
  at timestamptz not null
);
select tenancy.wall('syndication.tombstone', 'centre');
create policy addressed on syndication.tombstone for select to app
  using (story in (select address.story from syndication.address where address.centre = (select tenancy.centre())));

-- The adoption ledger: who took over whose story, which version of it, and when. Seen by both centres. A centre has one copy of a story.
create table syndication.copy (
  copy uuid primary key,
  story uuid not null,
  version int not null,
  origin text not null,
  centre text not null,
  person text not null,
  name text not null,
  headline text not null,
  at timestamptz not null,
  recalled_at timestamptz,
  unique (story, centre)
);
select tenancy.wall('syndication.copy', 'centre', 'origin');
