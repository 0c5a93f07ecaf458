import type { Failure } from '@kitchen/api'
import { append, type Database, Poison, systemTransaction, type Tx } from '@kitchen/database'
import { type Draft, draft, traceparentFor } from '@kitchen/events'
import type { Rendered } from '@kitchen/media'
import { type AssetId, assetId, type CentreId, centreId, type Sha256, sha256 as sha256Schema } from '@kitchen/model'
import { failureOf } from '@kitchen/runtime'
import type { Job, Source } from './job.ts'
import { leaseSeconds } from './job.ts'
import { refuse } from './refusals.ts'

/** A centre's asset with these bytes. */
export type Reference = { readonly asset: AssetId; readonly centre: CentreId; readonly story: string | null; readonly owner: boolean }
/** A recipe of a source: made, or why not. */
export type Outcome = { readonly recipe: string } & ({ readonly made: Rendered } | { readonly failure: Failure })

type ReferenceRow = { asset: string; centre: string; story: string | null; owner: boolean }

/** All assets with these bytes, owners first. */
export async function referencesTo(tx: Pick<Tx, 'query'>, sha256: Sha256): Promise<Reference[]> {
  const { rows } = await tx.query<ReferenceRow>(
    'select asset, centre, story, owner from transcoding.reference where sha256 = $1 order by owner desc, at',
    [sha256],
  )
  return rows.map((row) => ({ ...row, asset: assetId.parse(row.asset), centre: centreId.parse(row.centre) }))
}

/** Locks a source's row: an asset that comes meanwhile and a recipe that is done meanwhile cannot miss each other. */
export async function lockSource(tx: Tx, sha256: Sha256): Promise<void> {
  await tx.query('select from transcoding.source where sha256 = $1 for update', [sha256])
}

/** Stores outcomes and tells every asset with these bytes, in one transaction. Answers who was told. */
export async function settleOutcomes(
  database: Database,
  sha256: Sha256,
  outcomes: readonly Outcome[],
  at: Date,
): Promise<readonly Reference[]> {
  for (;;) {
    const known = await referencesTo(database.system, sha256)
    const keys = new Set(known.map(({ asset }) => asset))
    const told = await systemTransaction(database, [...keys], async (tx) => {
      await lockSource(tx, sha256)
      const references = await referencesTo(tx, sha256)
      if (references.some(({ asset }) => !keys.has(asset))) return null // one came in between: its key is not locked
      for (const outcome of outcomes) await storeOutcome(tx, sha256, outcome)
      await append(
        tx,
        references.filter(({ owner }) => owner).flatMap((reference) => outcomes.map((outcome) => draftOf(reference, sha256, outcome, at))),
      )
      return references
    })
    if (told !== null) return told
  }
}

/** One recipe that is done. One of more files than an event can name is refused for good: tried again it would be the same. */
export async function settleMade(database: Database, sha256: Sha256, made: Rendered, at: Date): Promise<readonly Reference[]> {
  const { recipe, files } = made
  return settleOutcomes(database, sha256, [{ recipe, made }], at).catch((error: unknown) => {
    if (!(error instanceof Poison)) throw error
    const failure = failureOf(refuse('transcoding/too-many-files', { recipe, files: files.length }))
    return settleOutcomes(database, sha256, [{ recipe, failure }], at)
  })
}

async function storeOutcome(tx: Tx, sha256: Sha256, outcome: Outcome): Promise<void> {
  const made = 'made' in outcome ? outcome.made : null
  const failure = 'failure' in outcome ? JSON.stringify(outcome.failure) : null
  await tx.query(STORE, [
    sha256,
    outcome.recipe,
    made && JSON.stringify(made.files),
    made?.width ?? null,
    made?.height ?? null,
    made?.durationMs ?? null,
    failure,
  ])
}
const STORE = `insert into transcoding.rendition (sha256, recipe, files, width, height, duration_ms, failure) values ($1, $2, $3, $4, $5, $6, $7)
  on conflict (sha256, recipe) do update set files = excluded.files, width = excluded.width, height = excluded.height, duration_ms = excluded.duration_ms, failure = excluded.failure`

/** The event that tells an asset of an outcome. */
export function draftOf(
  { asset, centre, story = null }: Pick<Reference, 'asset' | 'centre'> & Partial<Pick<Reference, 'story'>>,
  source: Sha256,
  outcome: Outcome,
  at: Date,
): Draft {
  const trace = traceparentFor(story ?? asset)
  const common = { asset, centre, source, recipe: outcome.recipe, at: at.toISOString() }
  if ('failure' in outcome) return draft('asset.failed', asset, { ...common, failure: outcome.failure }, trace)
  const { files, width, height, durationMs } = outcome.made
  const named = files.map((file) => ({ ...file, sha256: sha256Schema.parse(file.sha256) }))
  return draft('asset.rendered', asset, { ...common, files: named, width, height, durationMs }, trace)
}

type OutcomeRow = {
  recipe: string
  files: Rendered['files'] | null
  width: number | null
  height: number | null
  duration_ms: number | null
  failure: Failure | null
}

/** What has become of a source's recipes so far. */
export async function outcomesOf(tx: Pick<Tx, 'query'>, sha256: Sha256): Promise<Outcome[]> {
  const { rows } = await tx.query<OutcomeRow>(
    'select recipe, files, width, height, duration_ms, failure from transcoding.rendition where sha256 = $1 order by recipe',
    [sha256],
  )
  return rows.map(({ recipe, files, width, height, duration_ms: durationMs, failure }) =>
    files ? { recipe, made: { recipe, files, width, height, durationMs } } : { recipe, failure: failure! },
  )
}

type JobRow = {
  sha256: string
  lane: Job['lane']
  attempts: number
  kind: Source['kind']
  width: number | null
  aigc: Source['aigc']
  made_at: Date
}

/**
 * Takes the next job, if there is one: of the lowest rank, then of the centre that was served longest ago, then the oldest. A source all of
 * whose assets are paused waits. Many may ask at once; each job is given to one.
 */
export async function claim(database: Database, worker: string, highestRank: number): Promise<Job | undefined> {
  const { rows } = await database.system.query<JobRow>(CLAIM, [worker, highestRank, leaseSeconds])
  const [row] = rows
  if (!row) return undefined
  await database.system.query(TURN, [row.sha256])
  return {
    sha256: sha256Schema.parse(row.sha256),
    lane: row.lane,
    attempts: row.attempts,
    kind: row.kind,
    width: row.width,
    aigc: row.aigc,
    madeAt: row.made_at,
  }
}
const CLAIM = `update transcoding.job job set state = 'working', worker = $1, leased_until = now() + make_interval(secs => $3), attempts = attempts + 1, changed_at = now()
  from transcoding.source source
  where source.sha256 = job.sha256 and (job.sha256, job.lane) = (
    select waiting.sha256, waiting.lane from transcoding.job waiting
    where rank <= $2 and ((state = 'waiting' and not_before <= now()) or (state = 'working' and leased_until < now()))
      and exists (select from transcoding.reference r where r.sha256 = waiting.sha256 and not paused)
    order by rank, (select min(coalesce(served_at, '-infinity')) from transcoding.reference r left join transcoding.turn using (centre) where r.sha256 = waiting.sha256), created_at
    limit 1 for update skip locked)
  returning job.sha256, job.lane, job.attempts, source.kind, source.width, source.aigc, source.made_at`
const TURN = `insert into transcoding.turn select distinct centre, now() from transcoding.reference where sha256 = $1 and owner
  on conflict (centre) do update set served_at = excluded.served_at`

/** Renews the lease and tells how far the work is. False when the job is no longer this worker's or nobody waits for it: stop. */
export async function beat(database: Database, { sha256, lane }: Job, worker: string, percent: number): Promise<boolean> {
  const { rowCount } = await database.system.query(BEAT, [sha256, lane, worker, percent, leaseSeconds])
  return rowCount === 1
}
const BEAT = `update transcoding.job set leased_until = now() + make_interval(secs => $5), percent = $4, changed_at = now()
  where sha256 = $1 and lane = $2 and worker = $3 and state = 'working' and exists (select from transcoding.reference r where r.sha256 = $1 and not paused)`

export type Ending =
  | { readonly state: 'done' }
  | { readonly state: 'failed'; readonly failure: Failure }
  | { readonly state: 'waiting'; readonly seconds: number; readonly counted: boolean }

/** Gives the job back. An attempt that was only interrupted is not counted. */
export async function finish(database: Database, { sha256, lane }: Job, worker: string, ending: Ending): Promise<void> {
  const failure = ending.state === 'failed' ? JSON.stringify(ending.failure) : null
  const [seconds, uncounted] = ending.state === 'waiting' ? [ending.seconds, ending.counted ? 0 : 1] : [0, 0]
  await database.system.query(FINISH, [sha256, lane, worker, ending.state, failure, seconds, uncounted])
}
const FINISH = `update transcoding.job set state = $4, failure = $5, not_before = now() + make_interval(secs => $6), attempts = greatest(0, attempts - $7::int),
  percent = case $4 when 'done' then 100 when 'waiting' then 0 else percent end, worker = null, leased_until = null, changed_at = now()
  where sha256 = $1 and lane = $2 and worker = $3`
