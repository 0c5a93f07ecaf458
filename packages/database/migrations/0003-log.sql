-- The log inside PostgreSQL: 12 partitions with offsets from 0 and without gaps. Bodies stay in the journal.
create schema log;

create table log.record (
  partition smallint, "offset" bigint, position bigint not null, at timestamptz not null, topic text not null, key text not null,
  sequence bigint not null, primary key (partition, "offset")
);

-- The next offset of each partition.
create table log.tail (partition smallint primary key, "offset" bigint not null) with (fillfactor = 50);
insert into log.tail select partition, 0 from generate_series(0, 11) partition;

-- Groups share the partitions out among the members that are alive: each has a lease, and a member dies by being silent.
create table log.member ("group" text, member text, until timestamptz not null, primary key ("group", member));
create table log.lease (
  "group" text, partition smallint, "offset" bigint not null, member text, primary key ("group", partition)
) with (fillfactor = 50);

grant usage on schema log to system;
grant select, insert, update, delete on all tables in schema log to system;
