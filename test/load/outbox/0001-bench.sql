-- A row that changes with every event, once behind the wall and once plain; and the outbox that a textbook would keep.
create schema bench;
create table bench.story (id text primary key, centre text not null, words int not null default 0) with (fillfactor = 50);
select tenancy.wall('bench.story', 'centre');
create table bench.plain (id text primary key, words int not null default 0) with (fillfactor = 50);
select tenancy.open('bench.plain');
create table bench.outbox (id bigint generated always as identity primary key, key text not null, type text not null, body jsonb not null);
select tenancy.open('bench.outbox');
insert into bench.story (id, centre) select n::text, '640000' from generate_series(0, 499) n;
insert into bench.plain (id) select n::text from generate_series(0, 499) n;
