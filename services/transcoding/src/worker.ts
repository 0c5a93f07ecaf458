import { availableParallelism } from 'node:os'
import { setTimeout as delay } from 'node:timers/promises'
import { Refusal } from '@kitchen/model'
import { failureOf, type Part, type ServiceNeeds } from '@kitchen/runtime'
import { bulkRank, type Job, mostAttempts, patience, recipesOf } from './job.ts'
import { refuse } from './refusals.ts'
import { render } from './render.ts'
import { mayLive, sweepScratch, withScratch, workerName } from './scratch.ts'
import { beat, claim, type Ending, finish, outcomesOf, type Reference, referencesTo, settleMade, settleOutcomes } from './store.ts'

type Needs = Pick<ServiceNeeds, 'database' | 'blobs' | 'logger' | 'clock' | 'folder'> & {
  readonly changed: (references: readonly Reference[], job: Job) => void
}
/** `wake`: there may be work. `interrupt`: whoever works on these bytes looks again whether anybody waits for them. */
export type Workers = { readonly wake: () => void; readonly interrupt: (sha256: string) => void }

const idleMs = 1000
const beatMs = 1500

/**
 * As many loops as there are cores. Half of them leave the bulk of videos alone, so that a photograph or the first look at a video never waits
 * behind an hour of ffmpeg, which uses all cores by itself.
 */
export async function startWorkers(needs: Needs): Promise<Part<Workers>> {
  await takeBack(needs)
  await sweepScratch(needs.folder, await openJobs(needs))
  const stopping = new AbortController()
  const running = new Map<string, AbortController>()
  const bell = createBell()
  const cores = Math.max(2, availableParallelism())
  const loops = Array.from({ length: cores }, (_, index) =>
    loop(needs, index < cores / 2 ? bulkRank : bulkRank - 1, bell, running, stopping.signal),
  )
  const stop = async () => {
    stopping.abort()
    for (const one of running.values()) one.abort()
    bell.ring()
    await Promise.all(loops)
  }
  const interrupt = (sha256: string) => {
    for (const [key, one] of running) if (key.startsWith(sha256)) one.abort()
  }
  return { value: { wake: bell.ring, interrupt }, stop }
}

/** Jobs of processes of this machine that are gone need not wait for their leases to run out. */
async function takeBack({ database }: Needs): Promise<void> {
  const { rows } = await database.system.query<{ worker: string }>(`select distinct worker from transcoding.job where state = 'working'`)
  const gone = rows.map(({ worker }) => worker).filter((worker) => !mayLive(worker))
  await database.system.query(
    `update transcoding.job set leased_until = now() - interval '1 second' where state = 'working' and worker = any($1)`,
    [gone],
  )
}

/** Names of the scratch folders that may be of use: those of jobs that are not at their end. */
async function openJobs({ database }: Needs): Promise<ReadonlySet<string>> {
  const { rows } = await database.system.query<{ name: string }>(
    `select sha256 || '-' || lane as name from transcoding.job where state in ('waiting', 'working')`,
  )
  return new Set(rows.map(({ name }) => name))
}

async function loop(
  needs: Needs,
  highestRank: number,
  bell: Bell,
  running: Map<string, AbortController>,
  stopping: AbortSignal,
): Promise<void> {
  while (!stopping.aborted) {
    try {
      const job = await claim(needs.database, workerName(), highestRank)
      if (job) await work(needs, job, running, stopping)
      else await bell.heard(idleMs)
    } catch (error) {
      needs.logger.error({ err: error }, 'transcoding could not go on')
      await delay(idleMs)
    }
  }
}

async function work(needs: Needs, job: Job, running: Map<string, AbortController>, stopping: AbortSignal): Promise<void> {
  const key = `${job.sha256}-${job.lane}`
  const interrupting = new AbortController()
  running.set(key, interrupting)
  const heart = startHeart(needs, job, interrupting)
  if (stopping.aborted) interrupting.abort()
  const ending = await attempt(needs, job, key, heart.tell, interrupting.signal).finally(heart.stop)
  running.delete(key)
  await finish(needs.database, job, workerName(), ending)
  await heart.show()
}

/** Renders, and turns whatever comes of it into how the job ends. */
async function attempt(needs: Needs, job: Job, key: string, onProgress: (percent: number) => void, signal: AbortSignal): Promise<Ending> {
  try {
    if (job.attempts > mostAttempts) throw refuse('transcoding/crashed', { attempts: mostAttempts })
    await withScratch(needs.folder, key, signal, (scratch) => renderInto(needs, job, scratch, onProgress, signal))
    return { state: 'done' }
  } catch (error) {
    if (signal.aborted) return { state: 'waiting', seconds: 0, counted: false }
    needs.logger.warn({ err: error, source: job.sha256, lane: job.lane }, 'rendering failed')
    if (!(error instanceof Refusal) && job.attempts < mostAttempts)
      return { state: 'waiting', seconds: patience(job.attempts), counted: true }
    return fail(needs, job, error)
  }
}

async function renderInto(
  needs: Needs,
  job: Job,
  scratch: string,
  onProgress: (percent: number) => void,
  signal: AbortSignal,
): Promise<void> {
  const { database, blobs, clock } = needs
  const before = await outcomesOf(database.system, job.sha256)
  const skip = new Set(before.flatMap((outcome) => ('made' in outcome ? [outcome.recipe] : [])))
  await render(job, blobs, scratch, {
    onProgress,
    skip,
    signal,
    done: async (made) => needs.changed(await settleMade(database, job.sha256, made, clock()), job),
    failed: async (recipe, error) => {
      if (!(error instanceof Refusal)) throw error // trouble: the whole lane is tried again, what is done is skipped
      needs.logger.warn({ err: error, source: job.sha256, recipe }, 'a recipe cannot be made')
      needs.changed(await settleOutcomes(database, job.sha256, [{ recipe, failure: failureOf(error) }], clock()), job)
    },
  })
}

/** The kind of an error, without its text: that names paths, and stays in the log. */
const kindOf = (error: unknown): string => (error instanceof Error ? ('code' in error ? String(error.code) : error.name) : 'unknown')

/** Every recipe of the lane that was not made is told as failed: products that wait for it say why. */
async function fail(needs: Needs, job: Job, error: unknown): Promise<Ending> {
  const trouble = error instanceof Refusal ? error : refuse('transcoding/trouble', { attempts: job.attempts, why: kindOf(error) })
  const failure = failureOf(trouble)
  const known = new Set((await outcomesOf(needs.database.system, job.sha256)).map(({ recipe }) => recipe))
  const missing = recipesOf(job, job.lane).filter((recipe) => !known.has(recipe))
  needs.changed(
    await settleOutcomes(
      needs.database,
      job.sha256,
      missing.map((recipe) => ({ recipe, failure })),
      needs.clock(),
    ),
    job,
  )
  return { state: 'failed', failure }
}

/** Renews the lease, stores the percent and tells the screens; interrupts the work when it is no longer wanted. */
function startHeart({ database, logger, changed }: Needs, job: Job, interrupting: AbortController) {
  let percent = 0
  const show = async () => {
    changed(await referencesTo(database.system, job.sha256), job)
  }
  const once = async () => {
    if (!(await beat(database, job, workerName(), percent))) interrupting.abort()
    await show()
  }
  const timer = setInterval(() => void once().catch((error: unknown) => logger.warn({ err: error }, 'a lease was not renewed')), beatMs)
  const tell = (now: number) => {
    percent = Math.max(percent, now)
  }
  return { tell, stop: () => clearInterval(timer), show }
}

type Bell = ReturnType<typeof createBell>

/** Wakes those who wait. A ring that nobody hears is made good by the next look, a second later. */
function createBell() {
  let rung = Promise.withResolvers<void>()
  const ring = () => {
    rung.resolve()
    rung = Promise.withResolvers<void>()
  }
  const heard = (limit: number) => Promise.race([rung.promise, delay(limit, undefined, { ref: false })])
  return { ring, heard }
}
