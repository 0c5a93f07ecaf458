import type { Database } from './database.ts'

/** What `doctor` tells of a database. `monthsAhead`: months of the journal that exist beyond this one; at 0 appends soon fail. */
export type Description = {
  readonly version: string
  readonly bytes: number
  readonly roles: readonly string[]
  readonly monthsAhead: number
  readonly migrations: readonly { readonly schema: string; readonly name: string; readonly at: Date }[]
}

export async function describeDatabase({ system }: Database): Promise<Description> {
  const facts = await system.query<Omit<Description, 'migrations'>>(FACTS)
  const steps = await system.query<Description['migrations'][number]>(
    'select schema, name, at from migration.step order by at, schema, name',
  )
  const [first] = facts.rows
  if (first === undefined) throw new Error('PostgreSQL answered without a row')
  return { ...first, migrations: steps.rows }
}
const FACTS = `select current_setting('server_version') as version, pg_database_size(current_database()) as bytes,
  array(select rolname::text from pg_roles where rolname in ('app', 'system') and rolcanlogin order by 1) as roles,
  (select count(*)::int from pg_inherits join pg_class c on c.oid = inhrelid where inhparent = 'journal.event'::regclass
    and c.relname > to_char(now() at time zone 'UTC', '"event_"YYYY_MM')) as "monthsAhead"`
