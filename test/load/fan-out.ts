import { mkdtempSync, rmSync } from 'node:fs'
import { Agent } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDiskStore } from '@kitchen/blob-store'
import { append, startDatabase, systemTransaction } from '@kitchen/database'
import { removeDatabase, temporaryFolder } from '@kitchen/database/testing'
import { startPostgresLog } from '@kitchen/event-log'
import { type Draft, draft } from '@kitchen/events'
import { type Region, type StoryId, sha256, uuidv7 } from '@kitchen/model'
import { createLogger, readRegion } from '@kitchen/runtime'
import { usualPace } from '../../services/distribution/src/delivery.ts'
import { migrations, startDistribution } from '../../services/distribution/src/index.ts'
import { remoteOutlet, startRemote } from './fan-out/remote.ts'
import { median, percentile, small } from './measure.ts'
import { type Row, report } from './report.ts'

/**
 * From release to 100 products delivered, made and signed before. Anchor: one awaited POST after another. Limit: the remote's own answer time (all
 * at once over as many sockets). Ours is the whole way: event in the journal, relay, log, reaction, deliveries, POSTs, receipts committed.
 */
const [repeats, loops, stories] = small ? [8, 2, 60] : [30, 5, 240]
const region: Region = readRegion()
const outlets = region.centres.flatMap((centre) => centre.outlets)
const body = Buffer.from('稿'.repeat(4000))
const hash = sha256.parse('a'.repeat(64))
const agent = new Agent({ keepAlive: true, maxSockets: 400, maxFreeSockets: 400 })

const folder = temporaryFolder()
const files = mkdtempSync(join(tmpdir(), 'fan-out-'))
const database = await startDatabase({ folder, migrations: [migrations] })
const logger = createLogger({ level: 'error' })
const log = await startPostgresLog({ database: database.value, logger })
const server = await startRemote()
let waitOf = (_outlet: string) => '0'
const adapter = remoteOutlet(
  server,
  (outlet) => waitOf(outlet),
  () => body,
  agent,
)
const distribution = await startDistribution({
  database: database.value,
  log: log.value,
  blobs: await openDiskStore(join(files, 'blobs')),
  region,
  logger,
  hints: { send: () => {} },
  clock: () => new Date(),
  folder: files,
  publicOrigin: 'http://localhost:1',
  wechat: 'simulator',
  adapters: () => adapter,
  pace: { ...usualPace, deadline: 2000 },
})

await release() // the first of all opens connections
const rows = [...(await fanOut('0')), ...(await fanOut('200')), await oneDead(), await closedLoop()]
await distribution.stop()
await log.stop()
await database.stop()
agent.destroy()
server.stop()
removeDatabase(folder)
rmSync(files, { recursive: true, force: true })
report('fan-out', rows)

async function fanOut(wait: '0' | '200'): Promise<Row[]> {
  waitOf = () => wait
  const ours: number[] = []
  const remotes: number[] = []
  const anchors: number[] = []
  for (let n = 0; n < repeats; n++) {
    const part = small && wait === '200' ? outlets.slice(0, 10) : outlets // a tenth stands for the whole when time is short
    if (n < loops) anchors.push((await timed(() => oneAfterAnother(part))) * (outlets.length / part.length))
    remotes.push(await timed(() => Promise.all(outlets.map(() => server.post(wait, body, agent)))))
    ours.push(await release())
  }
  const [p95, limit] = [percentile(ours, 95), percentile(remotes, 95)]
  const shared = { unit: 'ms', anchor: median(anchors), limit }
  return [
    { row: `release → 100 delivered, remotes ${wait} ms, p50`, ours: median(ours), ...shared, goal: '', ok: true },
    {
      row: `release → 100 delivered, remotes ${wait} ms, p95`,
      ours: p95,
      ...shared,
      goal: '≤ remote p95 + 150 ms',
      ok: p95 <= limit + 150,
    },
  ]
}

async function oneAfterAnother(to: readonly { readonly id: string }[]): Promise<void> {
  for (const { id } of to) await server.post(waitOf(id), body, agent)
}

/** The other 99 with one outlet that never answers, against all 100 without it, in turn. */
async function oneDead(): Promise<Row> {
  const dead = outlets[42]!.id
  const [alive, others]: [number[], number[]] = [[], []]
  for (let n = 0; n < repeats; n++) {
    waitOf = () => '200'
    alive.push(await release())
    waitOf = (outlet) => (outlet === dead ? 'dead' : '200')
    others.push(await release(dead))
  }
  const [ours, anchor] = [percentile(others, 95), percentile(alive, 95)]
  return {
    row: 'the other 99 with one dead outlet, p95',
    unit: 'ms',
    ours,
    anchor,
    limit: 200,
    goal: '≤ 1.1 × all alive',
    ok: ours <= 1.1 * anchor,
  }
}

/** Four desks, each releasing its next story as soon as the last one is out everywhere; the stories were made before. */
async function closedLoop(): Promise<Row> {
  waitOf = () => '0'
  const ready = await Promise.all(Array.from({ length: stories }, make))
  const begun = performance.now()
  const desk = async () => {
    for (let story = ready.pop(); story; story = ready.pop()) await send(story)
  }
  await Promise.all([desk(), desk(), desk(), desk()])
  const ours = stories / ((performance.now() - begun) / 1000)
  const anchor = 1000 / (await timed(() => oneAfterAnother(outlets)))
  return { row: 'releases of 100, closed loop of 4', unit: '/s', ours, anchor, limit: null, goal: '≥ 15/s', ok: ours >= 15 }
}

async function release(without?: string): Promise<number> {
  return send(await make(), without)
}

/** A story whose 100 products are made and known to distribution. */
async function make(): Promise<StoryId> {
  const story = uuidv7() as StoryId
  await tell(outlets.map((outlet) => made(story, outlet)))
  await until(async () => (await count('product', 'true', story)) === outlets.length)
  return story
}

/** Milliseconds from the release's transaction to the last receipt in the database. */
async function send(story: StoryId, without?: string): Promise<number> {
  const begun = performance.now()
  const products = outlets.map(({ id }) => ({ outlet: id, hash, authorisedBy: null }))
  const person = region.people[0]!.id
  const body = {
    story,
    version: 1,
    centre: region.root,
    person,
    headline: '引黄灌区开闸',
    products,
    mustCarry: true,
    origin: null,
    document: {},
  }
  await tell([draft('story.released', story, { ...body, at: new Date().toISOString() })])
  const wanted = outlets.length - (without ? 1 : 0)
  await until(async () => (await count('delivery', `state = 'delivered'`, story)) >= wanted)
  return performance.now() - begun
}

function made(story: StoryId, { id: outlet, channel }: (typeof outlets)[number]): Draft {
  const centre = region.centres.find((one) => outlet.startsWith(one.id))!.id
  const file = { path: 'index.html', sha256: hash, bytes: body.byteLength, mediaType: 'text/html' }
  const about = { story, version: 1, centre, outlet, channel, product: `${story}.1.${outlet}`, hash, headline: '引黄灌区开闸' }
  return draft('product.made', story, { ...about, files: [file], media: [], notes: [], at: new Date().toISOString() })
}

function tell(drafts: readonly Draft[]): Promise<void> {
  return systemTransaction(database.value, [drafts[0]!.key], (tx) => append(tx, drafts))
}

async function count(table: 'product' | 'delivery', condition: string, story: string): Promise<number> {
  const text = `select count(*)::int as many from distribution.${table} where story = $1 and ${condition}`
  return (await database.value.system.query<{ many: number }>({ name: `count ${table}`, text, values: [story] })).rows[0]!.many
}

async function until(what: () => Promise<boolean>): Promise<void> {
  while (!(await what())) await new Promise((resolve) => setTimeout(resolve, 4))
}
async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now()
  await work()
  return performance.now() - begun
}
