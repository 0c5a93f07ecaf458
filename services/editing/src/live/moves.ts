import { setTimeout as delay } from 'node:timers/promises'
import type { Database } from '@kitchen/database'
import type { Logger, Part } from '@kitchen/runtime'

const channel = 'editing_moves'

/** Tells every process that a story's log has grown; `by`: the teller's own name, so that it need not listen to itself. Lossy: rooms look again by themselves. */
export function tellMove(database: Database, story: string, by = ''): void {
  database.system.query({ name: 'editing move', text: 'select pg_notify($1, $2)', values: [channel, `${story} ${by}`] }).catch(() => {})
}

/** Hears of the others, on a connection of its own that is replaced when it breaks; after that anything may have moved (null). */
export function hearMoves(database: Database, logger: Logger, own: string, moved: (story: string | null) => void): Part<undefined> {
  const stopped = new AbortController()
  const running = (async () => {
    while (!stopped.signal.aborted) {
      try {
        await hearOnce(database, own, moved, stopped.signal)
      } catch (error) {
        if (stopped.signal.aborted) return
        logger.warn({ err: error }, 'listening for moves of stories begins anew')
        await delay(250)
      }
    }
  })()
  const stop = async () => {
    stopped.abort()
    await running
  }
  return { value: undefined, stop }
}

async function hearOnce(database: Database, own: string, moved: (story: string | null) => void, stopped: AbortSignal): Promise<void> {
  const listener = database.connect()
  const broken = new Promise<never>((_, reject) => listener.on('error', reject))
  broken.catch(() => {})
  listener.on('notification', ({ payload = '' }) => {
    const [story, by] = payload.split(' ')
    if (story && by !== own) moved(story)
  })
  try {
    await listener.connect()
    await listener.query(`listen ${channel}`)
    moved(null)
    while (!stopped.aborted) {
      await Promise.race([delay(10_000, undefined, { signal: stopped }).catch(() => {}), broken])
      await listener.query('select 1')
    }
  } finally {
    await listener.end().catch(() => {})
  }
}
