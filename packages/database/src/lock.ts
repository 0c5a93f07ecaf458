import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { connect, createServer, type Server } from 'node:net'

/**
 * Holds a database's home for this process. The lock is an abstract socket, which the kernel takes back however its holder dies, so
 * none is ever stale; whoever knocks is told the holder's process id. Refuses a home that another living process holds.
 */
export async function holdLock(home: string): Promise<Server> {
  const name = `\0central-kitchen-${createHash('sha256').update(home).digest('hex').slice(0, 32)}`
  const lock = createServer((visitor) => visitor.on('error', () => {}).end(String(process.pid))).unref()
  try {
    await once(lock.listen(name), 'listening')
    return lock
  } catch {
    const holder = await holderOf(name)
    throw new Error(`The database in ${home} is open in process ${holder}. Stop that process, or choose another data folder.`)
  }
}

async function holderOf(name: string): Promise<string> {
  const [holder] = await once(connect(name).setEncoding('utf8'), 'data').catch(() => ['(unknown)'])
  return String(holder)
}
