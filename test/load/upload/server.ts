import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'

/**
 * A server that takes uploads, in a process of its own: `node server.ts <kind> <folder>` tells its origin. `plain` streams the body of a PUT to a file and does no
 * more, `careful` hashes and syncs it too, `sink` drops it, `ours` are the routes of ingest with a database and a store of blobs.
 */
const [kind = '', folder = ''] = process.argv.slice(2)
const file = join(folder, kind)
const listeners: Readonly<Record<string, RequestListener>> = {
  plain: async (request, response) => {
    await pipeline(request, createWriteStream(file))
    response.writeHead(204).end()
  },
  careful: async (request, response) => {
    const hash = createHash('sha256')
    await pipeline(
      request.on('data', (part: Buffer) => hash.update(part)),
      createWriteStream(file),
    )
    const handle = await open(file, 'r')
    await handle.sync().finally(() => handle.close())
    response.writeHead(204, { etag: hash.digest('hex') }).end()
  },
  sink: (request, response) => {
    request.on('end', () => response.writeHead(204).end()).resume()
  },
}

process.on('disconnect', () => process.exit(0))
process.send?.(kind === 'ours' ? await startOurs() : await listen(listeners[kind]!))

/** Loaded here only: the others are to be as small as they can be. */
async function startOurs(): Promise<string> {
  const [{ startDatabase }, { migrations }, { serveIngest }] = await Promise.all([
    import('@kitchen/database'),
    import('../../../services/ingest/src/index.ts'),
    import('../../../services/ingest/test/server.ts'),
  ])
  const database = await startDatabase({ folder, migrations: [migrations] })
  const { origin, stop } = await serveIngest(database.value, folder)
  process.once('message', async () => {
    await stop()
    await database.stop()
    process.disconnect()
  })
  return origin
}

async function listen(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
