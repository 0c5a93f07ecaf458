import { Poison, type Tx } from '@kitchen/database'
import { parseDocument, withByline } from '@kitchen/document'
import type { Reactions } from '@kitchen/event-log'
import type { Draft, Event } from '@kitchen/events'
import { type CentreId, type PersonId, personOf, Refusal, type Region, type StoryId } from '@kitchen/model'
import type { Hints } from '@kitchen/runtime'
import { lendAssets, noteReceived, noteRefused } from './assets.ts'
import { correctCopy, noteTerms } from './copies/reactions.ts'
import { lockedStory } from './rows.ts'
import { decideCopyRecalled } from './steps.ts'
import { draftsOf, store, storeNew, writeHistory } from './store.ts'
import { newStory } from './story.ts'
import { textOf } from './text.ts'

/** What editing does about what it hears: it keeps its own view of assets and products, opens copies, and recalls them with their original. */
export function storyReactions(region: Region, touched: Touched): Reactions {
  return {
    'asset.received': (tx, { body }) => noteReceived(tx, body),
    'asset.refused': (tx, { body }) => noteRefused(tx, body),
    'product.made': (tx, { body }) => noteProduct(tx, touched, body, body),
    'product.refused': (tx, { body }) => noteProduct(tx, touched, body, { refused: body.failure.code }),
    'copy.adopted': (tx, event) => openCopy(tx, event, region, touched),
    'copy.corrected': (tx, event) => correct(tx, event, region, touched),
    'copy.recalled': (tx, event) => recallCopy(tx, event, region, touched),
  }
}

/** The stories that a batch has changed, with their centres: told to screens after its commit. */
export type Touched = Map<StoryId, CentreId>
export function tellTouched(touched: Touched, hints: Hints): void {
  for (const [id, centre] of touched) hints.send({ about: 'story', id }, { centres: [centre] })
  touched.clear()
}

/**
 * The newest answer counts; what comes for a version that is out is kept beside it. A technical revision of a product that somebody has signed leaves
 * the hash that they signed, and stands beside it.
 */
async function noteProduct(
  tx: Tx,
  touched: Touched,
  of: { story: StoryId; version: number; outlet: string },
  { hash = null, replaces = null, refused = null }: { hash?: string | null; replaces?: string | null | undefined; refused?: string | null },
): Promise<void> {
  const { rows } = await tx.query<{ centre: CentreId }>({
    name: 'editing product',
    text: PRODUCT,
    values: [of.story, of.version, of.outlet, hash, refused, replaces],
  })
  const late = rows.length === 0 && hash !== null ? await noteLate(tx, of, hash) : rows
  for (const { centre } of late) touched.set(of.story, centre)
}

/** Made after the release, where nothing was made then: it stands beside the refusal until somebody signs it by itself. */
async function noteLate(tx: Tx, { story, version, outlet }: { story: StoryId; version: number; outlet: string }, hash: string) {
  const { rows } = await tx.query<{ centre: CentreId }>({
    name: 'editing late',
    text: LATE,
    values: [story, version, outlet, JSON.stringify({ hash })],
  })
  return rows
}
const OPEN = `one ->> 'outlet' = $3 and one ? 'refused' and one #>> '{late,signed}' is null`
const LATE = `update editing.version v
  set products = (select jsonb_agg(case when ${OPEN} then one || jsonb_build_object('late', $4::jsonb) else one end order by n)
    from jsonb_array_elements(v.products) with ordinality as e(one, n))
  from editing.story s where s.id = v.story and s.state <> 'recalled' and s.published = v.version and v.story = $1 and v.version = $2
    and exists (select from jsonb_array_elements(v.products) one where ${OPEN})
  returning v.centre`
const KEEPS = `($6::text in (product.hash, product.revised) and exists (select from editing.signature s where s.story = $1 and s.version = $2))`
const PRODUCT = `insert into editing.product (story, version, outlet, centre, hash, refused)
  select id, $2, $3, centre, $4, $5 from editing.story where id = $1 and state in ('draft', 'filed', 'sealed') and published is distinct from $2
  on conflict (story, version, outlet) do update set refused = excluded.refused,
    hash = case when ${KEEPS} then product.hash else excluded.hash end, revised = case when ${KEEPS} then excluded.hash end
  returning centre`

/** A copy begins as a draft of the person who took it over, with the original's blocks and their ids. */
async function openCopy(tx: Tx, event: Event<'copy.adopted'>, region: Region, touched: Touched): Promise<void> {
  const { body } = event
  const { copy: id, centre, person: author, origin, document, at } = body
  const authorName = nameOf(region, author)
  const story = newStory({ id, centre, author, authorName, origin, mustCarry: false, text: textOfCopy(document, body.byline), at })
  await storeNew(tx, story)
  await noteTerms(tx, event)
  await lendAssets(tx, origin, centre)
  await writeHistory(tx, { story: id, centre, what: 'copy.adopted', person: author, name: authorName, reason: null, at })
  touched.set(id, centre)
}

/** What the newer version shows, the copy may show. */
async function correct(tx: Tx, event: Event<'copy.corrected'>, region: Region, touched: Touched): Promise<readonly Draft[]> {
  const { copy, centre, origin, person } = event.body
  await lendAssets(tx, origin, centre)
  touched.set(copy, centre)
  return correctCopy(tx, event, nameOf(region, person))
}

async function recallCopy(tx: Tx, { body }: Event<'copy.recalled'>, region: Region, touched: Touched): Promise<readonly Draft[]> {
  const { copy, centre, person, reason, at } = body
  const story = await lockedStory(tx, copy)
  if (!story) throw new Poison(`copy ${copy} was recalled, and never adopted`)
  const facts = decideCopyRecalled(story, { person, reason, at })
  const after = await store(tx, story, facts, { person, name: nameOf(region, person) })
  touched.set(copy, centre)
  return draftsOf(after, facts)
}

/** A document that can't be read now can't be read later: it is parked, with the reason. */
function textOfCopy(document: unknown, byline?: string) {
  try {
    return textOf(byline === undefined ? document : withByline(parseDocument(document), byline).toJSON())
  } catch (error) {
    throw error instanceof Refusal ? new Poison(error.message) : error
  }
}

const nameOf = (region: Region, person: PersonId): string => personOf(region, person)?.name.zh ?? person
