import { randomInt } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Database } from '@kitchen/database'
import type { Logger, Part } from '@kitchen/runtime'
import { attempt } from './attempt.ts'
import type { Pace } from './delivery.ts'
import type { OutletAdapter } from './outlet.ts'
import { claim, type Held, lockSpace, nextDue, remember, revive } from './queue.ts'
import { type Ended, settle } from './settle.ts'

export type WorkerNeeds = {
  readonly database: Database
  readonly logger: Logger
  readonly clock: () => Date
  /** Every outlet that this worker serves. */
  readonly adapters: ReadonlyMap<string, OutletAdapter>
  readonly pace: Pace
  readonly random: () => number
  /** Called after each commit with the deliveries that have moved. */
  readonly moved: (held: readonly Held[]) => void
}
type Work = WorkerNeeds & {
  readonly worker: number
  readonly signal: AbortSignal
  readonly busy: Map<string, number>
  readonly wake: () => void
  readonly ended: Ended[]
  flushing: Promise<void> | undefined
}
/** Nothing waits longer than this for a wake that was lost, in milliseconds. */
const safety = 1000

/**
 * Works at everything that is due: a lane per outlet with its own places, so that a slow or dead outlet delays no other. One statement takes
 * work for all lanes, one transaction writes what has ended meanwhile. A worker holds a lock as long as it lives; what a dead one held is taken over. Of
 * several an outlet is worked at by one at a time.
 */
export async function startWorker(needs: WorkerNeeds): Promise<Part<{ readonly wake: () => void }>> {
  const stopping = new AbortController()
  let wake = () => {}
  const bell = {
    rung: false,
    ring: () => {
      bell.rung = true
      wake()
    },
  }
  const silence = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms)
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
      if (bell.rung) wake()
    })
  const loop = live(needs, stopping.signal, bell, silence)
  const stop = async () => {
    stopping.abort()
    bell.ring()
    await loop
  }
  return { value: { wake: bell.ring }, stop }
}

type Bell = { rung: boolean; readonly ring: () => void }

/** Lives again with a new identity when its connection has broken. */
async function live(needs: WorkerNeeds, stopping: AbortSignal, bell: Bell, silence: (ms: number) => Promise<void>): Promise<void> {
  while (!stopping.aborted) {
    try {
      await life(needs, stopping, bell, silence)
    } catch (error) {
      if (stopping.aborted) return
      needs.logger.warn({ err: error }, 'the delivery worker begins again')
      await sleep(500, undefined, { signal: stopping }).catch(() => {})
    }
  }
}

async function life(needs: WorkerNeeds, stopping: AbortSignal, bell: Bell, silence: (ms: number) => Promise<void>): Promise<void> {
  const worker = randomInt(1, 2 ** 31 - 1)
  const broken = new AbortController()
  const connection = needs.database.connect()
  connection.on('error', () => broken.abort(new Error('the worker lost its connection')))
  connection.on('end', () => broken.abort(new Error('the worker lost its connection')))
  await connection.connect()
  const signal = AbortSignal.any([stopping, broken.signal])
  const work: Work = { ...needs, worker, signal, busy: new Map(), wake: bell.ring, ended: [], flushing: undefined }
  try {
    await connection.query('select pg_advisory_lock($1, $2)', [lockSpace, worker])
    await rounds(work, bell, silence)
    if (!stopping.aborted) throw broken.signal.reason
  } finally {
    await work.flushing?.catch(() => {})
    await connection.end().catch(() => {})
  }
}

async function rounds(work: Work, bell: Bell, silence: (ms: number) => Promise<void>): Promise<void> {
  let looked = 0
  while (!work.signal.aborted) {
    bell.rung = false
    if (Date.now() - looked > safety) {
      looked = Date.now()
      await revive(work.database, work.clock())
    }
    const held = await claim(work.database, work.worker, roomOf(work), work.clock())
    for (const one of held) void deliver(work, one)
    if (held.length === 0 && !bell.rung) await silence(await quiet(work))
  }
}

async function quiet({ database, worker, clock }: Work): Promise<number> {
  const due = await nextDue(database, worker)
  return due ? Math.min(safety, Math.max(5, due.getTime() - clock().getTime())) : safety
}

/** Free places per outlet; a full lane asks for nothing. */
function roomOf({ adapters, busy }: Work): Map<string, number> {
  const room = new Map<string, number>()
  for (const [outlet, { concurrency }] of adapters) {
    const places = concurrency - (busy.get(outlet) ?? 0)
    if (places > 0) room.set(outlet, places)
  }
  return room
}

async function deliver(work: Work, held: Held): Promise<void> {
  const { outlet, id } = held.delivery
  work.busy.set(outlet, (work.busy.get(outlet) ?? 0) + 1)
  const outcome = await attempt(work.adapters.get(outlet)!, held.action, held.parcel, {
    deadline: work.pace.deadline,
    signal: work.signal,
    remember: (mark) => remember(work.database, id, mark),
  })
  if (work.signal.aborted) return // its end is unknown: whoever takes it over reads it back
  if (outcome.is === 'trouble')
    work.logger.debug({ err: outcome.error, delivery: id, story: held.delivery.story, centre: held.delivery.centre }, 'an attempt failed')
  work.ended.push({ held, outcome })
  work.flushing ??= flush(work)
}

/** What ends while a transaction is running goes into the next one: the busier, the larger the batches. */
async function flush(work: Work): Promise<void> {
  await sleep(2)
  while (work.ended.length > 0 && !work.signal.aborted) {
    const batch = work.ended.splice(0, 500)
    await settleAtLast(work, batch)
    for (const { held } of batch) work.busy.set(held.delivery.outlet, work.busy.get(held.delivery.outlet)! - 1)
    work.wake()
    work.moved(batch.map(({ held }) => held))
  }
  work.flushing = undefined
}

/** An outcome is never dropped while the worker lives: the database is asked until it takes it. */
async function settleAtLast({ database, worker, pace, clock, random, logger, signal }: Work, batch: readonly Ended[]): Promise<void> {
  for (let wait = 20; !signal.aborted; wait = Math.min(2000, wait * 2)) {
    try {
      return await settle(database, worker, batch, { pace, now: clock(), random })
    } catch (error) {
      logger.warn({ err: error }, 'receipts could not be written; trying again')
      await sleep(wait, undefined, { signal }).catch(() => {})
    }
  }
}
