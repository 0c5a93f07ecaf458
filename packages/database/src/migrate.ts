import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type pg from 'pg'

/** A schema's migrations: a folder of NNNN-name.sql, each run once, in order, as role `owner`, in a transaction of its own. */
export type Migrations = { readonly schema: string; readonly folder: URL }

type Step = { readonly schema: string; readonly name: string; readonly sql: string; readonly checksum: string }

/**
 * Brings the database up to this program, one process at a time, and gives how many steps were new. Refuses, before it changes
 * anything: a step that was changed after it had run, and a database that a newer program has migrated.
 */
export async function migrate(owner: pg.Client, all: readonly Migrations[]): Promise<number> {
  await owner.query(`select pg_advisory_lock(hashtextextended('central-kitchen migrations', 0))`)
  try {
    await owner.query(TABLE)
    const fresh: Step[] = []
    for (const migrations of all) fresh.push(...(await freshSteps(owner, migrations)))
    for (const step of fresh) await run(owner, step)
    return fresh.length
  } finally {
    await owner.query(`select pg_advisory_unlock(hashtextextended('central-kitchen migrations', 0))`)
  }
}
const TABLE = `create schema if not exists migration; create table if not exists migration.step (
  schema text, name text, checksum text not null, at timestamptz not null default now(), primary key (schema, name));
  grant usage on schema migration to system; grant select on migration.step to system`

async function freshSteps(owner: pg.Client, migrations: Migrations): Promise<Step[]> {
  const steps = await stepsOf(migrations)
  const { rows } = await owner.query<{ name: string; checksum: string }>(DONE, [migrations.schema])
  const known = new Map(steps.map((step) => [step.name, step.checksum]))
  const newer = rows.find((row) => !known.has(row.name))
  if (newer)
    throw new Error(`This program is older than its data: ${migrations.schema} already has ${newer.name}. Start the newer program.`)
  const changed = rows.find((row) => known.get(row.name) !== row.checksum)
  if (changed)
    throw new Error(`${migrations.schema}: ${changed.name} was changed after it had run here. Restore it, and add a new migration.`)
  const done = new Set(rows.map((row) => row.name))
  return steps.filter((step) => !done.has(step.name))
}
const DONE = 'select name, checksum from migration.step where schema = $1 order by name'

async function stepsOf({ schema, folder }: Migrations): Promise<Step[]> {
  const names = (await readdir(fileURLToPath(folder))).filter((name) => /^\d{4}-[a-z0-9-]+\.sql$/.test(name)).sort()
  return Promise.all(names.map(async (name) => stepOf(schema, name, await readFile(new URL(name, slashed(folder)), 'utf8'))))
}

const slashed = (folder: URL) => (folder.href.endsWith('/') ? folder : new URL(`${folder.href}/`))
const stepOf = (schema: string, name: string, sql: string): Step => ({
  schema,
  name,
  sql,
  checksum: createHash('sha256').update(sql).digest('hex'),
})

async function run(owner: pg.Client, { schema, name, sql, checksum }: Step): Promise<void> {
  try {
    await owner.query('begin')
    await owner.query(sql)
    await owner.query('insert into migration.step (schema, name, checksum) values ($1, $2, $3)', [schema, name, checksum])
    await owner.query('commit')
  } catch (cause) {
    await owner.query('rollback')
    throw new Error(`Migration ${schema}/${name} failed: ${cause instanceof Error ? cause.message : cause}`, { cause })
  }
}
