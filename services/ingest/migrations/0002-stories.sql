-- Whose story it is, as far as events tell: of a draft they do not. Jobs only.
create table ingest.story (story uuid primary key, centre text not null);
select tenancy.open('ingest.story');
