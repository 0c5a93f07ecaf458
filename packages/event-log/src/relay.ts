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
    await becomeLeader(leader)
    while (!stopped.aborted) await Promise.race([moveAll(leader, move, hints), broken])
  } finally {
    stopped.removeEventListener('abort', end)
    await leader.end().catch(() => {})
  }
}

/** Waits half a minute at a time: a connection that has gone silent is noticed. */
async function becomeLeader(leader: pg.Client): Promise<void> {
  await leader.query('set statement_timeout = 0')
  await leader.query('set synchronous_commit = off') // a move that a power cut undoes is made again
  await leader.query('listen journal')
  await leader.query(`select pg_advisory_lock(hashtextextended('central-kitchen relay', 0))`)
}

async function moveAll(leader: pg.Client, move: Move, hints: Bell): Promise<void> {
  hints.clear()
  if ((await move(leader)) === 0) await hints.heard(200)
}
