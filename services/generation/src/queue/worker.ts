import { setTimeout as delay } from 'node:timers/promises'
import type { BlobStore } from '@kitchen/blob-store'
import type { Database } from '@kitchen/database'
import { type Centre, type Channel, outletOf, type Region, type StoryId } from '@kitchen/model'
import type { Logger, Part } from '@kitchen/runtime'
import { createShelf, type Preparation, prepare, type Shelf } from '../preparation.ts'
import type { Maker } from '../product.ts'
import { readStory } from '../story/reading.ts'
import { outcomeOf } from './attempt.ts'
import { createBatch } from './batch.ts'
import { claim, letGo } from './claim.ts'
import { finish, type Outcome } from './finish.ts'
import { assetsOf, sealedVersion } from './gathering.ts'
import type { ProductRow } from './product-row.ts'
import { showLife } from './sign-of-life.ts'

export type WorkersNeeds = {
  readonly database: Database
  readonly blobs: BlobStore
  readonly region: Region
  readonly logger: Logger
  readonly clock: () => Date
  readonly publicOrigin: string
  readonly makers: Readonly<Record<Channel, Maker>>
  /** Told after every commit: these centres see something new of this story. */
  readonly told: (story: StoryId, centres: readonly Centre['id'][]) => void
}
export type Workers = { readonly wake: () => void }

/** Milliseconds: a look at the queue when nobody wakes us. */
const idle = 1_000
/** Versions worked on at the same time, and products of one version at the same time. */
const loops = 2
const abreast = 4

/**
 * Works through the queue until it is stopped: a product that was begun is finished or, after a crash, made again by whoever comes next.
 * A worker is known to be alive by a lock on a connection of its own, so nothing has to be cleaned up after one that is gone.
 */
export async function startWorkers(needs: WorkersNeeds): Promise<Part<Workers>> {
  const life = await showLife(needs.database, needs.logger)
  const bell = createBell()
  const stopping = new AbortController()
  const shelf = createShelf()
  const running = Array.from({ length: loops }, () => loop(needs, life.value, shelf, bell, stopping.signal))
  const stop = async () => {
    stopping.abort()
    bell.ring()
    await Promise.all(running)
    await life.stop()
  }
  return { value: { wake: bell.ring }, stop }
}

type Bell = { readonly ring: () => void; readonly wait: () => Promise<void> }

/** `wait` ends at the next ring (or one that came while nobody waited), or after the time. */
function createBell(): Bell {
  let rung = 0
  let next = Promise.withResolvers<void>()
  const ring = () => {
    rung = loops
    next.resolve()
    next = Promise.withResolvers()
  }
  const wait = async () => {
    if (rung > 0) rung--
    else await Promise.race([next.promise, delay(idle, undefined, { ref: false })])
  }
  return { ring, wait }
}

async function loop(needs: WorkersNeeds, number: number, shelf: Shelf, bell: Bell, stopping: AbortSignal): Promise<void> {
  let held: readonly ProductRow[] = []
  while (!stopping.aborted) {
    try {
      await letGo(needs.database, number, held) // what could not be written the last time
      held = await claim(needs.database, number, needs.clock())
      if (held.length === 0) await bell.wait()
      else await makeAll(needs, number, shelf, held)
      if (held.length > 0) bell.ring() // what waited for these is free now
      held = []
    } catch (error) {
      needs.logger.error({ err: error }, 'products could not be worked on; trying again')
      await delay(idle, undefined, { signal: stopping }).catch(() => {})
    }
  }
}

/** Makes the claimed products of one version; results are written as they come, so that those in front are seen at once. */
async function makeAll(needs: WorkersNeeds, number: number, shelf: Shelf, rows: readonly ProductRow[]): Promise<void> {
  const { story } = rows[0]!
  const preparation = await gathered(needs, shelf, rows).catch((error: unknown) => toError(error))
  const headline = preparation instanceof Error ? '' : preparation.story.headline
  const write = async (outcomes: readonly Outcome[]) => {
    await finish(needs.database, number, outcomes, headline, needs.clock())
    needs.told(story, [...new Set(outcomes.flatMap(({ row }) => (row.released ? [row.centre, row.origin] : [row.origin])))])
  }
  const results = createBatch(write)
  const queue = [...rows]
  const lane = async () => {
    for (let row = queue.shift(); row; row = queue.shift()) results.add(await outcomeOf(needs, preparation, row))
  }
  await Promise.all(Array.from({ length: abreast }, lane))
  await results.end()
}

async function gathered(
  { database, blobs, region, publicOrigin }: WorkersNeeds,
  shelf: Shelf,
  rows: readonly ProductRow[],
): Promise<Preparation> {
  const { story: id, version } = rows[0]!
  const story = readStory(await sealedVersion(database, id, version), region)
  const together = rows.flatMap(({ outlet }) => outletOf(region, outlet) ?? [])
  const assets = await assetsOf(
    database,
    [...story.pictures, ...story.videos].map(({ asset }) => asset),
  )
  return prepare({ story, assets, blobs, publicOrigin, timeZone: region.timeZone, together, shelf })
}

const toError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)))
