-- Claims and failures are counted apart: a process that is killed again and again is no fault of the products it held.
alter table generation.product add column claims int not null default 0;
