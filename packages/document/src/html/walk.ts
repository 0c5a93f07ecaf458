import type { RunMark } from '../blocks.ts'
import { type Draft, type Figure, type TableDraft, wordsOf } from './draft.ts'
import { cleanRuns, type Ink, mainSize, sourceText } from './ink.ts'
import type { Notes } from './notes.ts'
import { ownBlock } from './own.ts'
import { figureOf } from './picture.ts'
import { dropped, headingLevel, isBlock, isHidden, markOf, sizeOf, withMark } from './rules.ts'
import { readTable } from './table.ts'
import { elementsIn, type HtmlElement, type HtmlNode, textIn } from './tree.ts'
import { ignoredByWord, wordItem } from './word.ts'

type Context = {
  readonly marks: readonly RunMark[]
  readonly size: number | null
  readonly centred: boolean
  readonly level: number
  readonly role: '' | 'lead' | 'deck'
  readonly keep: boolean
  readonly item: { readonly list: object; readonly ordered: boolean; started: boolean } | null
  readonly quote: object | null
}
const outside: Context = { marks: [], size: null, centred: false, level: 0, role: '', keep: false, item: null, quote: null }

/**
 * Foreign HTML to drafts of blocks: text, bold, italic and safe links stay, headings, lists, quotations, tables and named pictures are understood, everything
 * else is unwrapped or dropped. Nothing of the source's styles, scripts or addresses gets through but `http(s)`, `mailto` and `tel` links.
 */
export function draftsOf(nodes: readonly HtmlNode[], notes: Notes): Draft[] {
  const drafts: Draft[] = []
  let inks: Ink[] = []
  const flush = (context: Context) => {
    const line = inks
    inks = []
    for (const part of paragraphsOf(line)) drafts.push(...finished(part, context))
  }
  const walk = (node: HtmlNode, context: Context): void => {
    if (typeof node === 'string') inks.push({ text: sourceText(node, context.keep), marks: context.marks, size: context.size })
    else if (dropped(node, notes) || isHidden(node) || ignoredByWord(node)) return
    else if (node.tag === 'br') inks.push({ text: '\n', marks: context.marks, size: context.size })
    else if (isBlock(node)) walkBlock(node, context)
    else for (const child of node.children) walk(child, inner(node, context))
  }
  const walkBlock = (node: HtmlElement, context: Context): void => {
    flush(context)
    const found =
      ownBlock(node) ??
      (node.tag === 'img' ? figureOf(node, notes) : undefined) ??
      (node.tag === 'table' ? readTable(node, (inside) => draftsOf(inside, notes)) : undefined)
    if (found !== undefined) drafts.push(found)
    else if (node.tag === 'figure') walkFigure(node, context)
    else if (node.tag !== 'img') walkInside(node, blockContext(node, context))
  }
  const walkInside = (node: HtmlElement, context: Context): void => {
    for (const child of node.children) walk(child, context)
    flush(context)
  }
  const walkFigure = (node: HtmlElement, context: Context): void => {
    const before = drafts.length
    const isCaption = (one: HtmlNode): boolean => typeof one !== 'string' && one.tag === 'figcaption'
    walkInside({ ...node, children: node.children.filter((child) => !isCaption(child)) }, blockContext(node, context))
    const caption = elementsIn(node, isCaption)
      .map((one) => textIn(one).trim())
      .join(' ')
    const at = drafts.findLastIndex((one, index) => index >= before && (one.kind === 'figure' || one.kind === 'table'))
    if (at >= 0 && caption !== '') drafts[at] = captioned(drafts[at] as Figure | TableDraft, caption)
  }
  for (const node of nodes) walk(node, outside)
  flush(outside)
  return drafts
}

/** Two breaks in a row part paragraphs. */
function paragraphsOf(inks: readonly Ink[]): Ink[][] {
  const parts: Ink[][] = [[]]
  let breaks = 0
  for (const ink of inks) {
    if (ink.text === '\n') breaks++
    else if (ink.text.trim() !== '') breaks = 0
    if (breaks === 2) parts.push([])
    else parts.at(-1)!.push(ink)
  }
  return parts
}

function finished(inks: readonly Ink[], { item, quote, level, centred, role }: Context): Draft[] {
  const runs = trimBreaks(cleanRuns(inks))
  if (wordsOf(runs) === '') return []
  if (item !== null) {
    const more = item.started
    item.started = true
    return [{ kind: 'item', runs, list: item.list, ordered: item.ordered, more }]
  }
  return quote === null ? [{ kind: 'line', runs, level, size: mainSize(inks), centred, role }] : [{ kind: 'quote', runs, quote }]
}

const trimBreaks = (runs: ReturnType<typeof cleanRuns>) => runs.filter(({ text }, at) => text !== '\n' || (at > 0 && at < runs.length - 1))

/** What an inline element changes. */
function inner(node: HtmlElement, context: Context): Context {
  return { ...context, marks: withMark(context.marks, markOf(node)), size: sizeOf(node) ?? context.size }
}

function blockContext(node: HtmlElement, context: Context): Context {
  const within = inner(node, context)
  const centred =
    /text-align:\s*center/i.test(node.attributes.style ?? '') ||
    node.attributes.align === 'center' ||
    /\bcentred\b/.test(node.attributes.class ?? '') ||
    node.tag === 'center' ||
    context.centred
  const level = headingLevel(node) || context.level
  const role = node.attributes['data-kind'] === 'lead' ? 'lead' : /\bdeck\b/.test(node.attributes.class ?? '') ? 'deck' : context.role
  return { ...within, centred, level, role, keep: context.keep || node.tag === 'pre', ...place(node, context) }
}

function place(node: HtmlElement, { item, quote }: Context): Pick<Context, 'item' | 'quote'> {
  if (node.tag === 'blockquote') return { item, quote: quote ?? node }
  const word = wordItem(node)
  if (word !== undefined) return { item: { ...word, started: false }, quote }
  if (node.tag === 'ul' || node.tag === 'ol')
    return { item: { list: item?.list ?? node, ordered: item?.ordered ?? node.tag === 'ol', started: false }, quote }
  return { item: node.tag === 'li' ? { list: item?.list ?? node, ordered: item?.ordered ?? false, started: false } : item, quote }
}

const captioned = (draft: Figure | TableDraft, caption: string): Figure | TableDraft =>
  draft.kind === 'figure' ? { ...draft, caption } : { ...draft, title: caption }
