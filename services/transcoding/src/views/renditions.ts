import { type Failure, failure as failureSchema, type RenditionsView } from '@kitchen/api'
import { type Database, transaction } from '@kitchen/database'
import { type AssetId, assetId, type Caller, type Sha256, sha256 as sha256Schema } from '@kitchen/model'
import type { JobState } from '../job.ts'
import { type Outcome, outcomesOf } from '../store.ts'

export type Seen = { readonly asset: AssetId; readonly sha256: Sha256; readonly paused: boolean; readonly story: string | null }
type JobRow = { lane: string; state: JobState; percent: number; failure: Failure | null }

/** The assets of these ids that the caller's centre may see. */
export async function seenBy(database: Database, caller: Caller, assets: readonly AssetId[]): Promise<Seen[]> {
  const { rows } = await transaction(database, { centre: caller.centre, person: caller.person, keys: [] }, (tx) =>
    tx.query<{ asset: string; sha256: string; paused: boolean; story: string | null }>(SEEN, [assets]),
  )
  return rows.map((row) => ({ ...row, asset: assetId.parse(row.asset), sha256: sha256Schema.parse(row.sha256) }))
}
const SEEN = 'select asset, sha256, paused, story from transcoding.reference where asset = any($1::uuid[]) order by at'

/** Where an asset's renditions are: state, stage, percent, and those that are ready. */
export async function viewOf(database: Database, { asset, sha256, paused }: Seen): Promise<RenditionsView> {
  const { rows: jobs } = await database.system.query<JobRow>(
    'select lane, state, percent, failure from transcoding.job where sha256 = $1 order by rank',
    [sha256],
  )
  const outcomes = await outcomesOf(database.system, sha256)
  const failure = firstFailure(jobs, outcomes)
  const state = stateOf(jobs, paused, failure)
  return { asset, state, stage: stageOf(jobs), percent: percentOf(jobs), failure, renditions: outcomes.flatMap(renditionOf) }
}

function firstFailure(jobs: readonly JobRow[], outcomes: readonly Outcome[]): Failure | null {
  const failed =
    jobs.find(({ failure }) => failure !== null)?.failure ??
    outcomes.flatMap((outcome) => ('failure' in outcome ? [outcome.failure] : []))[0]
  return failed ? failureSchema.parse(failed) : null
}

function stateOf(jobs: readonly JobRow[], paused: boolean, failure: Failure | null): RenditionsView['state'] {
  const open = jobs.some(({ state }) => state === 'waiting' || state === 'working')
  if (!open) return failure ? 'failed' : 'done'
  if (paused) return 'paused'
  return jobs.some(({ state }) => state === 'working') ? 'working' : 'waiting'
}

/** The lane at work, else the next one: `opening` (first look, photographs, sound) or `bulk` (the rest of a video). */
function stageOf(jobs: readonly JobRow[]): string | null {
  return (jobs.find(({ state }) => state === 'working') ?? jobs.find(({ state }) => state === 'waiting'))?.lane ?? null
}

/** The opening of a video counts a tenth. */
function percentOf(jobs: readonly JobRow[]): number {
  const weight = ({ lane }: JobRow) => (jobs.length > 1 && lane === 'opening' ? 1 : 9)
  const whole = jobs.reduce((sum, job) => sum + weight(job), 0)
  return whole === 0 ? 0 : Math.floor(jobs.reduce((sum, job) => sum + weight(job) * job.percent, 0) / whole)
}

function renditionOf(outcome: Outcome): RenditionsView['renditions'] {
  if ('failure' in outcome) return []
  const { recipe, files, width, height, durationMs } = outcome.made
  const [first] = files
  if (!first) return []
  const sha256 = sha256Schema.parse(first.sha256)
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0)
  return [{ recipe, width, height, durationMs, url: `/media/${sha256}/${first.path}`, sha256, bytes, mediaType: first.mediaType }]
}
