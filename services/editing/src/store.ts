import type { Tx } from '@kitchen/database'
import { type Draft, draft } from '@kitchen/events'
import type { PersonId } from '@kitchen/model'
import { logWhole } from './live/saved.ts'
import { evolve, type Fact, type Signature, type Story } from './story.ts'

/** Who is written down beside a fact. */
export type Actor = { readonly person: PersonId; readonly name: string }

/**
 * Writes what has happened to a story that is in the tables: its row, the rows of each fact, its history, and the change of
 * its text as a commit of the log, unless it is there already (`logged`). Gives the story as it is now.
 */
export async function store(tx: Tx, before: Story, facts: readonly Fact[], actor: Actor, logged = false): Promise<Story> {
  if (facts.length === 0) return before
  const after = facts.reduce(evolve, before)
  if (after.revision !== before.revision && !logged) await logWhole(tx, before, after, actor)
  await Promise.all([
    tx.query(UPDATE, valuesOf(after)),
    ...facts.flatMap((fact) => [...rowsOf(tx, after, fact), ...historyOf(tx, after, fact, actor)]),
  ])
  return after
}

/** Writes a story that begins. */
export async function storeNew(tx: Tx, story: Story): Promise<void> {
  await tx.query(INSERT, valuesOf(story))
}

/** The events that the facts are for the other services, to be appended last. */
export function draftsOf(story: Story, facts: readonly Fact[]): Draft[] {
  return facts.flatMap((fact) => {
    switch (fact.type) {
      case 'story.edited':
      case 'story.nudged':
      case 'product.heard':
      case 'correction.dropped':
      case 'story.discarded':
      case 'story.restored':
      case 'copy.recalled':
        return []
      default:
        return [draft(fact.type, story.id, fact.body)]
    }
  })
}

const INSERT = `insert into editing.story (id, centre, author, author_name, state, reworked, version, revision, must_carry, headline, characters, document, origin, since, updated_at, published, first_published, correction, discarded, snapshot)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $8)`
const UPDATE = `update editing.story set (centre, author, author_name, state, reworked, version, revision, must_carry, headline, characters, document, origin, since, updated_at, published, first_published, correction, discarded, snapshot)
  = ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $8) where id = $1`

const valuesOf = (story: Story): unknown[] => [
  story.id,
  story.centre,
  story.author,
  story.authorName,
  story.state,
  story.reworked,
  story.lastVersion,
  story.revision,
  story.mustCarry,
  story.headline,
  story.characters,
  JSON.stringify(story.document),
  story.origin && JSON.stringify(story.origin),
  story.since,
  story.updatedAt,
  story.published?.version ?? null,
  story.firstPublished,
  story.correction && JSON.stringify(story.correction),
  story.discarded,
]

function rowsOf(tx: Tx, { id, centre, sealed }: Story, fact: Fact): Promise<unknown>[] {
  switch (fact.type) {
    case 'version.sealed': {
      const { version, headline, document, hash, assets, outlets, responsibleEditor, person, at, correction = null } = fact.body
      const json = [document, assets, outlets, correction].map((one) => JSON.stringify(one))
      return [tx.query(VERSION, [id, version, centre, headline, hash, responsibleEditor, person, at, ...json])]
    }
    case 'story.signed': {
      return [writeSignature(tx, { id, centre }, { ...fact.body })]
    }
    case 'story.proofread':
      return [writeSignature(tx, { id, centre }, { ...fact.body, review: fact.body.proof })]
    case 'story.released':
    case 'story.supplemented':
      return [
        tx.query('update editing.version set products = $3 where story = $1 and version = $2', [
          id,
          fact.body.version,
          JSON.stringify(sealed?.products),
        ]),
      ]
    default:
      return []
  }
}
const VERSION = `insert into editing.version (story, version, centre, headline, content_hash, responsible_editor, person, at, document, assets, outlets, correction)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, nullif($12::jsonb, 'null'))`

function writeSignature(tx: Tx, { id, centre }: Pick<Story, 'id' | 'centre'>, signature: Signature): Promise<unknown> {
  const { version, review, person, contentHash, productsHash, standIn, phone, at } = signature
  const json = [standIn, phone].map((one) => (one ? JSON.stringify(one) : null))
  return tx.query(SIGNATURE, [id, version, review, person, contentHash, productsHash, centre, at, ...json])
}
const SIGNATURE =
  'insert into editing.signature (story, version, review, person, content_hash, products_hash, centre, at, stand_in, phone) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)'

/** Edits are no lines of history: there is one every few seconds. Products are other people's. */
function historyOf(tx: Tx, { id, centre }: Story, fact: Fact, { person, name }: Actor): Promise<unknown>[] {
  if (fact.type === 'story.edited' || fact.type === 'product.heard') return []
  const reason = 'reason' in fact.body ? fact.body.reason : 'phone' in fact.body ? (fact.body.phone?.note ?? null) : null
  return [writeHistory(tx, { story: id, centre, what: fact.type, person, name, reason, detail: detailOf(fact), at: fact.body.at })]
}

/** Which signature a line is, and how it came. */
function detailOf(fact: Fact): Detail | null {
  if (fact.type !== 'story.signed' && fact.type !== 'story.proofread') return null
  const review = fact.type === 'story.signed' ? fact.body.review : fact.body.proof
  const { phone, standIn, person } = fact.body
  return { review, by: phone ? 'phone' : standIn ? 'stand-in' : null, signer: phone ? person : null }
}
type Detail = { readonly review: Signature['review']; readonly by: 'phone' | 'stand-in' | null; readonly signer: PersonId | null }

/** One line of history. */
export async function writeHistory(
  tx: Tx,
  line: Actor & { story: Story['id']; centre: Story['centre']; what: string; reason: string | null; detail?: Detail | null; at: string },
): Promise<void> {
  const { story, centre, what, person, name, reason, detail = null, at } = line
  const text = 'insert into editing.history (story, centre, what, person, name, reason, at, detail) values ($1, $2, $3, $4, $5, $6, $7, $8)'
  await tx.query({
    name: 'editing history',
    text,
    values: [story, centre, what, person, name, reason, at, detail && JSON.stringify(detail)],
  })
}
