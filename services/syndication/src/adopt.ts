import { append, type Database, type Tx, transaction } from '@kitchen/database'
import type { Terms } from '@kitchen/document'
import { draft } from '@kitchen/events'
import { type Caller, type CentreId, type StoryId, uuidv7 } from '@kitchen/model'
import type { Hints } from '@kitchen/runtime'
import { refuse } from './refusals.ts'

export type Desk = { readonly database: Database; readonly hints: Hints; readonly clock: () => Date }
type Offer = {
  readonly story: StoryId
  readonly version: number
  readonly centre: CentreId
  readonly headline: string
  readonly document: unknown
  readonly leave: Terms['leave']
  readonly locked: readonly string[]
  readonly credit: string
  readonly embargo: Date | null
  readonly expires: Date | null
}

/**
 * Takes a story over for the caller's centre: a copy with the blocks of exactly the offered version, and a line in the ledger. A centre that adopts
 * again gets the copy that it has, or a new one when it has recalled that. Refuses what was not offered to it, what has expired, and what was recalled. Locked by the original, as its recall is.
 */
export async function adopt(desk: Desk, caller: Caller, story: StoryId): Promise<StoryId> {
  const { copy, origin } = await transaction(desk.database, { ...caller, keys: [story] }, async (tx) => {
    const offer = await offerTo(tx, story)
    const former = await formerCopy(tx, caller, story)
    if (former) return { copy: former, origin: undefined }
    await refuseRecalled(tx, story)
    if (offer.expires && offer.expires <= desk.clock()) throw refuse('syndication/expired')
    return { copy: await newCopy(tx, caller, offer, desk.clock()), origin: offer.centre }
  })
  if (origin) desk.hints.send({ about: 'offers', id: story }, { centres: [caller.centre, origin] })
  return copy
}

async function offerTo(tx: Tx, story: StoryId): Promise<Offer> {
  const { rows } = await tx.query<Offer>(OFFER, [story])
  if (!rows[0]) throw refuse('syndication/no-offer')
  return rows[0]
}
const OFFER = `select story, version, o.centre, headline, document, leave, locked, credit, embargo, expires from syndication.offer o join syndication.address a using (story)
  where story = $1 and a.centre = tenancy.centre()`

async function formerCopy(tx: Tx, { centre }: Caller, story: StoryId): Promise<StoryId | undefined> {
  const { rows } = await tx.query<{ copy: StoryId }>(FORMER, [story, centre])
  return rows[0]?.copy
}

const FORMER = 'select copy from syndication.copy where story = $1 and centre = $2 and recalled_at is null'

async function refuseRecalled(tx: Tx, story: StoryId): Promise<void> {
  const { rows } = await tx.query<{ reason: string }>('select reason from syndication.tombstone where story = $1', [story])
  if (rows[0]) throw refuse('syndication/recalled', { reason: rows[0].reason })
}

async function newCopy(tx: Tx, { centre, person, name }: Caller, offer: Offer, now: Date): Promise<StoryId> {
  const { story, version, centre: from, headline, document, leave, locked, credit } = offer
  const copy = uuidv7(now.getTime()) as StoryId
  const at = now.toISOString()
  const terms = { leave, locked: [...locked], embargo: offer.embargo?.toISOString() ?? null }
  const json = [document, terms].map((one) => JSON.stringify(one))
  await tx.query(COPY, [copy, story, version, from, centre, person, name, headline, at, ...json])
  const byline = credit === '' ? {} : { byline: `${credit}　编辑 ${name}` }
  const origin = { story, version, centre: from }
  await append(tx, [draft('copy.adopted', copy, { copy, origin, centre, person, headline, document, terms, ...byline, at })])
  return copy
}
const COPY = `insert into syndication.copy (copy, story, version, heard, origin, centre, person, name, headline, at, base, terms)
  values ($1, $2, $3, $3, $4, $5, $6, $7, $8, $9, $10, $11)`
