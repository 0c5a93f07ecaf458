import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe } from 'vitest'
import { findJava, type Kafka, startKafka } from '../../../infra/kafka/index.ts'
import { contract } from './contract.ts'
import { start } from './kafka-adapter.ts'

const java = findJava()
const missing = typeof java === 'string' ? java : undefined
if (missing) console.warn(`  NOT PROVED: the log on Kafka. ${missing}`)

describe.skipIf(missing)(missing ? 'Kafka (skipped: no Java, or no Maven)' : 'Kafka', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kitchen-kafka-'))
  let kafka: Kafka
  beforeAll(async () => {
    kafka = await startKafka({ folder, progress: console.log })
    process.env.KAFKA_BROKERS = kafka.brokers.join(',')
  }, 300_000)
  afterAll(async () => {
    await kafka?.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  contract({ name: 'kafka', module: new URL('./kafka-adapter.ts', import.meta.url), start })
})
