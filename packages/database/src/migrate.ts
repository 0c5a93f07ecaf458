import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type pg from 'pg'

/** A schema's migrations: a folder of NNNN-name.sql, each run once, in order, as role `owner`, in a transaction of its own. */
export type Migrations = { readonly schema: string; readonly folder: URL }

type Step = { readonly schema: string; readonly name: string; readonly sql: string; readonly checksum: string }

/** A step by name: of a list that a dump keeps. */
type Named = { readonly schema: string; readonly name: string; readonly checksum: string }

/**
 * Brings the database up to this program, one process at a time, and gives how many steps were new. Refuses, before it changes
 * anything: a step that was changed after it had run, and a database that a newer program has migrated. `only`: just these steps, all of
 * which have to be known. `before` is told of the first new step of a database that is in use, and waited for.
 */
export async function migrate(
  owner: pg.Client,
  all: readonly Migrations[],
  only?: readonly Named[],
  before: (steps: readonly string[]) => Promise<void> = async () => {},
): Promise<number> {
  await owner.query(`select pg_advisory_lock(hashtextextended('central-kitchen migrations', 0))`)
  try {
    await owner.query(TABLE)
    const everything: Step[] = []
    for (const migrations of all) everything.push(...(await freshSteps(owner, migrations)))
    const fresh = only ? chosen(everything, only) : everything
    const { rows } = await owner.query('select from migration.step limit 1')
    if (fresh.length > 0 && rows.length > 0) await before(fresh.map(({ schema, name }) => `${schema}/${name}`))
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
  if (newer) throw new Error(olderThanData(migrations.schema, newer.name))
  const changed = rows.find((row) => known.get(row.name) !== row.checksum)
  if (changed)
    throw new Error(`${migrations.schema}: ${changed.name} was changed after it had run here. Restore it, and add a new migration.`)
  const done = new Set(rows.map((row) => row.name))
  return steps.filter((step) => !done.has(step.name))
}
const olderThanData = (schema: string, name: string) =>
  `程序比数据旧：数据已经升级到 ${schema}/${name}，本程序没有这一步。请用新版程序启动；要用旧版，请从升级前的备份恢复。\n` +
  `This program is older than its data: ${schema} already has ${name}. Start the newer program, or restore the copy from before the upgrade.`

function chosen(steps: readonly Step[], only: readonly Named[]): Step[] {
  const same = (step: Named, { schema, name }: Named) => step.schema === schema && step.name === name
  const unknown = only.find((one) => !steps.some((step) => same(step, one)))
  if (unknown) throw new Error(olderThanData(unknown.schema, unknown.name))
  const changed = only.find((one) => steps.some((step) => same(step, one) && step.checksum !== one.checksum))
  if (changed) throw new Error(`${changed.schema}: ${changed.name} was changed after the backup. Restore it, and add a new migration.`)
  return steps.filter((step) => only.some((one) => same(step, one)))
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
