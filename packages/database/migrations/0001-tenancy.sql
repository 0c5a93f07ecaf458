-- The wall between centres. Roles `app` (people's requests) and `system` (relay, reactions, jobs) exist before this runs.
do $$ begin execute format('revoke create, temporary on database %I from public', current_database()); end $$;

create schema tenancy;
grant usage on schema tenancy to app, system;

-- Whose transaction this is: set for the length of one transaction, empty outside of it.
create function tenancy.centre() returns text stable parallel safe language sql as $$ select nullif(current_setting('app.centre', true), '') $$;
create function tenancy.person() returns text stable parallel safe language sql as $$ select nullif(current_setting('app.person', true), '') $$;

-- Rows of a table belong to centres. Role app sees and writes a row when any of the named columns is its centre; role system and
-- the owner all rows. Forced, so that the owner of the table passes a policy too. The centre is asked for once per statement.
create function tenancy.wall(target regclass, variadic columns text[]) returns void language plpgsql as $$
declare
  test text := (select string_agg(format('%I = (select tenancy.centre())', name), ' or ') from unnest(columns) name);
begin
  perform tenancy.open(target);
  execute format('create policy centre on %s to app using (%s) with check (%s)', target, test, test);
  execute format('grant select, insert, update, delete on %s to app', target);
  execute format('grant usage on all sequences in schema %s to app', tenancy.schema_of(target));
  execute format('grant usage on schema %s to app', tenancy.schema_of(target));
end $$;

-- A table without rows of a centre: role system alone.
create function tenancy.open(target regclass) returns void language plpgsql as $$
begin
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format('create policy everything on %s to system, %I using (true) with check (true)', target, current_user);
  execute format('grant select, insert, update, delete on %s to system', target);
  execute format('grant usage on all sequences in schema %s to system', tenancy.schema_of(target));
  execute format('grant usage on schema %s to system', tenancy.schema_of(target));
end $$;

create function tenancy.schema_of(target regclass) returns text stable language sql as
$$ select format('%I', nspname) from pg_class join pg_namespace space on space.oid = relnamespace where pg_class.oid = target $$;
