import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { openDiskStore } from '@kitchen/blob-store'
import { append, type Database, startDatabase, systemTransaction } from '@kitchen/database'
import { testServer } from '@kitchen/database/testing'
import { migrations } from '../src/index.ts'
import { smallRegion, story } from './newsroom.ts'
import { remote, seeded } from './remote.ts'
import { serveOutlet } from './remote-process.ts'

const centres = ['640000', '640100', '640122', '640422']
type Fire = { readonly stories: number; readonly kills: number; readonly readsBack?: boolean }
/** How many products had how many effects, what the journal and the receipts say, and how often a worker was killed. */
export type Outcome = { effects: Record<string, number>; receipts: number; confirmed: number; twice: number; kills: number }

/**
 * Stories of twenty deliveries each go out by a worker in a process of its own that is killed (SIGKILL) again and again, each time after it has
 * sent something, while 30 % of the outlets' replies are lost. `readsBack: false` is the known-bad twin: it sends again without having looked.
 */
export async function publishUnderFire({ stories, kills, readsBack = true }: Fire): Promise<Outcome> {
  const folder = await mkdtemp(join(tmpdir(), 'publish-once-'))
  const server = await testServer()
  const database = await startDatabase({ folder: join(folder, 'observer'), url: server.value.url, migrations: [migrations] })
  const random = seeded(20251125)
  const outlet = remote((act) => (act !== 'probe' && random() < 0.3 ? 'lost' : 'fine'), { delay: 3, readsBack })
  const door = await serveOutlet(outlet.adapter)
  const place = join(folder, 'worker')
  const program = [join(import.meta.dirname, 'worker-process.ts'), server.value.url, place, door.address, ...centres]
  const worker = restartable(() => spawn(process.execPath, program, { stdio: ['ignore', 'ignore', 'inherit'] }))
  try {
    await listening(database.value)
    const killed = await work({ database: database.value, folder: place, stories, kills, sent: () => outlet.posts.size, worker, readsBack })
    return { ...(await facts(database.value)), effects: countsOf([...outlet.posts.values()]), kills: killed }
  } finally {
    await worker.kill()
    door.close()
    await database.stop()
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

type Work = {
  database: Database
  folder: string
  stories: number
  kills: number
  sent: () => number
  worker: Restartable
  readsBack: boolean
}

/** Stories are told in step with the kills, so that each finds the worker in the middle of something. Gives how many kills hit. */
async function work({ database, folder, stories, kills, sent, worker, readsBack }: Work): Promise<number> {
  const blobs = await openDiskStore(`${folder}/blobs`)
  let told = 0
  const tell = async (many: number) => {
    for (; told < many; told++) {
      const { made, released } = await story({ blobs, region: smallRegion(...centres) }, { words: `第${told}篇` })
      await systemTransaction(database, [released.key], (tx) => append(tx, [...made, released]))
    }
  }
  for (let n = 0; n < kills; n++) {
    const before = sent()
    await tell(Math.ceil((stories * (n + 1)) / (kills + 1)))
    await until(async () => sent() > before)
    await delay(Math.random() * 60)
    await worker.kill()
    worker.start()
  }
  await tell(stories)
  const through = async () => (await facts(database)).receipts >= stories * 20
  await until(readsBack ? through : async () => sent() >= stories * 20)
  return kills
}

/** A reaction from now on has to have said so before the first story is told. */
async function listening(database: Database): Promise<void> {
  await until(async () => (await count(database, `select count(*)::int as n from journal.consumer where consumer = 'distribution'`)) > 0)
}

async function facts(database: Database): Promise<Pick<Outcome, 'receipts' | 'confirmed' | 'twice'>> {
  const receipts = await count(database, `select count(*)::int as n from distribution.receipt where action = 'publish'`)
  const confirmed = await count(database, `select count(*)::int as n from journal.event where type = 'delivery.confirmed'`)
  const twice = await count(
    database,
    `select count(*)::int as n from (select from journal.event where type = 'delivery.confirmed'
      group by body->'subject'->>'id', body->>'outlet' having count(*) > 1) t`,
  )
  return { receipts, confirmed, twice }
}

async function count({ system }: Database, text: string): Promise<number> {
  return (await system.query<{ n: number }>(text)).rows[0]!.n
}

function countsOf(values: readonly number[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1
  return counts
}

async function until(what: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 300_000; !(await what()); await delay(20))
    if (Date.now() > end) throw new Error('not so within five minutes')
}

type Restartable = { readonly start: () => void; readonly kill: () => Promise<void> }
function restartable(spawned: () => ChildProcess): Restartable {
  let child = spawned()
  const start = () => {
    child = spawned()
  }
  const kill = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    child.kill('SIGKILL')
    await ended
  }
  return { start, kill }
}
