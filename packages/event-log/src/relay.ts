import { setTimeout as delay } from 'node:timers/promises'
import type { Database, Part } from '@kitchen/database'
import type pg from 'pg'
import { type Bell, bell } from './bell.ts'
import type { Complain } from './complain.ts'

/** Moves a batch from the queue into a log, over the leader's connection; gives how many events it moved. */
export type Move = (leader: pg.Client) => Promise<number>

/**
 * Moves events from the queue to a log while it runs, waking by hint and every 200 ms. Of all relays one leads, by a lock on a
 * connection of its own; the others wait in that lock and take over when the leader's connection ends. Trouble costs a new connection.
 */
export async function startRelay(database: Database, move: Move, complain: Complain): Promise<Part<undefined>> {
  const stopped = new AbortController()
  const running = keepLeading(database, move, complain, stopped.signal)
  const stop = async () => {
    stopped.abort()
    await running
  }
  return { value: undefined, stop }
}

async function keepLeading(database: Database, move: Move, complain: Complain, stopped: AbortSignal): Promise<void> {
  while (!stopped.aborted) {
    try {
      await lead(database.connect(), move, stopped)
    } catch (trouble) {
      if (stopped.aborted) return
      complain(trouble, 'the relay begins anew')
      await delay(250)
    }
  }
}

/**
 * A lower sequence of a key is committed before a higher one can be seen, and has the lower position: reading what is there in order
 * of position never turns a key's events around.
 */
async function lead(leader: pg.Client, move: Move, stopped: AbortSignal): Promise<void> {
  const hints = bell()
  const broken = new Promise<never>((_, reject) => leader.on('error', reject))
  broken.catch(() => {})
  leader.on('notification', hints.ring)
  const end = () => void leader.end().catch(() => {})
  stopped.addEventListener('abort', end)
  try {
    await leader.connect()
    await becomeLeader(leader, stopped)
    while (!stopped.aborted) await Promise.race([moveAll(leader, move, hints), broken])
  } finally {
    stopped.removeEventListener('abort', end)
    await leader.end().catch(() => {})
  }
}

/**
 * Waits in the lock, half a minute at a time, so that a connection that has gone silent is noticed. A leader that stalls for 10 s is
 * put out by the server, and so leaves its place to another.
 */
async function becomeLeader(leader: pg.Client, stopped: AbortSignal): Promise<void> {
  await leader.query('set synchronous_commit = off') // a move that a power cut undoes is made again
  await leader.query('listen journal')
  while (!stopped.aborted && !(await locked(leader)));
  await leader.query(`set idle_session_timeout = '10s'`)
}

async function locked(leader: pg.Client): Promise<boolean> {
  try {
    await leader.query(`select pg_advisory_lock(hashtextextended('central-kitchen relay', 0))`)
    return true
  } catch (trouble) {
    if (isTimeout(trouble)) return false
    throw trouble
  }
}

/** 57014: the server's statement_timeout. */
const isTimeout = (trouble: unknown) => trouble instanceof Error && 'code' in trouble && trouble.code === '57014'

async function moveAll(leader: pg.Client, move: Move, hints: Bell): Promise<void> {
  hints.clear()
  if ((await move(leader)) === 0) await hints.heard(200)
}
