import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe } from 'vitest'
import { whyNoKafka } from '../../../infra/kafka/jars.ts'
import { type Kafka, startKafka } from '../../../infra/kafka/kafka.ts'
import { contract } from './contract.ts'
import { start } from './kafka-adapter.ts'

const cache = join(import.meta.dirname, '../../../.kitchen-tools/engines')
const missing = await whyNoKafka()
if (missing) console.warn(`  NOT PROVED: the log on Kafka. ${missing}`)

describe.skipIf(missing)(missing ? 'Kafka (skipped: no Java 17 or Maven)' : 'Kafka', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kitchen-kafka-'))
  let kafka: Kafka
  beforeAll(async () => {
    kafka = await startKafka({ folder, cache, progress: console.log })
    process.env.KAFKA_BROKERS = kafka.brokers.join(',')
  }, 300_000)
  afterAll(async () => {
    await kafka?.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  contract({ name: 'kafka', module: new URL('./kafka-adapter.ts', import.meta.url), start })
})
