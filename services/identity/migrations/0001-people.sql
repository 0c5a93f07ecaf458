create schema identity;

-- Passwords of people who have one; who they are and what they may do is the region file.
create table identity.password (
  person text primary key,
  hash text not null,
  changed_at timestamptz not null default now()
);
select tenancy.open('identity.password');

-- Signed-in browsers. Only the hash of the cookie's token is kept: a copy of this table signs nobody in.
create table identity.session (
  token_hash text primary key,
  person text not null,
  centre text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null
);
create index session_expiry on identity.session (expires_at);
select tenancy.open('identity.session');
