import pg from 'pg'
import { copyBeforeMigration } from './copies.ts'
import { hinter } from './hint.ts'
import { type Migrations, migrate } from './migrate.ts'
import { makeRoles, type Role, urlOf } from './roles.ts'
import { type Server, type Settings, startServer } from './server.ts'

/** One connection inside a transaction. int8 comes as number, timestamptz as Date. */
export type Tx = pg.ClientBase

/**
 * An open database. `app` is for people's requests and sees what the transaction's centre may see; `system` is for relay, reactions
 * and jobs and sees all. `connect` gives a client of role system that is not connected yet, for listening and for locks that last.
 * `hint` wakes the relay. `ended` resolves with the reason when the server goes although nobody has asked it to.
 */
export type Database = {
  readonly app: pg.Pool
  readonly system: pg.Pool
  readonly connect: () => pg.Client
  readonly hint: () => void
  readonly ended: Promise<string>
}
/** A running part: what it offers, and how to stop it. */
export type Part<T> = { readonly value: T; readonly stop: () => Promise<void> }
/**
 * `folder`: the data folder of the embedded server. `url`: a server to use instead, as the owner of its database. `told`: hears, in words for people, what
 * takes time at start.
 */
export type DatabaseNeeds = {
  readonly folder: string
  readonly url?: string | undefined
  readonly migrations: readonly Migrations[]
  readonly settings?: Settings
  readonly told?: (words: string) => void
}

/** What this package itself needs, before anything else. */
export const ownMigrations: Migrations = { schema: 'database', folder: new URL('../migrations/', import.meta.url) }

/**
 * Opens the database: starts the embedded server or takes the one at `url`, migrates as its owner, and opens both pools. Data that
 * will be migrated are copied first, into `<folder>/copies`. Refuses a
 * folder that is open elsewhere, data that are newer than this program, and a migration that was changed after it had run.
 */
export async function startDatabase(needs: DatabaseNeeds): Promise<Part<Database>> {
  const server = needs.url === undefined ? await startServer(needs.folder, needs.settings) : serverAt(needs.url)
  try {
    await prepare(server.url, needs)
    return await open(server)
  } catch (trouble) {
    await server.stop()
    throw trouble
  }
}

function serverAt(url: string): Server {
  urlOf('app', url) // refuses an address without a password before anything is tried
  return { url, ended: new Promise(() => {}), stop: async () => {} }
}

async function prepare(ownerUrl: string, { folder, migrations, told = () => {} }: DatabaseNeeds): Promise<void> {
  const owner = new pg.Client({ connectionString: ownerUrl, application_name: 'kitchen migrations', connectionTimeoutMillis: 10_000 })
  owner.on('error', () => {}) // the statement at work rejects with it
  await owner.connect()
  try {
    await makeRoles(owner, ownerUrl)
    await migrate(owner, [ownMigrations, ...migrations], undefined, (steps) => copyBeforeMigration(ownerUrl, folder, steps, told))
  } finally {
    await owner.end()
  }
}

async function open(server: Server): Promise<Part<Database>> {
  const [app, system] = [poolOf('app', server.url, 12), poolOf('system', server.url, 20)]
  const connect = () => {
    const client = new pg.Client({ ...limits, ...connection('system', server.url) })
    calm(client)
    return client
  }
  const hints = hinter(system)
  await system.query('select journal.make_months(3)')
  const months = setInterval(() => void system.query('select journal.make_months(3)').catch(() => {}), 86_400_000).unref()
  const stop = async () => {
    clearInterval(months)
    hints.stop()
    await Promise.all([app.end(), system.end()])
    await server.stop()
  }
  return { value: { app, system, connect, hint: hints.hint, ended: server.ended }, stop }
}

/** A connection that went silent must not hang its caller: the server gives up first, then we do. */
const limits = {
  connectionTimeoutMillis: 10_000,
  statement_timeout: 30_000,
  query_timeout: 40_000,
  idle_in_transaction_session_timeout: 60_000,
}

function poolOf(role: Role, ownerUrl: string, max: number): pg.Pool {
  const pool = new pg.Pool({ ...limits, ...connection(role, ownerUrl), max, pipeline: true })
  return pool.on('error', () => {}).on('connect', calm) // one that breaks while idle is replaced at the next use
}

/** A connection that breaks fails the statement at work; without a listener the event would end the process as well. */
const calm = (client: pg.ClientBase) => client.on('error', () => {})

const connection = (role: Role, ownerUrl: string) => ({
  connectionString: urlOf(role, ownerUrl),
  application_name: `kitchen ${role}`,
  keepAlive: true,
  types: { getTypeParser },
})

/** int8 (20) as number: positions and sequences stay far below 2^53. */
const getTypeParser = ((id: number, format?: 'text' | 'binary') =>
  id === 20 ? Number : pg.types.getTypeParser(id, format)) as typeof pg.types.getTypeParser
