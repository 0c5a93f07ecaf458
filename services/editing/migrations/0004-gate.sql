-- 代审: a named person signs in place of who has the role, for a set time. `does`: one of the reviews, or all proofreads. Ended, never deleted.
create table editing.stand_in (
  id uuid primary key,
  centre text not null,
  person text not null,
  does text not null check (does in ('first', 'second', 'final', 'proof')),
  "from" timestamptz not null,
  until timestamptz not null,
  reason text not null,
  granted_by text not null,
  at timestamptz not null,
  ended timestamptz,
  check ("from" < until)
);
create index stand_in_of_centre on editing.stand_in (centre, until desc);
select tenancy.wall('editing.stand_in', 'centre');

-- How a signature came, when not from its own person at the screen: in place of somebody, or by telephone with evidence.
alter table editing.signature add column stand_in jsonb, add column phone jsonb;
-- What a line of history says beside its reason: {review, by}.
alter table editing.history add column detail jsonb;
