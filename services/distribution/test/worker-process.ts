import { openDiskStore } from '@kitchen/blob-store'
import { startDatabase } from '@kitchen/database'
import { startPostgresLog } from '@kitchen/event-log'
import { createLogger } from '@kitchen/runtime'
import { migrations, startDistribution } from '../src/index.ts'
import { smallRegion } from './newsroom.ts'
import { adapterAt } from './remote-process.ts'

// Distribution in a process of its own, to be killed: worker-process.ts <database url> <folder> <address of the outlets> <centre>... Runs until it is.
const [url = '', folder = '', outlets = '', ...centres] = process.argv.slice(2)
const logger = createLogger({ level: 'fatal' })
const { value: database } = await startDatabase({ folder, url, migrations: [migrations] })
const { value: log } = await startPostgresLog({ database, logger })
await startDistribution({
  database,
  log,
  blobs: await openDiskStore(`${folder}/blobs`),
  region: smallRegion(...centres),
  logger,
  hints: { send: () => {} },
  clock: () => new Date(),
  folder,
  publicOrigin: 'http://localhost:8081',
  wechat: 'simulator',
  adapters: () => adapterAt(outlets),
  pace: { first: 5, most: 40, tries: 60, deadline: 2000, aside: 50 },
})
