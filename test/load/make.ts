import { mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { append, startDatabase, systemTransaction } from '@kitchen/database'
import { removeDatabase, temporaryFolder } from '@kitchen/database/testing'
import { startPostgresLog } from '@kitchen/event-log'
import { draft } from '@kitchen/events'
import { type Channel, channels, uuidv7 } from '@kitchen/model'
import { createLogger } from '@kitchen/runtime'
import sharp from 'sharp'
import { migrations, startGeneration } from '../../services/generation/src/index.ts'
import { makers } from '../../services/generation/src/makers.ts'
import { startPress } from '../../services/generation/src/print/index.ts'
import { createPageMaker } from '../../services/generation/src/printing.ts'
import { storeProduct } from '../../services/generation/src/product.ts'
import {
  feature,
  orderFor,
  photo,
  photoAsset,
  preparationOf,
  region,
  samplePhoto,
  sealed,
  temporaryStore,
} from '../../services/generation/test/samples.ts'
import { cpuMs } from './make/cpu.ts'
import { interleaved, median, percentile, small } from './measure.ts'
import { type Row, report } from './report.ts'

/**
 * From the seal of a story with a photograph to its 100 products in the journal. Anchor: every product by itself, one after another, nothing shared.
 * Limit: what has to be worked out at least once (each page set and drawn, the picture separated, each crop decoded and encoded). The machine may be
 * busy with other things, so the CPU is compared; wall times stand beside it.
 */
const [repeats, cores] = [small ? 1 : 5, availableParallelism()]
const crops = [
  [1200, 630],
  [900, 383],
  [500, 500],
  [1920, 1080],
] as const
const folder = temporaryFolder()
const files = mkdtempSync(join(tmpdir(), 'make-'))
const logger = createLogger({ level: 'error' })
const blobs = await temporaryStore()
const source = await samplePhoto()
const asset = await photo(blobs, source)
const database = await startDatabase({ folder, migrations: [migrations] })
const log = await startPostgresLog({ database: database.value, logger })
const press = await startPress({ folder: join(files, 'press'), logger })
const all = { ...makers, print: createPageMaker(press) }
const service = await startGeneration({
  database: database.value,
  log: log.value,
  blobs,
  region,
  logger,
  hints: { send: () => {} },
  clock: () => new Date(),
  folder: files,
  publicOrigin: 'http://localhost:8081',
})
await arrive()

const took: { seal: number[]; alone: number[] } = { seal: [], alone: [] }
const first: Record<Channel, number[]> = { web: [], app: [], wechat: [], tv: [], print: [] }
await seal() // warms fonts, typesetter and statements
for (const times of [...Object.values(first), took.seal]) times.length = 0
const cpu = await interleaved(repeats, { anchor: () => burnt(alone), ours: () => burnt(seal), limit: () => burnt(least) })
const wall = { ours: median(took.seal), anchor: median(took.alone) }
const previews = Math.max(...(['web', 'app', 'wechat'] as const).map((channel) => percentile(first[channel], 95)))

await service.stop()
await press.stop()
await log.stop()
await database.stop()
removeDatabase(folder)
rmSync(files, { recursive: true, force: true })
const ok = cpu.ours <= 0.4 * cpu.anchor && cpu.ours <= 1.3 * cpu.limit
const rows: Row[] = [
  { row: 'seal → 100 products', unit: 'CPU ms', ...cpu, goal: '≤ 0.4 × anchor, ≤ 1.3 × limit', ok },
  { row: 'seal → 100 products', unit: 'ms', ...wall, limit: cpu.limit / cores, goal: '≤ 0.4 × anchor', ok: wall.ours <= 0.4 * wall.anchor },
  {
    row: 'seal → 60 for web, app, WeChat, p95',
    unit: 'ms',
    ours: previews,
    anchor: null,
    limit: null,
    goal: '≤ 1,000 ms',
    ok: previews <= 1000,
  },
  ...(['tv', 'print'] as const).map(
    (channel): Row => ({
      row: `seal → 20 for ${channel}`,
      unit: 'ms',
      ours: median(first[channel]),
      anchor: null,
      limit: null,
      goal: 'after those',
      ok: true,
    }),
  ),
]
report('make', rows)

/** CPU milliseconds of one run. */
async function burnt(run: () => Promise<number>): Promise<number> {
  const before = cpuMs()
  const factor = await run()
  return (cpuMs() - before) * factor
}

/** The photograph's renditions, told as transcoding does. */
async function arrive(): Promise<void> {
  const at = new Date().toISOString()
  const drafts = [...asset.renditions.values()].map(({ recipe, files: [...parts], width, height }) =>
    draft('asset.rendered', photoAsset, {
      asset: photoAsset,
      centre: region.root,
      source: 'b'.repeat(64),
      recipe,
      files: parts,
      width,
      height,
      durationMs: null,
      at,
    }),
  )
  await systemTransaction(database.value, [photoAsset], (tx) => append(tx, drafts))
}

/** Ours, the whole way: event, relay, log, reaction, queue, making, rows and events committed. A picture that was never seen before each time. */
async function seal(): Promise<number> {
  const story = uuidv7()
  const version = sealed(feature(['photo']), { story: story as never })
  const begun = performance.now()
  await systemTransaction(database.value, [story], (tx) => append(tx, [draft('version.sealed', story, version)]))
  const seen = new Map<Channel, number>()
  for (;;) {
    const { rows: counts } = await database.value.system.query<{ channel: Channel; done: number }>(
      `select channel, count(*) filter (where state in ('made', 'refused'))::int as done from generation.product where story = $1 group by 1`,
      [story],
    )
    const now = performance.now() - begun
    for (const { channel, done } of counts) if (done === 20 && !seen.has(channel)) seen.set(channel, now)
    if (seen.size === channels.length) break
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  for (const [channel, ms] of seen) first[channel].push(ms)
  took.seal.push(performance.now() - begun)
  return 1
}

/** The usual way: a product by itself, again and again, of a story that was never seen. Measured on every fifth centre (one when small) and multiplied, as it is long. */
async function alone(): Promise<number> {
  const version = sealed(feature(['photo']))
  const share = version.outlets.filter((_outlet, at) => Math.floor(at / 5) % (small ? 20 : 5) === 1)
  const begun = performance.now()
  for (const outlet of share) {
    const preparation = await preparationOf({ ...version, story: uuidv7() as never, outlets: [outlet] }, [asset], blobs)
    const order = orderFor(preparation, outlet.outlet)
    await storeProduct(await all[order.outlet.channel](order), blobs)
  }
  const factor = version.outlets.length / share.length
  took.alone.push((performance.now() - begun) * factor)
  return factor
}

/** What can't be left out: the story set, 20 pages printed and drawn, and each crop of the photograph decoded and encoded once. */
async function least(): Promise<number> {
  const version = sealed(feature(['photo']), { story: uuidv7() as never })
  const pages = version.outlets.filter(({ outlet }) => outlet.endsWith('-print'))
  const preparation = await preparationOf({ ...version, outlets: pages }, [asset], blobs)
  await all.print(orderFor(preparation, pages[0]!.outlet))
  for (const [width, height] of crops) await sharp(source).resize(width, height, { fit: 'cover' }).jpeg({ quality: 84 }).toBuffer()
  return 1
}
