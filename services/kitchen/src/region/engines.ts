import { join } from 'node:path'
import { startServer } from '@kitchen/database'
import type { Part } from '@kitchen/runtime'
import { startElasticsearch } from '../../../../infra/elasticsearch/index.ts'
import { startKafka } from '../../../../infra/kafka/index.ts'

/** Where the processes of a region find their engines, as settings. */
export type Engines = { readonly DATABASE_URL: string; readonly KAFKA_BROKERS?: string; readonly ELASTICSEARCH_URL?: string }
type Started = Part<Partial<Engines>>
type Needs = {
  readonly data: string
  /** `kafka`, `elasticsearch`, or `all`; whatever else is named means PostgreSQL alone. */
  readonly wanted: readonly string[]
  readonly said: (line: string) => void
}

/** Each process has its own connections; the embedded server's usual 100 are few for a dozen. */
const connections = '600'

/** The engines that can be wanted beside PostgreSQL, and how each starts below `<data>/engines`. */
const others: Readonly<Record<string, (folder: string, progress: Needs['said']) => Promise<Started>>> = {
  kafka: async (folder, progress) => {
    const { brokers, stop } = await startKafka({ folder, progress })
    return { value: { KAFKA_BROKERS: brokers.join(',') }, stop }
  },
  elasticsearch: async (folder, progress) => {
    const { url, stop } = await startElasticsearch({ folder, progress })
    return { value: { ELASTICSEARCH_URL: url }, stop }
  },
}

/** Starts the engines that the region's processes share, side by side, and stops them together. One that fails stops the others again. */
export async function startEngines({ data, wanted, said }: Needs): Promise<Part<Engines>> {
  const postgres = async (): Promise<Started> => {
    const { url, stop } = await startServer(data, { max_connections: connections })
    said('  PostgreSQL 就绪 ready')
    return { value: { DATABASE_URL: url }, stop }
  }
  const names = Object.keys(others).filter((name) => wanted.includes('all') || wanted.includes(name))
  const starting = [postgres(), ...names.map((name) => others[name]!(join(data, 'engines', name), (line) => said(`  ${line}`)))]
  const outcomes = await Promise.allSettled(starting)
  const running = outcomes.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
  const stop = async () => void (await Promise.all(running.map((one) => one.stop())))
  const failure = outcomes.find((one) => one.status === 'rejected')
  if (failure) {
    await stop()
    throw failure.reason
  }
  return { value: Object.assign({ DATABASE_URL: '' }, ...running.map(({ value }) => value)), stop }
}
