import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { startElasticsearch } from './index.ts'

/** `node infra/elasticsearch/main.ts [--folder .kitchen/engines/elasticsearch] [--port 9200]`: a server until Ctrl-C. */
const { values } = parseArgs({
  options: { folder: { type: 'string', default: '.kitchen/engines/elasticsearch' }, port: { type: 'string', default: '9200' } },
})
const engine = await startElasticsearch({
  folder: resolve(values.folder),
  port: Number(values.port),
  progress: (says) => console.log(says),
})
console.log(`ELASTICSEARCH_URL=${engine.url}    Ctrl-C 停止 stops`)
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void engine.stop().then(() => process.exit(0)))
console.error(await engine.ended)
process.exit(1)
