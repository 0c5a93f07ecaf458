import { setTimeout as delay } from 'node:timers/promises'
import type { Database, Part } from '@kitchen/database'
import type pg from 'pg'
import { type Bell, bell } from './bell.ts'
import type { Complain } from './complain.ts'

/** Hands out bells that ring whenever something new is in the log. */
export type Ear = { readonly bell: () => Bell }

/** One listening connection for all members of this process, replaced when it breaks; a lost ring costs the members' own second. */
export async function listen(database: Database, complain: Complain): Promise<Part<Ear>> {
  const stopped = new AbortController()
  const bells = new Set<Bell>()
  const ring = () => {
    for (const each of bells) each.ring()
  }
  const running = keepListening(database, ring, complain, stopped.signal)
  const hand = () => {
    const fresh = bell()
    bells.add(fresh)
    return fresh
  }
  const stop = async () => {
    stopped.abort()
    await running
  }
  return { value: { bell: hand }, stop }
}

async function keepListening(database: Database, ring: () => void, complain: Complain, stopped: AbortSignal): Promise<void> {
  while (!stopped.aborted) {
    try {
      await listenOnce(database.connect(), ring, stopped)
    } catch (trouble) {
      if (stopped.aborted) return
      complain(trouble, 'listening begins anew')
      await delay(250)
    }
  }
}

/** Asks something every 10 s: a connection that has gone silent is noticed by the time-out of that question. */
async function listenOnce(listener: pg.Client, ring: () => void, stopped: AbortSignal): Promise<void> {
  const broken = new Promise<never>((_, reject) => listener.on('error', reject))
  broken.catch(() => {})
  listener.on('notification', ring)
  try {
    await listener.connect()
    await listener.query('listen log')
    ring() // something may have come before we listened
    while (!stopped.aborted) {
      await Promise.race([delay(10_000, undefined, { signal: stopped }).catch(() => {}), broken])
      await listener.query('select 1')
    }
  } finally {
    await listener.end().catch(() => {})
  }
}
