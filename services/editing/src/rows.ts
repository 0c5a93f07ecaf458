import type { StoryState } from '@kitchen/api'
import type { Tx } from '@kitchen/database'
import type { CentreId, OutletId, PersonId, Sha256, StoryId } from '@kitchen/model'
import { headTexts } from './live/log.ts'
import type { Nudge, ProductResult, Sealed, Signature, Story } from './story.ts'

type StoryRow = {
  id: StoryId
  centre: CentreId
  author: PersonId
  author_name: string
  state: StoryState
  reworked: boolean
  revision: number
  must_carry: boolean
  headline: string
  characters: number
  document: unknown
  snapshot: number
  origin: Story['origin']
  since: Date
  updated_at: Date
  version: number
  published: number | null
  first_published: Date | null
  correction: Story['correction']
  discarded: Date | null
}
type VersionRow = {
  story: StoryId
  version: number
  headline: string
  document: unknown
  content_hash: Sha256
  assets: Sealed['assets']
  outlets: Sealed['outlets']
  responsible_editor: string
  person: PersonId
  at: Date
  products: ProductResult[] | null
  correction: Sealed['correction']
}
type SignatureRow = {
  story: StoryId
  version: number
  review: Signature['review']
  person: PersonId
  content_hash: Sha256
  products_hash: Sha256
  stand_in: Signature['standIn'] | null
  phone: Signature['phone'] | null
  at: Date
}
type ProductRow = { story: StoryId; outlet: OutletId; hash: Sha256 | null; revised: Sha256 | null; refused: string | null }
type NudgeRow = { story: StoryId; person: PersonId; at: Date }

/** The story of that id as the caller's centre may see it, locked until the end of the transaction: what is decided on it is true when it is written. */
export async function lockedStory(tx: Tx, id: StoryId): Promise<Story | undefined> {
  const [row] = (await tx.query<StoryRow>(`select ${columns} from editing.story where id = $1 for update`, [id])).rows
  return row && (await assemble(tx, [row]))[0]
}

/** The same to look at. */
export async function seenStory(tx: Tx, id: StoryId): Promise<Story | undefined> {
  const [row] = (await tx.query<StoryRow>(`select ${columns} from editing.story where id = $1`, [id])).rows
  return row && (await assemble(tx, [row]))[0]
}

/** Stories for a list, without their documents, newest first. `state` and `author` narrow it; `most` caps the open ones and those that are done. */
export async function listedStories(tx: Tx, { state = null, author = null, most = [500, 200] }: Narrow): Promise<Story[]> {
  const { rows } = await tx.query<StoryRow>(LISTED, [state, author, ...most])
  return assemble(tx, rows, false)
}
export type Narrow = {
  readonly state?: StoryState | null
  readonly author?: PersonId | null
  readonly most?: readonly [open: number, done: number]
}

const others =
  'id, centre, author, author_name, state, reworked, revision, must_carry, headline, characters, origin, since, updated_at, version, published, first_published, correction, discarded, snapshot'
const columns = `${others}, document`
const listed = `${others}, null as document`
const narrow = `discarded is null and ($1::text is null or state = $1) and ($2::text is null or author = $2) order by updated_at desc`
const LISTED = `(select ${listed} from editing.story where state in ('draft', 'filed', 'sealed') and ${narrow} limit $3)
  union all (select ${listed} from editing.story where state in ('released', 'recalled') and ${narrow} limit $4)`

/** Puts stories together out of their rows: last version, signatures, products, nudges, all in one round trip. */
async function assemble(tx: Tx, rows: readonly StoryRow[], documents = true): Promise<Story[]> {
  const ids = rows.map(({ id }) => id)
  const [heads, versions, signatures, products, nudges] = await Promise.all([
    headTexts(tx, documents ? rows : []),
    tx.query<VersionRow>(documents ? VERSIONS : VERSIONS.replace('v.document', 'null as document'), [ids]),
    tx.query<SignatureRow>(SIGNATURES, [ids]),
    tx.query<ProductRow>(PRODUCTS, [ids]),
    tx.query<NudgeRow>(`select story, person, at from editing.history where story = any($1) and what = 'story.nudged' order by n`, [ids]),
  ])
  const of = <Row extends { story: StoryId }>(all: readonly Row[]) => Map.groupBy(all, ({ story }) => story)
  const [sealed, signed, made, nudged] = [of(versions.rows), of(signatures.rows), of(products.rows), of(nudges.rows)]
  return rows.map((row) => {
    const versions = (sealed.get(row.id) ?? []).map((one) => sealedOf(one, made.get(row.id) ?? []))
    const head = heads.has(row.id) ? { ...row, document: heads.get(row.id) } : row
    return storyOf(head, versions, (signed.get(row.id) ?? []).map(signatureOf), (nudged.get(row.id) ?? []).map(nudgeOf))
  })
}
/** The last version and the one that is out. */
const VERSIONS = `select v.story, v.version, v.headline, v.document, v.content_hash, v.assets, v.outlets, v.responsible_editor, v.person, v.at, v.products, v.correction
  from editing.version v join editing.story t on t.id = v.story where v.story = any($1) and v.version in (t.version, t.published)`
/** The version that the desk is at: in `released` the one that is out. */
const AT = `case when t.state = 'released' then t.published else t.version end`
const SIGNATURES = `select s.story, s.version, s.review, s.person, s.content_hash, s.products_hash, s.stand_in, s.phone, s.at from editing.signature s join editing.story t on t.id = s.story and s.version = ${AT}
  where s.story = any($1) order by s.n`
const PRODUCTS = `select p.story, p.outlet, p.hash, p.revised, p.refused from editing.product p join editing.story t on t.id = p.story and t.version = p.version
  where p.story = any($1) order by p.outlet`

function storyOf(row: StoryRow, versions: readonly Sealed[], signatures: Signature[], nudges: Nudge[]): Story {
  const { id, centre, author, author_name: authorName, origin, must_carry: mustCarry, revision, document, headline, characters } = row
  const [since, updatedAt] = [row.since.toISOString(), row.updated_at.toISOString()]
  const { reworked, version: lastVersion, correction } = row
  const published = versions.find(({ version }) => version === row.published) ?? null
  const sealed = row.state === 'released' ? published : (versions.find(({ version }) => version === lastVersion) ?? null)
  const common = {
    id,
    centre,
    author,
    authorName,
    origin,
    mustCarry,
    revision,
    reworked,
    lastVersion,
    published,
    firstPublished: row.first_published?.toISOString() ?? null,
    correction,
    discarded: row.discarded?.toISOString() ?? null,
    document,
    headline,
    characters,
    signatures,
    nudges,
    since,
    updatedAt,
  }
  if (row.state !== 'sealed' && row.state !== 'released') return { ...common, state: row.state, sealed }
  if (!sealed) throw new Error(`story ${id} is ${row.state} and has no version`)
  return { ...common, state: row.state, sealed }
}

const sealedOf = (row: VersionRow, products: readonly ProductRow[]): Sealed => ({
  version: row.version,
  headline: row.headline,
  document: row.document,
  contentHash: row.content_hash,
  assets: row.assets,
  outlets: row.outlets,
  responsibleEditor: row.responsible_editor,
  correction: row.correction,
  person: row.person,
  at: row.at.toISOString(),
  products: row.products ?? products.map(resultOf),
})
const resultOf = ({ outlet, hash, revised, refused }: ProductRow): ProductResult =>
  hash === null ? { outlet, refused: refused ?? '' } : { outlet, hash, ...(revised && { revised }) }
const signatureOf = ({ version, review, person, stand_in, phone, at, ...row }: SignatureRow): Signature => ({
  version,
  review,
  person,
  contentHash: row.content_hash,
  productsHash: row.products_hash,
  standIn: stand_in ?? undefined,
  phone: phone ?? undefined,
  at: at.toISOString(),
})
const nudgeOf = ({ person, at }: NudgeRow): Nudge => ({ person, at: at.toISOString() })
