-- What a centre that takes a story over may do, and until when; set by the centre that offers it.
alter table syndication.offer
  add column leave text not null default 'adapt' check (leave in ('reprint', 'headline', 'adapt')),
  add column locked jsonb not null default '[]',
  add column credit text not null default '',
  add column embargo timestamptz,
  add column expires timestamptz,
  add column must_carry boolean not null default false;

-- A centre that recalled its copy may take the story over again. `base`: exactly what was taken, for what survived of it. The rest is how far the copy is.
alter table syndication.copy drop constraint copy_story_centre_key;
create unique index copy_live on syndication.copy (story, centre) where recalled_at is null;
alter table syndication.copy
  add column base jsonb, add column terms jsonb not null default '{"leave": "adapt", "locked": []}',
  add column heard int, add column changed_at timestamptz, add column sealed_at timestamptz, add column signatures int not null default 0, add column released_at timestamptz,
  add column taken int not null default 0, add column unread int not null default 0, add column asked int not null default 0, add column waits boolean not null default false;
update syndication.copy c set heard = c.version, base = (select o.document from syndication.offer o where o.story = c.story and o.version = c.version);

-- Who has looked at an offer, first.
create table syndication.opened (
  story uuid not null,
  centre text not null,
  origin text not null,
  person text not null,
  name text not null,
  at timestamptz not null,
  primary key (story, centre)
);
select tenancy.wall('syndication.opened', 'centre', 'origin');

-- The adoption ledger (采用回流): one released version of a copy, and how many of the original's characters are still in it, by block. The evidence of a line.
create table syndication.use (
  copy uuid not null,
  version int not null,
  story uuid not null,
  taken int not null,
  origin text not null,
  centre text not null,
  person text not null,
  name text not null,
  author text not null,
  headline text not null,
  copy_headline text not null,
  kept int not null,
  characters int not null,
  blocks jsonb not null,
  at timestamptz not null,
  primary key (copy, version)
);
create index use_at on syndication.use (at desc);
select tenancy.wall('syndication.use', 'centre', 'origin');

-- Where it went: deliveries of copies, confirmed by the outlet. `origin` is the original's centre.
create table syndication.delivered (
  copy uuid not null,
  outlet text not null,
  version int not null,
  channel text not null,
  centre text not null,
  origin text not null,
  url text,
  at timestamptz not null,
  primary key (copy, outlet)
);
select tenancy.wall('syndication.delivered', 'centre', 'origin');

-- Whether corrections from above go into a centre's copies by themselves, or wait for a person, by how much they matter. Without a row: by themselves.
create table syndication.policy (
  centre text primary key,
  error text not null check (error in ('itself', 'person')),
  "update" text not null check ("update" in ('itself', 'person')),
  refinement text not null check (refinement in ('itself', 'person')),
  person text not null,
  at timestamptz not null
);
select tenancy.wall('syndication.policy', 'centre');

-- How many centres have taken a story over: a number that every centre may know, of copies that it may not see.
create function syndication.takers(one uuid) returns int stable security definer set search_path = '' language sql as
$$ select count(*)::int from syndication.copy where story = one and recalled_at is null $$;
grant execute on function syndication.takers to app, system;

-- To whom a story of the asking centre is open.
create function syndication.reach(one uuid) returns table (centre text) stable security definer set search_path = '' language sql as
$$ select a.centre from syndication.address a join syndication.offer o using (story) where a.story = one and o.centre = tenancy.centre() $$;
grant execute on function syndication.reach to app, system;

-- Opens a story of the asking centre to exactly these centres, and gives those to whom it is new. Who has a copy keeps sight of it.
create function syndication.readdress(one uuid, centres text[]) returns setof text volatile security definer set search_path = '' language plpgsql as $$
begin
  if not exists (select from syndication.offer where story = one and centre = tenancy.centre()) then return; end if;
  delete from syndication.address a where a.story = one and a.centre <> all(centres)
    and not exists (select from syndication.copy c where c.story = one and c.centre = a.centre and c.recalled_at is null);
  return query insert into syndication.address (story, centre) select one, unnest(centres) on conflict do nothing returning address.centre;
end $$;
grant execute on function syndication.readdress to app, system;
