import type { Fragment, Node } from 'prosemirror-model'
import { type Cluster, clustersOf, projected, reachOf, type Side, sideOf } from './sides.ts'
import { inlineOf, isGlued, type Token, tokensOf, wordsOf } from './tokens.ts'
import { blendToken, dressed, type MarkChange, markChanges } from './values.ts'

/** The same place in three texts. */
export type Hunk = { readonly base: string; readonly theirs: string; readonly ours: string }
/** What was taken from above; `near`: this copy changed another clause of the same sentence, a person should read it. */
export type Taken = Hunk & { readonly near: boolean }
/** The merged inline content with ours, and with theirs, where both changed the same. */
export type MergedText = {
  readonly ours: Fragment
  readonly theirs: Fragment
  readonly hunks: readonly Hunk[]
  readonly taken: readonly Taken[]
}

type Three = { readonly base: readonly Token[]; readonly theirs: Side; readonly ours: Side }
type Piece = {
  readonly ours: readonly Token[]
  readonly theirs: readonly Token[]
  readonly hunks?: readonly Hunk[]
  readonly taken?: Taken
}

/** Merges text within one block. Undefined when put together it would read as a figure or sign that neither side wrote. */
export function mergeText(base: Node, theirs: Node, ours: Node): MergedText | undefined {
  const tokens = tokensOf(base)
  const three = { base: tokens, theirs: sideOf(tokens, theirs), ours: sideOf(tokens, ours) }
  const pieces = piecesOf(three, clustersOf(tokens, three.theirs, three.ours))
  const all = (side: 'ours' | 'theirs') => pieces.flatMap((piece) => piece[side])
  if (isGlued(all('ours')) || isGlued(all('theirs'))) return undefined
  const taken = pieces.flatMap((piece) => (piece.taken ? [piece.taken] : []))
  return {
    ours: inlineOf(all('ours'), base),
    theirs: inlineOf(all('theirs'), base),
    hunks: pieces.flatMap(({ hunks = [] }) => hunks),
    taken,
  }
}

function piecesOf(three: Three, clusters: readonly Cluster[]): Piece[] {
  const ranges = clusters.flatMap((cluster, at) => [kept(three, clusters[at - 1]?.to ?? 0, cluster.from), settled(three, cluster)])
  return [...ranges, kept(three, clusters.at(-1)?.to ?? 0, three.base.length)]
}

/** A range that both sides still have. */
function kept(three: Three, from: number, to: number): Piece {
  const blends = three.base.slice(from, to).map((token, at) => ({ token, ...blended(three, from + at) }))
  const hunks = blends.filter(({ clash }) => clash).map(({ token, theirs, ours }) => hunkOf([token], [theirs], [ours]))
  return { ours: blends.map(({ ours }) => ours), theirs: blends.map(({ theirs }) => theirs), hunks }
}
const blended = ({ base, theirs, ours }: Three, at: number) =>
  blendToken(base[at]!, theirs.tokens[theirs.here[at]!]!, ours.tokens[ours.here[at]!]!)

/** A range that a side changed: taken from it, or asked when the other side spoke in the same place. */
function settled(three: Three, cluster: Cluster): Piece {
  const { from, to, by } = cluster
  const [base, theirs, ours] = [three.base.slice(from, to), projected(three.theirs, from, to), projected(three.ours, from, to)]
  const hunk = hunkOf(base, theirs, ours)
  const fromAbove = by === 2
  const mine = fromAbove ? theirs : ours
  const other = changeOver(three, fromAbove ? three.ours : three.theirs, cluster)
  const twice = by === 3 && textOf(theirs) !== textOf(ours)
  if (twice || other === undefined || (isChange(other) && mine.length === 0 && from < to))
    return { ours: shared(three, ours, three.ours, 'ours'), theirs: shared(three, theirs, three.theirs, 'theirs'), hunks: [hunk] }
  const side = fromAbove ? three.theirs : three.ours
  const start = side.tokens.indexOf(mine[0]!)
  const clothed = mine.map((token, at) => (side.origin[start + at] === -1 ? dressed(token, other) : token))
  const pieces = { ours: shared(three, clothed, side, 'ours', start), theirs: shared(three, clothed, side, 'theirs', start) }
  return fromAbove ? { ...pieces, taken: { ...hunk, near: isNear(three, cluster) } } : pieces
}
const hunkOf = (base: readonly Token[], theirs: readonly Token[], ours: readonly Token[]): Hunk => ({
  base: wordsOf(base),
  theirs: wordsOf(theirs),
  ours: wordsOf(ours),
})
const textOf = (tokens: readonly Token[]) => tokens.map(({ text }) => text).join('\0')

/** Tokens of a side, those that all three have with the marks of both. */
function shared(
  three: Three,
  tokens: readonly Token[],
  side: Side,
  pick: 'ours' | 'theirs',
  start = side.tokens.indexOf(tokens[0]!),
): Token[] {
  return tokens.map((token, at) => {
    const from = side.origin[start + at] ?? -1
    return from >= 0 && three.theirs.here[from]! >= 0 && three.ours.here[from]! >= 0 ? blended(three, from)[pick] : token
  })
}

/** What the other side did to the marks of the range: one change can be carried over, several, or one of a slot that is gone, can't (undefined). */
function changeOver({ base }: Three, other: Side, { from, to }: Cluster): MarkChange | undefined {
  const [start, end] = from < to ? [from, to] : [Math.max(0, from - 1), Math.min(base.length, to + 1)]
  const changes = new Map<string, MarkChange>()
  for (let at = start; at < end; at++) {
    const [before, after] = [base[at]!, other.tokens[other.here[at]!]]
    if (!after) continue
    if (from < to && before.node && after.node && !before.node.hasMarkup(after.node.type, after.node.attrs, before.node.marks))
      return undefined
    for (const change of markChanges(before, after)) changes.set(JSON.stringify(change), change)
  }
  const [first = none] = changes.values()
  if (changes.size < 2) return first
  return from < to ? undefined : none
}
const none: MarkChange = { add: [], drop: [] }
const isChange = ({ add, drop }: MarkChange) => add.length + drop.length > 0

/** Whether this copy changed the sentence in which something is taken from above. */
function isNear({ base, theirs, ours }: Three, { from, to }: Cluster): boolean {
  const local = ours.edits.map((edit) => reachOf(base, ours.tokens, edit, 'sentence'))
  const above = theirs.edits
    .filter((edit) => edit.from >= from && edit.to <= to)
    .map((edit) => reachOf(base, theirs.tokens, edit, 'sentence'))
  return above.some(([low, high]) => local.some(([start, end]) => start < high && low < end))
}
