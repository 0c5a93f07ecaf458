import { afterAll, beforeAll, describe } from 'vitest'
import { contract } from './contract.ts'
import { start } from './kafka-adapter.ts'
import { type Broker, startBroker, whyNoKafka } from './kafka-broker.ts'
import { faults } from './kafka-faults.ts'
import { refusals } from './kafka-refusals.ts'

const missing = whyNoKafka()
if (missing) console.warn(`  NOT PROVED: the log on Kafka, its faults and its refusals. ${missing}`)

/** One broker for all of it. */
describe.skipIf(missing)(missing ? `Kafka (skipped: ${missing})` : 'Kafka', () => {
  let broker: Broker
  beforeAll(async () => {
    broker = await startBroker()
    process.env.KAFKA_BROKERS = broker.kafka.brokers.join(',')
  }, 300_000)
  afterAll(() => broker?.stop())

  contract({ name: 'kafka', module: new URL('./kafka-adapter.ts', import.meta.url), start })
  refusals(() => broker)
  faults(() => broker)
})
