import { join } from 'node:path'
import { startServer } from '@kitchen/database'
import type { Part } from '@kitchen/runtime'
import { startElasticsearch } from '../../../../infra/elasticsearch/index.ts'
import { startKafka } from '../../../../infra/kafka/index.ts'
import { type Engine as Kept, keepEngine } from './keep-engine.ts'

/** Where the processes of a region find their engines, as settings. */
export type Engines = { readonly DATABASE_URL: string; readonly KAFKA_BROKERS?: string; readonly ELASTICSEARCH_URL?: string }
type Engine = Kept<Partial<Engines>>
type Needs = {
  readonly data: string
  /** `kafka`, `elasticsearch`, or `all`; whatever else is named means PostgreSQL alone. */
  readonly wanted: readonly string[]
  readonly said: (line: string) => void
}

/** Each process has its own connections; the embedded server's usual 100 are few for a dozen. */
const connections = '600'

/** The engines that can be wanted beside PostgreSQL, and how each starts below `<data>/engines`. */
const others: Readonly<Record<string, (folder: string, progress: Needs['said']) => Promise<Engine>>> = {
  Kafka: async (folder, progress) => {
    const { brokers, nodes, ended, stop } = await startKafka({ folder, progress })
    const again = async () => void (await Promise.all(nodes.filter((node) => node.pid() === undefined).map((node) => node.start())))
    return { says: { KAFKA_BROKERS: brokers.join(',') }, ended, again, stop }
  },
  Elasticsearch: async (folder, progress) => {
    let machine = await startElasticsearch({ folder, progress })
    const again = async () => {
      machine = await startElasticsearch({ folder, port: Number(new URL(machine.url).port) })
    }
    return { says: { ELASTICSEARCH_URL: machine.url }, ended: () => machine.ended, again, stop: () => machine.stop() }
  },
}

async function startPostgres(data: string): Promise<Engine> {
  let server = await startServer(data, { max_connections: connections })
  const again = async () => {
    await server.stop()
    server = await startServer(data, { max_connections: connections, port: new URL(server.url).port })
  }
  return { says: { DATABASE_URL: server.url }, ended: () => server.ended, again, stop: () => server.stop() }
}

/** Starts the engines that the region's processes share, side by side, keeps them, and stops them together. One that fails stops the others again. */
export async function startEngines({ data, wanted, said }: Needs): Promise<Part<Engines>> {
  const names = Object.keys(others).filter((name) => wanted.includes('all') || wanted.includes(name.toLowerCase()))
  const start: Record<string, () => Promise<Engine>> = { PostgreSQL: () => startPostgres(data) }
  for (const name of names) start[name] = () => others[name]!(join(data, 'engines', name.toLowerCase()), (line) => said(`  ${line}`))
  const starting = Object.entries(start).map(async ([name, begin]) => {
    const engine = await begin()
    said(`  ${name} 就绪 ready`)
    return keepEngine(name, engine, said)
  })
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
