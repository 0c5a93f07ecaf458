import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { bringJars, type Progress } from '../java/maven.ts'
import { findJava } from '../java/programs.ts'
import { quickFlags } from './class-archive.ts'
import { freePorts } from './free-ports.ts'
import { type KafkaNode, prepareNode } from './node.ts'
import type { Seat, Settings } from './properties.ts'

const here = import.meta.dirname
/** Where engines lie unless another place is named. */
export const engineCache = join(here, '../../.kitchen-tools/engines')
/** The version of Kafka that the pom names. */
const version = /<kafka\.version>(.*?)</.exec(readFileSync(join(here, 'pom.xml'), 'utf8'))?.[1]

/**
 * `folder`: where the data live. `cache`: where jars are kept between runs. `port`: of the first node, the others every ten above;
 * without one, any free ports. `settings`: more of server.properties, for each node. `heap` in MiB. `full`: with the compiler that
 * pays off after minutes, for benchmarks; else with the one that is quick at once.
 */
export type KafkaNeeds = {
  readonly folder: string
  readonly cache?: string
  readonly nodes?: 1 | 3
  readonly port?: number
  readonly progress?: Progress
  readonly settings?: (seat: Seat) => Settings
  readonly format?: readonly string[]
  readonly heap?: number
  readonly full?: boolean
}
/**
 * `brokers`: the addresses for KAFKA_BROKERS. `ended`: why a node went, since its last start, although nobody had asked it to. `stop` ends all nodes in order
 * and leaves the data.
 */
export type Kafka = {
  readonly brokers: readonly string[]
  readonly nodes: readonly KafkaNode[]
  readonly ended: () => Promise<string>
  readonly stop: () => Promise<void>
}

/**
 * A real Apache Kafka on this machine, on loopback, without Docker. The first start on a machine brings it from Maven Central; later
 * ones take two to four seconds. One node survives a kill, not a power cut: three are for production. Rejects with a sentence where
 * Java is missing: ask `findJava` first.
 */
export async function startKafka(needs: KafkaNeeds): Promise<Kafka> {
  const {
    folder,
    cache = engineCache,
    nodes: many = 1,
    progress = () => {},
    settings = () => ({}),
    format = [],
    heap = 512,
    full = false,
  } = needs
  const programs = findJava()
  if (typeof programs === 'string') throw new Error(programs)
  const jars = await bringJars({ pom: join(here, 'pom.xml'), cache: join(cache, 'kafka'), programs, progress })
  const java = { java: programs.java, jars, heap, flags: full ? [] : await quickFlags(programs, jars, progress) }
  const seats = await seatsFor(many, needs.port)
  progress(`正在启动 Kafka ${version}（${many} 个节点） starting Kafka ${version}, ${many} node${many > 1 ? 's' : ''} …`)
  const began = Date.now()
  const nodes = await Promise.all(
    seats.map((seat) => prepareNode({ seat, seats, home: join(folder, `node-${seat.id}`), java, settings: settings(seat), format })),
  )
  const stop = async () => {
    for (const [n, node] of nodes.entries()) await node.kill('SIGTERM', many > 1 && n > 0 ? 1000 : 10_000) // from the second on there is no quorum to leave
  }
  await Promise.all(nodes.map((node) => node.start())).catch(async (trouble: unknown) => {
    await Promise.all(nodes.map((node) => node.kill('SIGKILL')))
    throw trouble
  })
  const brokers = seats.map(({ port }) => `127.0.0.1:${port}`)
  progress(`Kafka 就绪 ready: ${brokers.join(',')}（${((Date.now() - began) / 1000).toFixed(1)} s）`)
  return { brokers, nodes, ended: () => Promise.race(nodes.map((node) => node.ended())), stop }
}

async function seatsFor(many: number, port: number | undefined): Promise<readonly Seat[]> {
  const free = port === undefined ? await freePorts(many * 2) : []
  return Array.from({ length: many }, (_, n) => ({
    id: n + 1,
    port: free[n] ?? (port ?? 0) + n * 10,
    inner: free[many + n] ?? (port ?? 0) + n * 10 + 1,
  }))
}
