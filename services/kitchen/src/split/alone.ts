import { setTimeout as delay } from 'node:timers/promises'
import type { Database, Part } from '@kitchen/database'

/** That this process alone serves a target; `lost` says when that can't be held any more. */
export type Alone = { readonly lost: Promise<string> }

/**
 * Takes the one place of a target that keeps something of its own on disk, by a lock on a connection of its own. Refuses when another process has it and
 * keeps it. When the connection breaks, the place is taken anew, or `lost` says that another was faster: then this one ends.
 * `patience`: a killed process leaves its place as soon as the database notices, and so long we wait for it, in milliseconds.
 */
export async function beAlone(target: string, database: Database, patience = 15_000): Promise<Part<Alone>> {
  const stopped = new AbortController()
  const lost = Promise.withResolvers<string>()
  const take = () => takePlace(target, database, patience, stopped.signal)
  let connection = await take()
  const keep = async () => {
    while (!stopped.signal.aborted) {
      await connection.ended
      if (stopped.signal.aborted) return
      connection = await take()
    }
  }
  const keeping = keep().catch((error: unknown) => {
    if (!stopped.signal.aborted) lost.resolve(error instanceof Error ? error.message : String(error))
  })
  const stop = async () => {
    stopped.abort()
    await connection.end()
    await keeping
  }
  return { value: { lost: lost.promise }, stop }
}

type Place = { readonly ended: Promise<void>; readonly end: () => Promise<void> }

/** While the database is away it is waited for, however long: nobody else can take the place then either. */
async function takePlace(target: string, database: Database, patience: number, stopped: AbortSignal): Promise<Place> {
  let end = Date.now() + patience
  for (;;) {
    const taken = await tryPlace(target, database)
    if (typeof taken === 'object') return taken
    if (taken === 'away') end = Date.now() + patience
    if (Date.now() > end) throw new Error(refusal(target))
    await delay(300, undefined, { signal: stopped })
  }
}

async function tryPlace(target: string, database: Database): Promise<Place | 'taken' | 'away'> {
  const client = database.connect()
  const gone = Promise.withResolvers<void>()
  client.on('error', () => gone.resolve()).on('end', () => gone.resolve())
  const end = () => client.end().catch(() => {})
  try {
    await client.connect()
    const { rows } = await client.query<{ mine: boolean }>('select pg_try_advisory_lock(hashtextextended($1, 0)) as mine', [
      `central-kitchen alone ${target}`,
    ])
    if (rows[0]?.mine) return { ended: gone.promise, end }
    await end()
    return 'taken'
  } catch {
    await end()
    return 'away'
  }
}

const refusal = (target: string) =>
  `另一个进程已在提供 ${target}：它的在途文件在自己的磁盘上，同一时间只能有一个。请先停掉那一个，再启动这一个。\n` +
  `Another process already serves ${target}: what is on its way lies on its own disk, so there is one at a time. Stop that one first.`
