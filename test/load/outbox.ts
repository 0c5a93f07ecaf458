import { closeSync, fdatasyncSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { append, startDatabase, transaction } from '@kitchen/database'
import { removeDatabase, temporaryFolder } from '@kitchen/database/testing'
import { react, startPostgresLog } from '@kitchen/event-log'
import { centreId, personId } from '@kitchen/model'
import pg from 'pg'
import { atRate, interleaved, percentile, perSecond, small } from './measure.ts'
import { type Row, report } from './report.ts'

/**
 * What a row and its event cost together, and how soon a consumer sees them. Anchor: the four round trips of the textbook, without
 * lock and without sequence. Limit: one connection, the disk's own fdatasync; twelve, one insert that commits by itself.
 */
const [repeats, each, minutes] = small ? [3, 600, 3000] : [7, 2000, 15_000]
const scope = { centre: centreId.parse('640000'), person: personId.parse('640000-reporter') }
const body = { story: '0', headline: '银川今日入冬，全区供暖提前三天', text: '供'.repeat(300) }
const anyKey = () => String(Math.floor(Math.random() * 500))

const folder = temporaryFolder()
const { value: database, stop } = await startDatabase({
  folder,
  migrations: [{ schema: 'bench', folder: new URL('./outbox/', import.meta.url) }],
})
const plain = new pg.Pool({ ...database.system.options, pipeline: false }).on('error', () => {})
const rows = [await throughput(1), await throughput(12), ...(await visible(200, 15)), ...(await visible(1000, 50))]
await plain.end()
await stop()
removeDatabase(folder)
report('outbox', rows)

async function throughput(workers: number): Promise<Row> {
  const floor = workers === 1 ? () => syncsPerSecond(each) : () => perSecond(workers, each, single)
  const { ours, anchor, limit } = await interleaved(repeats, {
    anchor: () => perSecond(workers, each, textbook),
    ours: () => perSecond(workers, each, () => write(anyKey())),
    limit: floor,
  })
  const row = `row and event, ${workers} connection${workers === 1 ? '' : 's'}`
  return { row, unit: '/s', ours, anchor, limit, goal: '≥ 1.5 × anchor', ok: ours >= 1.5 * anchor }
}

/** Ours: key lock, row, sequence, event and queue, behind the wall. */
function write(key: string, words: object = body): Promise<unknown> {
  return transaction(database, { ...scope, keys: [key] }, (tx) => {
    const text = 'update bench.story set words = words + 1 where id = $1'
    return Promise.all([
      tx.query({ name: 'bench update', text, values: [key] }),
      append(tx, [{ topic: 'story', key, type: 'story.filed', version: 1, body: words }]),
    ])
  })
}

async function textbook(): Promise<void> {
  const [client, key] = [await plain.connect(), anyKey()]
  await client.query('begin')
  await client.query({ name: 'row', text: 'update bench.plain set words = words + 1 where id = $1', values: [key] })
  const text = 'insert into bench.outbox (key, type, body) values ($1, $2, $3)'
  await client.query({ name: 'event', text, values: [key, 'story.filed', JSON.stringify(body)] })
  await client.query('commit')
  client.release()
}

function single(): Promise<unknown> {
  const text = 'insert into bench.outbox (key, type, body) values ($1, $2, $3)'
  return plain.query({ name: 'single', text, values: [anyKey(), 'x', '{}'] })
}

async function syncsPerSecond(milliseconds: number): Promise<number> {
  const name = join(folder, 'sync')
  const [file, page] = [openSync(name, 'w'), Buffer.alloc(8192)]
  const rate = await perSecond(1, milliseconds, async () => {
    writeSync(file, page, 0, page.length, 0)
    fdatasyncSync(file)
  })
  closeSync(file)
  rmSync(name)
  return rate
}

/** At a steady rate: from the call of the transaction to its event being delivered, and to its effect being committed. */
async function visible(rate: number, goal: number): Promise<Row[]> {
  const logger = { warn: (facts: object, says: string) => console.warn(says, facts) }
  const log = await startPostgresLog({ database, logger })
  const [delivered, effect]: [number[], number[]] = [[], []]
  const now = () => performance.now()
  const since = (event: { body: unknown }) => now() - (event.body as { begun: number }).begun
  const part = await react({
    database,
    log: log.value,
    logger,
    consumer: `bench.${rate}`,
    from: 'now',
    reactions: {
      'story.filed': async (tx, event) => {
        delivered.push(since(event))
        await tx.query({ name: 'effect', text: 'update bench.plain set words = words + 1 where id = $1', values: [event.key] })
      },
    },
    afterCommit: (events) => effect.push(...events.map(since)),
  })
  await atRate(rate, minutes, () => write(anyKey(), { ...body, begun: now() }))
  while (effect.length < (rate * minutes) / 1000) await new Promise((resolve) => setTimeout(resolve, 20))
  await part.stop()
  await log.stop()
  const line = (what: string, values: readonly number[], percent: number) => ({
    row: `append → ${what}, ${rate}/s, p${percent}`,
    ours: percentile(values, percent),
  })
  const fixed = { unit: 'ms', anchor: null, limit: null }
  const aim = line('visible', delivered, 95)
  return [
    { ...line('visible', delivered, 50), ...fixed, goal: '', ok: true },
    { ...aim, ...fixed, goal: `≤ ${goal} ms`, ok: aim.ours <= goal },
    { ...line('effect committed', effect, 95), ...fixed, goal: '', ok: true },
  ]
}
