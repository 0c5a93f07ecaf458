-- Whether a consumer may apply everything again: its effects are the same when they are repeated, stay inside, and no events follow.
alter table journal.consumer add column replays boolean not null default false;
