// node infra/kafka/main.ts [--nodes 1|3] [--port 9092] [--folder .kitchen/engines/kafka] [--cache .kitchen-tools/engines]
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { engineCache, startKafka } from './kafka.ts'

const { values } = parseArgs({
  options: {
    nodes: { type: 'string', default: '1' },
    port: { type: 'string', default: '9092' },
    folder: { type: 'string', default: '.kitchen/engines/kafka' },
    cache: { type: 'string', default: engineCache },
  },
})

try {
  const kafka = await startKafka({
    folder: resolve(values.folder),
    cache: resolve(values.cache),
    nodes: values.nodes === '3' ? 3 : 1,
    port: Number(values.port),
    progress: console.log,
  })
  console.log(`KAFKA_BROKERS=${kafka.brokers.join(',')} npm start    Ctrl-C 停止 stops`)
  await new Promise<void>((done) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => done())
  })
  await kafka.stop()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
