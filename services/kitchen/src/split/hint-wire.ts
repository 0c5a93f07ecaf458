import { setTimeout as delay } from 'node:timers/promises'
import { type Hint, hint } from '@kitchen/api'
import type { Database } from '@kitchen/database'
import { type CentreId, centreId } from '@kitchen/model'
import type { Hints, Logger, Part } from '@kitchen/runtime'
import { z } from 'zod'

const channel = 'hints'
/** Hints of so many milliseconds go as one notification, whose text PostgreSQL limits to 8,000 bytes. */
const [gatherMs, most] = [15, 7000]
const message = z.array(z.object({ hint, centres: z.array(centreId) }))
type Parcel = z.infer<typeof message>[number]

/** Hints from any process to every front door, by NOTIFY outside of transactions. Lossy, as hints are. */
export function sendHints(database: Database, logger: Logger): Part<Hints> {
  const waiting = new Map<string, { hint: Hint; centres: Set<CentreId> }>()
  let timer: NodeJS.Timeout | undefined
  const flush = () => {
    timer = undefined
    const parcels = [...waiting.values()].map((one): Parcel => ({ hint: one.hint, centres: [...one.centres] }))
    waiting.clear()
    for (const text of textsOf(parcels))
      database.system
        .query({ name: 'hints', text: 'select pg_notify($1, $2)', values: [channel, text] })
        .catch((error: unknown) => logger.warn({ err: error }, 'hints were lost'))
  }
  const send: Hints['send'] = (said, { centres }) => {
    const key = `${said.about} ${said.id}`
    const known = waiting.get(key) ?? { hint: said, centres: new Set() }
    for (const centre of centres) known.centres.add(centre)
    waiting.set(key, known)
    timer ??= setTimeout(flush, gatherMs)
  }
  return { value: { send }, stop: async () => clearTimeout(timer) }
}

/** As few texts as the limit allows. */
function textsOf(parcels: readonly Parcel[]): string[] {
  const texts: string[] = []
  let open: string[] = []
  let length = 2
  for (const part of parcels.map((parcel) => JSON.stringify(parcel))) {
    if (open.length > 0 && length + part.length > most) {
      texts.push(`[${open.join()}]`)
      open = []
      length = 2
    }
    open.push(part)
    length += part.length + 1
  }
  return open.length > 0 ? [...texts, `[${open.join()}]`] : texts
}

/** Hands on what any process sends, on a listening connection that is replaced when it breaks. */
export function hearHints(database: Database, hints: Hints, logger: Logger): Part<undefined> {
  const stopped = new AbortController()
  const running = keepHearing(database, hints, logger, stopped.signal)
  const stop = async () => {
    stopped.abort()
    await running
  }
  return { value: undefined, stop }
}

async function keepHearing(database: Database, hints: Hints, logger: Logger, stopped: AbortSignal): Promise<void> {
  while (!stopped.aborted) {
    try {
      await hearOnce(database, hints, stopped)
    } catch (error) {
      if (stopped.aborted) return
      logger.warn({ err: error }, 'listening for hints begins anew')
      await delay(250)
    }
  }
}

/** Asks something every 10 s: a connection that has gone silent is noticed by the time-out of that question. */
async function hearOnce(database: Database, hints: Hints, stopped: AbortSignal): Promise<void> {
  const listener = database.connect()
  const broken = new Promise<never>((_, reject) => listener.on('error', reject))
  broken.catch(() => {})
  listener.on('notification', ({ payload }) => {
    for (const one of message.safeParse(JSON.parse(payload ?? '[]')).data ?? []) hints.send(one.hint, { centres: one.centres })
  })
  try {
    await listener.connect()
    await listener.query(`listen ${channel}`)
    while (!stopped.aborted) {
      await Promise.race([delay(10_000, undefined, { signal: stopped }).catch(() => {}), broken])
      await listener.query('select 1')
    }
  } finally {
    await listener.end().catch(() => {})
  }
}
