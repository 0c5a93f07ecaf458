import { join } from 'node:path'
import { openDiskStore } from '@kitchen/blob-store'
import { startDatabase } from '@kitchen/database'
import { startPostgresLog } from '@kitchen/event-log'
import { createLogger, readRegion } from '@kitchen/runtime'
import { migrations, startTranscoding } from '../src/index.ts'

// Transcoding in a process of its own, to be killed: victim.ts <database url> <folder>. Runs until it is.
const [url = '', folder = ''] = process.argv.slice(2)
const logger = createLogger({ level: 'error' })
const { value: database } = await startDatabase({ folder: join(folder, 'database'), url, migrations: [migrations] })
const { value: log } = await startPostgresLog({ database, logger })
const blobs = await openDiskStore(join(folder, 'blobs'))
await startTranscoding({
  database,
  log,
  blobs,
  region: readRegion(),
  logger,
  hints: { send: () => {} },
  clock: () => new Date(),
  folder: join(folder, 'scratch'),
  publicOrigin: 'http://localhost:8081',
})
console.log('ready')
