import type { Node } from 'prosemirror-model'
import { isTitleName } from './block-ids.ts'
import { compareTexts, type Piece } from './merge/compare.ts'
import { parseDocument } from './parse.ts'

/** A run of a block: in both texts, only in the newer one, only in the older one. `grave`: a figure or a title, where an error costs most. */
export type ChangedRun = { readonly text: string; readonly is: 'kept' | 'put' | 'cut'; readonly grave: boolean }
/** A block of two texts set against each other. `moved`: it stands elsewhere among the others. */
export type BlockChange = {
  readonly id: string
  readonly type: string
  readonly is: 'same' | 'changed' | 'put' | 'cut'
  readonly moved: boolean
  readonly runs: readonly ChangedRun[]
}

/** 花脸稿: two texts of one story by block id, in the order of the newer one; what was taken out stands where it stood. Refuses what is no document. */
export function changesBetween(older: unknown, newer: unknown): BlockChange[] {
  const [before, after] = [blocksOf(older), blocksOf(newer)]
  const there = new Map(before.map((block) => [idOf(block), block]))
  const here = new Set(after.map(idOf))
  const still = stillInOrder(
    before.map(idOf).filter((id) => here.has(id)),
    after.map(idOf).filter((id) => there.has(id)),
  )
  const changes = after.map((block) => changeOf(there.get(idOf(block)), block, !still.has(idOf(block))))
  return before.reduce((all, block, at) => (here.has(idOf(block)) ? all : withCut(all, before.slice(0, at), block)), changes)
}

const blocksOf = (document: unknown): readonly Node[] => parseDocument(document).children
const idOf = (block: Node): string => (isTitleName(block.type.name) ? block.type.name : String(block.attrs.id))
/** Lines and cells are told apart; a picture or film is its caption. */
const textOf = (block: Node): string =>
  block.isLeaf || block.childCount === 0 ? String(block.attrs.caption ?? '') : block.textBetween(0, block.content.size, '\n', '\n')

function changeOf(older: Node | undefined, newer: Node, moved: boolean): BlockChange {
  const [id, type] = [idOf(newer), newer.type.name]
  if (!older) return { id, type, is: 'put', moved: false, runs: runsOf('', textOf(newer), type) }
  const is = older.eq(newer) ? 'same' : 'changed'
  return { id, type, is, moved, runs: runsOf(textOf(older), textOf(newer), type) }
}

/** Behind the nearest block before it that is shown. */
function withCut(all: BlockChange[], before: readonly Node[], block: Node): BlockChange[] {
  const shown = before.map(idOf).findLast((id) => all.some((one) => one.id === id))
  const at = all.findIndex(({ id }) => id === shown) + 1
  const cut: BlockChange = {
    id: idOf(block),
    type: block.type.name,
    is: 'cut',
    moved: false,
    runs: runsOf(textOf(block), '', block.type.name),
  }
  return all.toSpliced(at, 0, cut)
}

function runsOf(older: string, newer: string, type: string): ChangedRun[] {
  if (older === newer) return older === '' ? [] : [{ text: older, is: 'kept', grave: false }]
  const { above, here } = compareTexts(older, newer)
  const runs: ChangedRun[] = []
  const take = (piece: Piece, is: ChangedRun['is']) =>
    runs.push({ text: piece.text, is, grave: is !== 'kept' && (isTitleName(type) || figures.test(piece.text)) })
  let at = 0
  for (const piece of above) {
    for (; piece.same && here[at] && !here[at]!.same; at++) take(here[at]!, 'put')
    take(piece, piece.same ? 'kept' : 'cut')
    if (piece.same) at++
  }
  for (const piece of here.slice(at)) take(piece, 'put')
  return runs
}
const figures = /[\d０-９〇零一二三四五六七八九十百千万亿%％‰]/

/** The most ids that are in the same order in both: the others were moved (longest rising run of places). */
function stillInOrder(older: readonly string[], newer: readonly string[]): ReadonlySet<string> {
  const places = new Map(older.map((id, at) => [id, at]))
  const best: { readonly length: number; readonly before: number }[] = []
  newer.forEach((id, at) => {
    const before = best
      .map((one, index) => ({ ...one, index }))
      .filter(({ index }) => places.get(newer[index]!)! < places.get(id)!)
      .toSorted((one, other) => other.length - one.length)[0]
    best[at] = { length: (before?.length ?? 0) + 1, before: before?.index ?? -1 }
  })
  const kept = new Set<string>()
  let at = best.reduce((top, one, index) => (one.length > (best[top]?.length ?? 0) ? index : top), -1)
  for (; at >= 0; at = best[at]!.before) kept.add(newer[at]!)
  return kept
}
