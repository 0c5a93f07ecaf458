import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Cooked, cook, crewOf, laySamples } from '@kitchen/kitchen'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findJava, type Kafka, startKafka } from '../../infra/kafka/index.ts'
import { type OwnKitchen, openKitchen } from './open-kitchen.ts'

const java = findJava()
const missing = typeof java === 'string' ? java : undefined
if (missing) console.warn(`  JOURNEY NOT PROVED: a kitchen whose events go by Kafka. ${missing}`)

describe.skipIf(missing)(missing ? `on Kafka (skipped: ${missing})` : 'on Kafka', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kitchen-kafka-'))
  let kafka: Kafka
  let kitchen: OwnKitchen
  beforeAll(async () => {
    kafka = await startKafka({ folder, progress: console.log })
    kitchen = await openKitchen({ KAFKA_BROKERS: kafka.brokers.join(','), KAFKA_PREFIX: 'journey.' })
  })
  afterAll(async () => {
    await kitchen?.close()
    await kafka?.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  const undelivered = ({ products, deliveries }: Cooked) => [
    ...products.filter(({ state }) => state !== 'made').map(({ outlet, state }) => `${outlet} ${state}`),
    ...deliveries.filter(({ state }) => state !== 'delivered').map(({ outlet, state }) => `${outlet} ${state}`),
  ]

  test('a flash becomes 100 products, each delivered once with a receipt, as it does without', async () => {
    const crew = await crewOf(kitchen.workspace, '640000')
    const [, flash] = await laySamples(join(kitchen.data, 'samples'))
    const cooked = await cook(crew, flash!)
    expect(undelivered(cooked)).toEqual([])
    expect(cooked.deliveries).toHaveLength(100)
    expect(new Set(cooked.deliveries.map(({ outlet }) => outlet)).size).toBe(100)
    console.log(`  flash on Kafka: ${JSON.stringify(cooked.times)}`)
  })

  test('and goes on when the broker was killed under the next one', async () => {
    const crew = await crewOf(kitchen.workspace, '640000')
    const [, flash] = await laySamples(join(kitchen.data, 'samples'))
    const [cooked] = await Promise.all([cook(crew, flash!), killed(kafka)])
    expect(undelivered(cooked)).toEqual([])
    expect(cooked.deliveries).toHaveLength(100)
  })
})

/** SIGKILL while the story is on its way; back on its data after two seconds. */
async function killed({ nodes: [node] }: Kafka): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 1500))
  await node!.kill('SIGKILL')
  await new Promise((resolve) => setTimeout(resolve, 2000))
  await node!.start()
}
