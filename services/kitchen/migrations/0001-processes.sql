-- The processes of this kitchen when it runs as several: where each is, what it serves, when it was last heard of, what it has done.
create schema kitchen;

create table kitchen.process (
  id uuid primary key, targets text[] not null, services jsonb not null, address text not null, host text not null, pid int not null,
  did jsonb not null default '{}', started_at timestamptz not null default now(), seen_at timestamptz not null default now()
);
select tenancy.open('kitchen.process');

-- Which addresses a service answers, kept when all its processes are gone: the front door then says what is missing.
create table kitchen.service (name text primary key, paths text[] not null);
select tenancy.open('kitchen.service');
