-- The embedded site and app: what readers can see now. A withdrawn story keeps its row, so that its address says so and late products are refused.
create table distribution.page (
  outlet text not null, story text not null, centre text not null, channel text not null, version int not null, product text not null, hash text not null,
  headline text not null, summary text not null, card text, keywords text[] not null, published_at timestamptz not null, entry text, bytes int not null,
  gone boolean not null default false, sequence bigint not null, at timestamptz not null, primary key (outlet, story)
) with (fillfactor = 70);
create index page_of_centre on distribution.page (centre, channel, published_at desc);
create index page_change on distribution.page (outlet, sequence);
select tenancy.open('distribution.page');

-- Number of the last change of an outlet's pages. Its row lock makes the order of numbers the order of commits: a reader who has seen n misses nothing below n.
create table distribution.shelf (outlet text primary key, sequence bigint not null) with (fillfactor = 50);
select tenancy.open('distribution.shelf');

-- Media that a page names or named.
create table distribution.page_media (sha256 text not null, outlet text not null, story text not null, live boolean not null, primary key (sha256, outlet, story));
create index page_media_of_story on distribution.page_media (outlet, story);
select tenancy.open('distribution.page_media');

-- Pictures that an Official Account has taken already: the same bytes are not sent twice.
create table distribution.wechat_upload (
  base text not null, appid text not null, sha256 text not null, kind text not null check (kind in ('body', 'material')), answer text not null, at timestamptz not null, primary key (base, appid, sha256, kind)
);
select tenancy.open('distribution.wechat_upload');
