import type { Tx } from '@kitchen/database'
import { assetsOf, parseDocument, type Terms, withEmptySlots } from '@kitchen/document'
import type { Reactions } from '@kitchen/event-log'
import { type Body, type Draft, draft, type Event } from '@kitchen/events'
import type { CentreId, Region, StoryId } from '@kitchen/model'
import type { Hints } from '@kitchen/runtime'
import { noteDelivered, noteMerged, noteReleased, noteSealed, noteSigned } from './progress.ts'

/**
 * A released original is offered to every other centre, a newer version goes to all that have taken it over; a recalled one is closed, and its copies are
 * recalled with it. What is heard of copies is kept for the board and the ledger.
 */
export function offerReactions(region: Region): Reactions {
  return {
    'story.released': (tx, event) => (event.body.origin === null ? offer(tx, event, region) : noteReleased(tx, event, region)),
    'story.recalled': (tx, event) => recall(tx, event),
    'version.sealed': (tx, event) => noteSealed(tx, event),
    'story.signed': (tx, event) => noteSigned(tx, event),
    'copy.merged': (tx, event) => noteMerged(tx, event),
    'delivery.confirmed': (tx, event) => noteDelivered(tx, event),
  }
}

/** Tells the screens of every centre that its inbox, or what it gave, has changed. */
export function tellOffers(events: readonly Event[], region: Region, hints: Hints): void {
  const centres = region.centres.map(({ id }) => id)
  const told = events.filter(({ type }) => type === 'story.released' || type === 'story.recalled' || type === 'copy.merged')
  for (const { key } of told) hints.send({ about: 'offers', id: key as StoryId }, { centres })
}

/** Copies are not offered on. What was recalled before is not offered at all; an older version than the one that is offered changes nothing. */
async function offer(tx: Tx, { body }: Event<'story.released'>, region: Region): Promise<readonly Draft[]> {
  const { story, version, centre, headline, mustCarry, at } = body
  if (await isRecalled(tx, story)) return []
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [story])
  const document = withEmptySlots(parseDocument(body.document))
  const values = [story, version, centre, headline, JSON.stringify(document.toJSON()), at, mustCarry]
  const { rows } = await tx.query<{ isNew: boolean }>(OFFER, values)
  if (!rows[0]) return []
  const all = region.centres.map(({ id }) => id).filter((id) => id !== centre)
  if (rows[0].isNew) await tx.query('insert into syndication.address (story, centre) select $1, unnest($2::text[])', [story, all])
  const to = rows[0].isNew ? all : await addressesOf(tx, story)
  const offered = draft('story.offered', story, { story, version, centre, to, headline, assets: assetsOf(document), at })
  return [offered, ...(await corrections(tx, body, document.toJSON()))]
}
const OFFER = `insert into syndication.offer (story, version, centre, headline, document, at, must_carry) values ($1, $2, $3, $4, $5, $6, $7)
  on conflict (story) do update set version = excluded.version, headline = excluded.headline, document = excluded.document, at = excluded.at
  where syndication.offer.version < excluded.version returning xmax = 0 as "isNew"`

async function addressesOf(tx: Tx, story: StoryId): Promise<CentreId[]> {
  const { rows } = await tx.query<{ centre: CentreId }>('select centre from syndication.address where story = $1 order by centre', [story])
  return rows.map(({ centre }) => centre)
}

/** A newer version for each copy that is there; by itself or by a person, as its centre wants it for such a correction. */
async function corrections(
  tx: Tx,
  { story, version, centre, person, correction, at }: Body<'story.released'>,
  document: unknown,
): Promise<Draft[]> {
  const { severity = 'update', note = '' } = correction ?? {}
  const { rows } = await tx.query<Corrected>(CORRECTED, [story, version, severity])
  return rows.map(({ copy, taker, terms, by }) =>
    draft('copy.corrected', copy, {
      copy,
      origin: { story, version, centre },
      centre: taker,
      person,
      document,
      terms,
      severity,
      note,
      by,
      at,
    }),
  )
}
type Corrected = { copy: StoryId; taker: CentreId; terms: { leave: Terms['leave']; locked: string[] }; by: 'itself' | 'person' }
const CORRECTED = `update syndication.copy c set heard = $2 where c.story = $1 and c.heard < $2 and c.recalled_at is null returning c.copy, c.centre as taker, c.terms,
  coalesce((select case $3 when 'error' then p.error when 'update' then p."update" else p.refinement end from syndication.policy p where p.centre = c.centre), 'itself') as by`

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
