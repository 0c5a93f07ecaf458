import type { Failure } from '@kitchen/api'
import type { Tx } from '@kitchen/database'
import { type Body, type Draft, draft } from '@kitchen/events'
import { type Channel, channels, type OutletId, outletOf, Refusal, type Region, type StoryId } from '@kitchen/model'
import { refuse } from '../refusals.ts'
import { requirementsOf } from '../requirements.ts'
import { readStory } from '../story/reading.ts'
import type { Story } from '../story/story.ts'
import { rankOf } from './product-row.ts'

type Sealed = Body<'version.sealed'>
type Entry = {
  readonly outlet: OutletId
  readonly centre: string
  readonly channel: Channel
  readonly rank: number
  readonly needs: readonly string[]
  readonly failure: Failure | null
}

/** Puts a product of a sealed version for every outlet into the queue. What can't be made at all is refused at once; older versions that are not finished are given up. */
export async function enqueue(tx: Tx, sealed: Sealed, region: Region, now: Date): Promise<Draft[]> {
  const { story, version, centre, at } = sealed
  const { rowCount: recalled } = await tx.query('select from generation.tombstone where story = $1', [story])
  const entries = entriesOf(sealed, region, recalled ? refuse('generation/recalled') : undefined)
  const older = await refuseUnfinished(tx, story, refuse('generation/superseded'), now, version)
  await tx.query('insert into generation.version values ($1, $2, $3, $4) on conflict do nothing', [
    story,
    version,
    JSON.stringify(sealed),
    at,
  ])
  const { rows } = await tx.query<{ outlet: OutletId }>(insert, [story, version, centre, now, JSON.stringify(entries)])
  const fresh = new Set(rows.map(({ outlet }) => outlet))
  const refused = entries.filter(({ outlet, failure }) => failure && fresh.has(outlet))
  return [...older, ...refused.map((one) => refusedDraft({ story, version, ...one, failure: one.failure! }, now))]
}
const insert = `insert into generation.product (story, version, outlet, centre, origin, channel, rank, needs, state, failure, since, at)
  select $1, $2, e.outlet, e.centre, $3, e.channel, e.rank, array(select jsonb_array_elements_text(e.needs)), case when e.failure is null then 'waiting' else 'refused' end, e.failure,
    $4, case when e.failure is null then null else $4::timestamptz end
  from jsonb_to_recordset($5) as e(outlet text, centre text, channel text, rank smallint, needs jsonb, failure jsonb)
  on conflict do nothing returning outlet`

function entriesOf(sealed: Sealed, region: Region, recalled?: Refusal): Entry[] {
  const story = recalled ?? attempt(() => readStory(sealed, region))
  return sealed.outlets.map(({ outlet }) => entryOf(outlet, story, region))
}

function entryOf(id: OutletId, story: Story | Refusal, region: Region): Entry {
  const found = outletOf(region, id)
  const channel = found?.outlet.channel ?? channels.find((one) => id.includes(one)) ?? 'web'
  const common = { outlet: id, centre: id.slice(0, 6), channel, rank: rankOf[channel] }
  if (story instanceof Refusal) return { ...common, needs: [], failure: failureIn(story) }
  if (!found) return { ...common, needs: [], failure: failureIn(refuse('generation/profile', { outlet: id })) }
  return { ...common, needs: requirementsOf(story, found.outlet).map(({ asset, recipe }) => `${asset}/${recipe}`), failure: null }
}

function attempt<T>(work: () => T): T | Refusal {
  try {
    return work()
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
}

/** What a view and an event show of a refusal. */
export const failureIn = ({ code, says, next }: Refusal): Failure => ({ code, says, next })

/** Gives up what is not finished of a story, of versions below `before` if that is given. Answers what has to be told. */
export async function refuseUnfinished(tx: Tx, story: StoryId, why: Refusal, now: Date, before?: number): Promise<Draft[]> {
  const failure = failureIn(why)
  const { rows } = await tx.query<{ version: number; outlet: OutletId; centre: string; channel: Channel }>(giveUp, [
    story,
    before ?? null,
    JSON.stringify(failure),
    now,
  ])
  return rows.map((row) => refusedDraft({ story, ...row, failure }, now))
}
const giveUp = `update generation.product set state = 'refused', failure = $3, at = $4, claimed_by = null
  where story = $1 and ($2::int is null or version < $2) and state in ('waiting', 'making') returning version, outlet, centre, channel`

type Refused = {
  readonly story: string
  readonly version: number
  readonly outlet: string
  readonly centre: string
  readonly channel: Channel
  readonly failure: Failure
}

export function refusedDraft({ story, version, outlet, centre, channel, failure }: Refused, now: Date): Draft {
  return draft('product.refused', story, { story, version, outlet, centre, channel, failure, at: now.toISOString() })
}
