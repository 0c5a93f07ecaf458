import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { bringJars } from '../../../infra/java/maven.ts'
import { engineCache, findJava } from '../../../infra/kafka/index.ts'

/** Kafka's own measuring programs, in Java: events a second. */
export type PerfTools = {
  readonly produce: (topic: string, many: number, bytes: number) => Promise<number>
  readonly consume: (topic: string, many: number) => Promise<number>
}

const run = promisify(execFile)

export async function bringPerfTools(brokers: string): Promise<PerfTools> {
  const programs = findJava()
  if (typeof programs === 'string') throw new Error(programs)
  const pom = join(import.meta.dirname, '../../../infra/kafka/tools/pom.xml')
  const jars = await bringJars({ pom, cache: join(engineCache, 'kafka'), programs, progress: console.log })
  const java = async (tool: string, words: readonly string[]) => {
    const flags = ['-Xmx512m', '-XX:+UseSerialGC', '-cp', join(jars, '*'), `org.apache.kafka.tools.${tool}`]
    return (await run(programs.java, [...flags, ...words], { maxBuffer: 1 << 24, timeout: 300_000 })).stdout
  }
  return {
    produce: async (topic, many, bytes) => {
      const load = ['--num-records', String(many), '--record-size', String(bytes), '--throughput', '-1']
      const said = await java('ProducerPerformance', [
        '--topic',
        topic,
        ...load,
        '--producer-props',
        `bootstrap.servers=${brokers}`,
        'acks=all',
      ])
      return Number([...said.matchAll(/, ([\d.]+) records\/sec/g)].at(-1)?.[1])
    },
    consume: async (topic, many) => {
      const said = await java('ConsumerPerformance', ['--bootstrap-server', brokers, '--topic', topic, '--messages', String(many)])
      return Number(said.trim().split('\n').at(-1)?.split(', ')[5])
    },
  }
}
