import type { Node } from 'prosemirror-model'
import { AttrStep, Transform } from 'prosemirror-transform'
import { isGoodId, isTitleName } from '../block-ids.ts'

/**
 * What has to be done so that every block has an id of its own again. A block keeps its id where the start of its content went: through a split, a
 * join, a move within the text. One that has none, or another's, gets a new one of `makeId`, which must be unlike any that was ever made: copies of the
 * story are merged by these ids. A title's id is its name.
 */
export function repairIds(before: Node, { doc, mapping }: Transform, makeId: () => string): Transform {
  const ids = claimed(before, doc, mapping)
  const used = new Set(ids.values())
  const tr = new Transform(doc)
  doc.forEach((block, at, index) => {
    const id = ids.get(index) ?? fresh(used, makeId)
    if (block.attrs.id !== id) tr.step(new AttrStep(at, 'id', id))
  })
  return tr
}

/** Index of each block whose id is settled: titles, blocks whose content came from one of before, blocks with a good id that nobody else claims. */
function claimed(before: Node, doc: Node, mapping: Transform['mapping']): Map<number, string> {
  const ids = new Map<number, string>()
  const used = new Set<string>()
  const claim = (index: number, id: string) => {
    if (ids.has(index) || used.has(id) || index >= doc.childCount) return
    ids.set(index, id)
    used.add(id)
  }
  doc.forEach((block, _at, index) => {
    if (isTitleName(block.type.name)) claim(index, block.type.name)
  })
  before.forEach((block, at) => {
    const start = mapping.mapResult(block.isLeaf ? at : at + 1, 1)
    if (!start.deleted) claim(doc.resolve(start.pos).index(0), String(block.attrs.id))
  })
  doc.forEach((block, _at, index) => {
    const id = String(block.attrs.id)
    if (isGoodId(id)) claim(index, id)
  })
  return ids
}

/** A poor maker that repeats itself must not loop for ever. */
function fresh(used: Set<string>, makeId: () => string): string {
  let id = makeId()
  for (let n = 0; used.has(id) || isTitleName(id); n++) id = n < 20 ? makeId() : `${id}-${n}`.slice(-64)
  used.add(id)
  return id
}
