-- Products of a must-carry story are its origin's alone until it is released: at an outlet's centre nobody reads what is not signed yet.
-- What was there before this step has been shown already.
alter table generation.product add column released boolean not null default true;
alter table generation.product alter column released set default false;
create policy released on generation.product as restrictive for select to app using (released or origin = (select tenancy.centre()));
