import type { Bilingual } from '@kitchen/model'
import type { Node } from 'prosemirror-model'
import { withBlockIds } from '../block-ids.ts'
import { schema } from '../schema.ts'
import { bodyOf } from '../text.ts'
import { blocksFrom } from './build.ts'
import { withCaptions } from './captions.ts'
import { withHeadings } from './headings.ts'
import { collectNotes } from './notes.ts'
import { bodyHtml } from './serialize.ts'
import { type TitleRule, takeTitles } from './titles.ts'
import type { HtmlElement } from './tree.ts'
import { draftsOf } from './walk.ts'

/** A manuscript read: `files` are the names of pictures and videos beside it, in order; their blocks name them as `file:<name>` until the caller has uploads. */
export type ManuscriptRead = { readonly document: Node; readonly notes: readonly Bilingual[]; readonly files: readonly string[] }

/** A whole manuscript from a parsed tree: titles by the desks' conventions, clean blocks, ids. */
export function readManuscript(tree: HtmlElement, rule: TitleRule = { headline: 'marked' }, makeId?: () => string): ManuscriptRead {
  const notes = collectNotes()
  const { titles, rest } = takeTitles(withCaptions(withHeadings(draftsOf([tree], notes))), rule)
  const blocks = blocksFrom(rest)
  const fields = (['kicker', 'headline', 'deck', 'byline'] as const).map((name) =>
    schema.node(name, null, titles[name] === '' ? [] : [schema.text(titles[name])]),
  )
  const document = withBlockIds(schema.node('doc', null, [...fields, ...(blocks.length > 0 ? blocks : [schema.node('paragraph')])]), makeId)
  return { document, notes: notes.all(), files: filesOf(document) }
}

/**
 * The HTML to paste for what came from Word, WeChat or a page: the schema's own tags and nothing else, with a note on what was left behind. No file lies
 * beside a paste, so its pictures are left behind too.
 */
export function cleanPaste(
  html: string,
  parse: (html: string) => HtmlElement,
): { readonly html: string; readonly notes: readonly Bilingual[] } {
  if (html.includes('data-pm-slice')) return { html, notes: [] }
  const notes = collectNotes()
  const drafts = withCaptions(withHeadings(draftsOf([parse(html)], notes)))
  for (const draft of drafts) if (draft.kind === 'figure') notes.picture(draft.file)
  const blocks = blocksFrom(drafts.filter((draft) => draft.kind !== 'figure' && !isTitleField(draft)))
  const fields = ['kicker', 'headline', 'deck', 'byline'].map((name) => schema.node(name))
  return { html: blocks.length === 0 ? '' : bodyHtml(schema.node('doc', null, [...fields, ...blocks])), notes: notes.all() }
}

const isTitleField = (draft: ReturnType<typeof draftsOf>[number]): boolean =>
  draft.kind === 'ready' && schema.nodes[draft.json.type]?.isInGroup('block') !== true

/** Names of files that the document's pictures and videos wait for. */
export function filesOf(document: Node): string[] {
  const assets = bodyOf(document).map(({ attrs }) => String(attrs.asset ?? ''))
  return [...new Set(assets.filter((asset) => asset.startsWith('file:')).map((asset) => asset.slice('file:'.length)))]
}
