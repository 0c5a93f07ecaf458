create schema distribution;

-- What was made, as heard. By hash too: a product that is made again never takes the place of the one that was signed.
create table distribution.product (
  product text not null, hash text not null, story text not null, version int not null, outlet text not null, centre text not null, channel text not null,
  headline text not null, files jsonb not null, media text[] not null, at timestamptz not null, primary key (product, hash)
);
create index product_of_story on distribution.product (story, version);
select tenancy.open('distribution.product');

-- What may go out: exactly this hash at this outlet, not before `due` (the hold window of a standing authorisation).
create table distribution.release (
  story text not null, version int not null, outlet text not null, hash text not null, origin text not null, due timestamptz not null, at timestamptz not null,
  primary key (story, version, outlet)
);
select tenancy.open('distribution.release');

-- Tombstones. Whatever comes late for such a story is refused by them first.
create table distribution.recall (story text primary key, centre text not null, person text not null, reason text not null, at timestamptz not null);
select tenancy.open('distribution.recall');

-- A subject at an outlet. `due`: when a worker looks at it next, null while nothing is to be done; `worker`: who holds it now; `mark`: what the outlet's adapter has to remember.
create table distribution.delivery (
  id text primary key, subject_kind text not null check (subject_kind in ('product', 'edition')), subject_id text not null,
  story text not null, version int not null, outlet text not null, centre text not null, origin text not null, channel text not null, product text not null, hash text not null,
  wanted text not null default 'out' check (wanted in ('out', 'gone')), why text check (why in ('recall', 'superseded')),
  state text not null check (state in ('waiting', 'sending', 'retrying', 'delivered', 'person', 'withdrawing', 'withdrawn', 'stopped')),
  tries int not null default 0, due timestamptz, worker int, mark jsonb not null default '{}', failure jsonb, told text, url text, since timestamptz not null, at timestamptz not null,
  unique (subject_kind, subject_id, outlet)
) with (fillfactor = 70);
create index delivery_due on distribution.delivery (outlet, due) where due is not null;
create index delivery_held on distribution.delivery (worker) where worker is not null;
create index delivery_of_story on distribution.delivery (story, outlet, version);
select tenancy.wall('distribution.delivery', 'centre', 'origin');

-- The proof of an outside effect, once per subject, outlet and action.
create table distribution.receipt (
  subject_kind text not null, subject_id text not null, outlet text not null, action text not null check (action in ('publish', 'withdraw')),
  centre text not null, origin text not null, receipt jsonb not null, remains jsonb, at timestamptz not null, primary key (subject_kind, subject_id, outlet, action)
);
select tenancy.wall('distribution.receipt', 'centre', 'origin');
