import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startDatabase } from '@kitchen/database'
import { removeDatabase, temporaryFolder } from '@kitchen/database/testing'
import { startKafka } from '../../infra/kafka/index.ts'
import { clientOf } from '../../packages/event-log/src/kafka/address.ts'
import { prepareTopics } from '../../packages/event-log/src/kafka/topics.ts'
import { consumeBare, consumeByUs, produceBare, produceByUs } from './kafka/contenders.ts'
import { bareHop, journalHop, relayCeiling } from './kafka/hops.ts'
import { bringPerfTools } from './kafka/perf-tools.ts'
import { interleaved, percentile, small } from './measure.ts'
import { type Row, report } from './report.ts'

/**
 * The log on Kafka beside Kafka's own measuring programs and the bare library, on one broker of this machine. 1 KiB an event, acks of
 * all. Anchor: kafkajs as its manual shows it. Limit: the Java tools.
 */
const [repeats, many, minutes, queued] = small ? [1, 30_000, 3000, 5000] : [3, 200_000, 15_000, 40_000]
const [bytes, rate] = [1024, 200]

const home = mkdtempSync(join(tmpdir(), 'kitchen-kafka-'))
const kafka = await startKafka({ folder: home, heap: 1024, full: true, progress: console.log })
const client = clientOf({ brokers: kafka.brokers })
const tools = await bringPerfTools(kafka.brokers.join(','))
const folder = temporaryFolder()
const migrations = [{ schema: 'bench', folder: new URL('./outbox/', import.meta.url) }]
const { value: database, stop } = await startDatabase({ folder, migrations })
for (const prefix of ['ours.', 'bare.', 'java.', 'read.', 'hop.']) await prepareTopics(client, prefix)

const rows = [await produced(), await consumed(), ...(await hops()), await relayed()]
await stop()
await kafka.stop()
removeDatabase(folder)
rmSync(home, { recursive: true, force: true })
report('kafka', rows)

async function produced(): Promise<Row> {
  const { ours, anchor, limit } = await interleaved(repeats, {
    anchor: () => produceBare(client, 'bare.story', many, bytes),
    ours: () => produceByUs(client, 'ours.', many, bytes),
    limit: () => tools.produce('java.story', many, bytes),
  })
  return { row: 'produce', unit: '/s', ours, anchor, limit, goal: '≥ 0.8 × limit', ok: ours >= 0.8 * limit }
}

async function consumed(): Promise<Row> {
  await produceByUs(client, 'read.', many, bytes)
  const { ours, anchor, limit } = await interleaved(repeats, {
    anchor: () => consumeBare(client, 'read.story', many),
    ours: () => consumeByUs(client, 'read.story', many),
    limit: () => tools.consume('read.story', many),
  })
  return { row: 'consume', unit: '/s', ours, anchor, limit, goal: '≥ 0.8 × limit', ok: ours >= 0.8 * limit }
}

/** At a steady rate, in an open loop: ours from the transaction to its effect committed, the library from send to receipt. */
async function hops(): Promise<Row[]> {
  const bare = await bareHop(client, 'bare.copy', rate, minutes)
  const ours = await journalHop({ database, brokers: kafka.brokers, prefix: 'hop.' }, rate, minutes)
  const line = (percent: number, goal: number): Row => {
    const [our, anchor] = [percentile(ours, percent), percentile(bare, percent)]
    const row = `journal → effect, ${rate}/s, p${percent}`
    return { row, unit: 'ms', ours: our, anchor, limit: null, goal: `≤ ${goal} ms`, ok: our <= goal }
  }
  return [line(50, 15), line(95, 60)]
}

async function relayed(): Promise<Row> {
  const { relay, effects } = await relayCeiling({ database, brokers: kafka.brokers, prefix: 'hop.' }, queued)
  console.log(`  effects committed at the ceiling: ${Math.round(effects)}/s`)
  return { row: 'relay at the ceiling', unit: '/s', ours: relay, anchor: null, limit: null, goal: '≥ 5,000/s', ok: relay >= 5000 }
}
