import type { Node } from 'prosemirror-model'
import { ReplaceStep, type Step, Transform } from 'prosemirror-transform'

/**
 * Steps that lead from one document to another and leave alone what is equal: blocks by id, and the equal ends of a block's text. So cursors and
 * unconfirmed steps survive, and a log says what was changed.
 */
export function stepsToward(from: Node, to: Node): readonly Step[] {
  if (from.eq(to)) return []
  const whole = () => [new ReplaceStep(0, from.content.size, to.slice(0, to.content.size))]
  try {
    const tr = new Transform(from)
    to.forEach((want, _at, index) => {
      bring(tr, want, index)
    })
    drop(tr, to.childCount, tr.doc.childCount)
    return tr.doc.eq(to) ? tr.steps : whole()
  } catch {
    return whole()
  }
}

/** Sees to it that the block at `index` is `want`, whatever follows. */
function bring(tr: Transform, want: Node, index: number): void {
  const found = indexOf(tr.doc, want, index)
  if (found < 0) {
    tr.insert(startOfBlock(tr.doc, index), want)
    return
  }
  drop(tr, index, found)
  const have = tr.doc.child(index)
  if (have.eq(want)) return
  const at = startOfBlock(tr.doc, index)
  const small = have.sameMarkup(want) && !have.isLeaf ? inside(have, want, at + 1) : null
  if (!small || tr.maybeStep(small).failed) tr.replaceWith(at, at + have.nodeSize, want)
}

/** The smallest replacement inside a block; a pair of surrogates is never cut in two. */
function inside(have: Node, want: Node, at: number): Step | null {
  const start = have.content.findDiffStart(want.content)
  const end = have.content.findDiffEnd(want.content)
  if (start === null || end === null) return null
  const overlap = Math.max(0, start - Math.min(end.a, end.b))
  return new ReplaceStep(at + start, at + end.a + overlap, want.slice(start, end.b + overlap))
}

function drop(tr: Transform, from: number, to: number): void {
  if (from < to) tr.delete(startOfBlock(tr.doc, from), startOfBlock(tr.doc, to))
}

function indexOf(doc: Node, { attrs, type }: Node, from: number): number {
  for (let index = from; index < doc.childCount; index++) {
    const one = doc.child(index)
    if (one.attrs.id === attrs.id && one.type === type) return index
  }
  return -1
}

function startOfBlock(doc: Node, index: number): number {
  let at = 0
  for (let n = 0; n < index; n++) at += doc.child(n).nodeSize
  return at
}
