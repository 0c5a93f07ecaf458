import { startDatabase } from '@kitchen/database'
import { migrations } from '../src/index.ts'
import { serveIngest } from './server.ts'

/** A small kitchen of its own process, to be killed: `node kitchen.ts <folder> <port>` prints its origin when it answers. */
const [folder = '', port = '0'] = process.argv.slice(2)
const database = await startDatabase({ folder, migrations: [migrations] })
const { origin } = await serveIngest(database.value, folder, Number(port))
console.log(origin)
