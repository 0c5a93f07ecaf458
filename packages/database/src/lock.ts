import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { connect, createServer, type Server } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'

/**
 * Holds a database's home for this process. The lock is an abstract socket, which the kernel takes back however its holder dies, so
 * none is ever stale; whoever knocks is told the holder's process id. Refuses a home that another living process holds; one that
 * does not answer may be dying, and has a second for it.
 */
export async function holdLock(home: string): Promise<Server> {
  const name = `\0central-kitchen-${createHash('sha256').update(home).digest('hex').slice(0, 32)}`
  for (let attempt = 1; ; attempt++) {
    const lock = await bound(name)
    if (lock) return lock
    const holder = await holderOf(name)
    if (holder === undefined && attempt < 20) await delay(50)
    else
      throw new Error(
        `The database in ${home} is open in process ${holder ?? '(silent)'}. Stop that process, or choose another data folder.`,
      )
  }
}

async function bound(name: string): Promise<Server | undefined> {
  const lock = createServer((visitor) => visitor.on('error', () => {}).end(String(process.pid))).unref()
  try {
    await once(lock.listen(name), 'listening')
    return lock
  } catch {
    return undefined
  }
}

async function holderOf(name: string): Promise<string | undefined> {
  const visitor = connect(name).setEncoding('utf8')
  try {
    const [holder] = await once(visitor, 'data', { signal: AbortSignal.timeout(1000) })
    return String(holder)
  } catch {
    return undefined
  } finally {
    visitor.destroy()
  }
}
