-- A draft that its author has thrown away: hidden, kept, brought back by an undo.
alter table editing.story add column discarded timestamptz;
