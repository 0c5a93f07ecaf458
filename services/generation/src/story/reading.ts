import { type Block, blocksOf, countCharacters, parseDocument, titlesOf } from '@kitchen/document'
import type { Body } from '@kitchen/events'
import { assetId, type CentreId, centreOf, Refusal, type Region } from '@kitchen/model'
import { refuse } from '../refusals.ts'
import type { Picture, Story, Video } from './story.ts'
import { withHead } from './table.ts'
import { clean, cutAtSentence } from './text.ts'

/** Reads a sealed version once for all its products. Refuses with `generation/document` what the schema of a story does not accept, with `generation/no-headline` a story without one. */
export function readStory(version: Body<'version.sealed'>, region: Region): Story {
  const document = documentOf(version.document)
  const titles = titlesOf(document)
  const headline = titles.headline || clean(version.headline).trim()
  if (headline === '') throw refuse('generation/no-headline')
  const blocks = blocksOf(document)
    .filter(isNamed)
    .map((one) => (one.kind === 'table' ? withHead(one) : one))
  const home = centreOf(region, version.origin?.centre ?? version.centre)
  return {
    ...titles,
    headline,
    id: version.story,
    version: version.version,
    centre: version.centre as CentreId,
    source: home.masthead.zh,
    responsibleEditor: clean(version.responsibleEditor).trim(),
    at: new Date(version.at),
    publishedAt: new Date(version.correction?.publishedAt ?? version.at),
    correction: version.correction ? { severity: version.correction.severity, note: clean(version.correction.note).trim() } : null,
    blocks,
    pictures: blocks.filter((one): one is Picture => one.kind === 'picture'),
    videos: blocks.filter((one): one is Video => one.kind === 'video'),
    summary: summaryOf(blocks, titles.deck),
    keywords: keywordsOf(home.name.zh, blocks),
    characters: countCharacters(document),
  }
}

function documentOf(json: unknown) {
  try {
    return parseDocument(cleaned(json))
  } catch (error) {
    throw error instanceof Refusal ? refuse('generation/document', { why: error.says.zh }) : error
  }
}

/** The document with every string clean: what is shown can't carry control characters or turn the direction of the text. */
const cleaned = (json: unknown): unknown =>
  JSON.parse(JSON.stringify(json ?? null), (_key, value: unknown) => (typeof value === 'string' ? clean(value) : value))

/** A picture or video that names no uploaded asset (a paste that was never filed) can't be in a product. */
const isNamed = (block: Block): boolean =>
  block.kind === 'picture' || block.kind === 'video' ? assetId.safeParse(block.asset).success : true

function summaryOf(blocks: readonly Block[], deck: string): string {
  const lead = blocks.find((one) => one.kind === 'lead')
  const text = blocks.flatMap((one) => (one.kind === 'paragraph' ? [one.text] : [])).join('')
  return cutAtSentence((lead?.text || text || deck).replaceAll('\n', ' ').trim(), 120)
}

/** The place and what the short subheads name: few and sure ones, never guessed. */
function keywordsOf(place: string, blocks: readonly Block[]): string[] {
  const subheads = blocks.flatMap((one) => (one.kind === 'subhead' && one.text.length <= 12 ? [one.text] : []))
  return [...new Set([place, ...subheads])].slice(0, 6)
}
