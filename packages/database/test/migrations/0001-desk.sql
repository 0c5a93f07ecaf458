-- A service in small: one table of centres, one that two centres see, one of nobody, one that was forgotten.
create schema desk;
create table desk.story (id text primary key, centre text not null, words int not null default 0);
select tenancy.wall('desk.story', 'centre');
create table desk.delivery (id bigint generated always as identity primary key, centre text not null, origin text not null);
select tenancy.wall('desk.delivery', 'centre', 'origin');
create table desk.rendition (id text primary key);
select tenancy.open('desk.rendition');
create table desk.forgotten (id text primary key);

-- The known-bad twin of desk.story: granted, and no wall.
create table desk.twin (id text primary key, centre text not null);
grant select on desk.twin to app;
grant select, insert on desk.twin to system;

-- For numbers that are given wrongly.
create table desk.numbered (sequence bigint not null);
select tenancy.open('desk.numbered');
