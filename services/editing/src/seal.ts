import type { Failure } from '@kitchen/api'
import { type Block, blocksOf, parseDocument } from '@kitchen/document'
import { contentHash } from '@kitchen/document/hash'
import type { Body } from '@kitchen/events'
import { type Caller, targetsOf } from '@kitchen/model'
import { refuseUnready } from './copies/copy.ts'
import type { Around, CommandOf } from './decide.ts'
import { allow, atRevision, notHere } from './guards.ts'
import { refuse } from './refusals.ts'
import type { Fact, Story } from './story.ts'
import { sameDocument } from './text.ts'

type SealedAsset = Body<'version.sealed'>['assets'][number]
/** An asset as its centre knows it: received, or refused with the reason. */
export type KnownAsset = { readonly name: string } & (Pick<SealedAsset, 'sha256' | 'kind'> | { readonly failure: Failure })

/** 封版: closes version n + 1 over exactly this text, the assets it names and the outlets it goes to. An editor's own text needs no filing first. */
export function decideSeal(story: Story, { revision }: CommandOf<'seal'>, caller: Caller, around: Around): Fact[] {
  allow(story, 'story.seal', caller)
  if (story.state === 'sealed' && revision === story.revision) return []
  if (story.state !== 'draft' && story.state !== 'filed') throw notHere(story)
  atRevision(story, revision)
  if (story.headline === '') throw refuse('editing/headline-missing')
  if (around.copy) refuseUnready(around.copy, parseDocument(story.document))
  if (saysTheSame(story)) throw refuse('editing/nothing-corrected')
  return [{ type: 'version.sealed', body: sealedVersion(story, caller, around) }]
}

function sealedVersion(story: Story, caller: Caller, { at, region, assets: known }: Around): Body<'version.sealed'> {
  const { id, centre, author, headline, document, mustCarry, origin } = story
  const assets = assetsIn(document, known)
  const outlets = targetsOf(region, centre, mustCarry).map(({ outlet, authorisedBy }) => ({ outlet: outlet.id, authorisedBy }))
  const correction = correctionIn(story)
  const hash = contentHash({ document, assets, outlets, ...correction })
  const version = story.lastVersion + 1
  const responsibleEditor = caller.name
  return {
    story: id,
    version,
    centre,
    person: caller.person,
    author,
    headline,
    hash,
    document,
    assets,
    outlets,
    origin,
    responsibleEditor,
    ...correction,
    at,
  }
}

/** A correction without a change and without a word to readers. */
const saysTheSame = ({ published, correction, document }: Story): boolean =>
  published !== null && !correction?.note && sameDocument(published.document, document)

/** What makes this version a correction; nothing before the first release. */
function correctionIn({ published, firstPublished, correction }: Story): Pick<Body<'version.sealed'>, 'correction'> {
  if (!published || !correction || !firstPublished) return {}
  const { severity, note } = correction
  return { correction: { previous: published.version, severity, note, publishedAt: firstPublished } }
}

/** Each asset that the document shows, once, in order. Refuses one that the centre does not have, was refused, or is of another kind. */
function assetsIn(document: unknown, known: Around['assets']): SealedAsset[] {
  const figures = blocksOf(parseDocument(document)).filter(isFigure)
  const assets = figures.map((figure, index) => assetOf(figure, index + 1, known.get(figure.asset)))
  return assets.filter(({ asset }, index) => assets.findIndex((one) => one.asset === asset) === index)
}

type Figure = Extract<Block, { kind: 'picture' | 'video' }>
const isFigure = (block: Block): block is Figure => block.kind === 'picture' || block.kind === 'video'

function assetOf(figure: Figure, number: number, known: KnownAsset | undefined): SealedAsset {
  if (!known) throw refuse('editing/picture-unknown', { number, name: figure.caption || figure.asset || '—' })
  if ('failure' in known) throw refuse('editing/picture-refused', { name: known.name, why: known.failure.says.zh })
  const wanted = figure.kind === 'picture' ? 'photo' : 'video'
  if (known.kind !== wanted) throw refuse('editing/picture-of-other-kind', { name: known.name })
  return { asset: figure.asset as SealedAsset['asset'], sha256: known.sha256, kind: known.kind, name: known.name }
}
