-- What a consumer has seen, in the order in which it saw it.
create schema probe;
create table probe.effect (
  n bigint generated always as identity primary key, consumer text not null, member text not null, topic text not null, key text not null,
  sequence bigint not null
);
select tenancy.open('probe.effect');
