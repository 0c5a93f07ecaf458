import type { Node } from 'prosemirror-model'
import { differences } from './differences.ts'

/** Children of the three versions by keys that they share. */
export type Keyed = Readonly<Record<'base' | 'theirs' | 'ours', ReadonlyMap<string, Node>>>

/** Top-level blocks by their id; titles by the name of their field. */
export function keyedBlocks(document: Node): Map<string, Node> {
  return new Map(document.children.map((block) => [String(block.attrs.id || block.type.name), block]))
}

/** List items, rows, cells and paragraphs of a box have no ids: a child of a side is the base's when it is equal, or most like it between two that are. */
export function keyedInside(base: Node, theirs: Node, ours: Node): Keyed {
  return {
    base: new Map(base.children.map((child, at) => [`${at}`, child])),
    theirs: named(theirs, pairedWith(base, theirs)),
    ours: named(ours, pairedWith(base, ours)),
  }
}

/** For each child of the side the place of its match in the base, or -1. */
function pairedWith(base: Node, side: Node): number[] {
  const [old, own] = [base.children, side.children]
  const pairs = new Array<number>(own.length).fill(-1)
  let [i, j] = [0, 0]
  for (const gap of [
    ...differences(old.map(jsonOf), own.map(jsonOf)),
    { from: old.length, to: old.length, at: own.length, end: own.length },
  ]) {
    for (; i < gap.from; i++, j++) pairs[j] = i
    pairLikely(base, side, gap, pairs)
    ;[i, j] = [gap.to, gap.end]
  }
  return pairs
}

function pairLikely(base: Node, side: Node, gap: { from: number; to: number; at: number; end: number }, pairs: number[]): void {
  const even = gap.to - gap.from === gap.end - gap.at
  let from = gap.from
  for (let at = gap.at; at < gap.end; at++) {
    const rest = Array.from({ length: gap.to - from }, (_, n) => from + n)
    const match = even ? rest[0] : rest.find((one) => isLike(base.child(one), side.child(at)))
    if (match === undefined) continue
    pairs[at] = match
    from = match + 1
  }
}

/** At least half of the shorter text is in the other, by pairs of signs. */
function isLike(one: Node, other: Node): boolean {
  const [a, b] = [pairsIn(one.textContent), pairsIn(other.textContent)]
  const common = [...a].filter((pair) => b.has(pair)).length
  return common > 0 && common * 2 >= Math.min(a.size, b.size)
}
const pairsIn = (text: string) => new Set(Array.from(text, (_, at) => text.slice(at, at + 2)))

/** A new child is named by its text, so that the same one on both sides is one. */
function named(side: Node, pairs: readonly number[]): Map<string, Node> {
  const names = new Map<string, Node>()
  side.children.forEach((child, at) => {
    const place = pairs[at] ?? -1
    let name = place >= 0 ? `${place}` : `new ${jsonOf(child)}`
    while (names.has(name)) name = `${name}+`
    names.set(name, child)
  })
  return names
}
const jsonOf = (node: Node) => JSON.stringify(node.toJSON())
