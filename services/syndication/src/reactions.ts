import type { Tx } from '@kitchen/database'
import type { Reactions } from '@kitchen/event-log'
import { type Draft, draft, type Event } from '@kitchen/events'
import type { CentreId, Region, StoryId } from '@kitchen/model'
import type { Hints } from '@kitchen/runtime'

/** A released original is offered to every other centre; a recalled one is closed, and its copies are recalled with it. */
export function offerReactions(region: Region): Reactions {
  return {
    'story.released': (tx, event) => offer(tx, event, region),
    'story.recalled': (tx, event) => recall(tx, event),
  }
}

/** Tells the screens of every centre that its inbox, or what it gave, has changed. */
export function tellOffers(events: readonly Event[], region: Region, hints: Hints): void {
  const centres = region.centres.map(({ id }) => id)
  const told = events.filter(({ type }) => type === 'story.released' || type === 'story.recalled')
  for (const { key } of told) hints.send({ about: 'offers', id: key as StoryId }, { centres })
}

/** Copies are not offered on. What was recalled before is not offered at all. */
async function offer(tx: Tx, { body }: Event<'story.released'>, region: Region): Promise<readonly Draft[]> {
  const { story, version, centre, headline, document, origin, at } = body
  if (origin !== null || (await isRecalled(tx, story))) return []
  const to = region.centres.map(({ id }) => id).filter((id) => id !== centre)
  await tx.query(OFFER, [story, version, centre, headline, JSON.stringify(document), at])
  await tx.query('insert into syndication.address (story, centre) select $1, unnest($2::text[]) on conflict do nothing', [story, to])
  return [draft('story.offered', story, { story, version, centre, to, headline, at })]
}
const OFFER = `insert into syndication.offer (story, version, centre, headline, document, at) values ($1, $2, $3, $4, $5, $6)
  on conflict (story) do update set version = excluded.version, headline = excluded.headline, document = excluded.document, at = excluded.at`

async function isRecalled(tx: Tx, story: StoryId): Promise<boolean> {
  const { rowCount } = await tx.query('select from syndication.tombstone where story = $1', [story])
  return rowCount === 1
}

/** Takes the lock that an adoption takes, in a statement of its own: what was adopted before is seen here, what comes later sees the tombstone. */
async function recall(tx: Tx, { body }: Event<'story.recalled'>): Promise<readonly Draft[]> {
  const { story, centre, person, reason, at } = body
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [story])
  await tx.query(
    'insert into syndication.tombstone (story, centre, person, reason, at) values ($1, $2, $3, $4, $5) on conflict do nothing',
    [story, centre, person, reason, at],
  )
  await tx.query('update syndication.copy set recalled_at = $2 where copy = $1 and recalled_at is null', [story, at])
  const { rows } = await tx.query<Copy>(COPIES, [story, at])
  return rows.map(({ copy, version, origin, centre: taker }) =>
    draft('copy.recalled', copy, { copy, origin: { story, version, centre: origin }, centre: taker, person, reason, at }),
  )
}
type Copy = { readonly copy: StoryId; readonly version: number; readonly origin: CentreId; readonly centre: CentreId }
const COPIES =
  'update syndication.copy set recalled_at = coalesce(recalled_at, $2) where story = $1 returning copy, version, origin, centre'
