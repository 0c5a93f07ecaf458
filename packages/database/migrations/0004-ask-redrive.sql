-- A person has asked for a parked key to be tried again; the consumer's process takes the wish and does it, whichever process that is.
alter table journal.parked add column asked timestamptz;
