import type { OriginalView } from '@kitchen/api'
import { attr, type PlainNode, plainDocument } from '../story/plain-document.ts'

export type Lineage = OriginalView['lineage'][string]
/** One block of a copy beside the original's; one of both may be missing. */
export type Row = {
  readonly id: string
  readonly lineage: Lineage
  readonly above: PlainNode | undefined
  readonly here: PlainNode | undefined
}

/** The blocks of a copy in its order, each beside its original; what was left out here stands where it stood above. */
export function rowsOf(original: unknown, copy: unknown, lineage: OriginalView['lineage']): readonly Row[] {
  const [above, here] = [blocksOf(original), blocksOf(copy)]
  const order = [...here.keys()]
  const ids = [...above.keys()]
  for (const [at, id] of ids.entries()) {
    if (here.has(id)) continue
    const near = ids.slice(0, at).findLast((one) => order.includes(one))
    order.splice(near === undefined ? 0 : order.indexOf(near) + 1, 0, id)
  }
  const rows = order.map((id) => ({ id, lineage: lineage[id] ?? 'inherited', above: above.get(id), here: here.get(id) }))
  return rows.filter((row) => !isBlank(row.above) || !isBlank(row.here))
}

function blocksOf(document: unknown): Map<string, PlainNode> {
  const blocks = plainDocument(document)?.content ?? []
  return new Map(blocks.map((block) => [attr(block, 'id') || block.type, block]))
}

const isBlank = (block: PlainNode | undefined) =>
  !block || (['kicker', 'headline', 'deck', 'byline'].includes(block.type) && !block.content?.length)

/** A block by itself as a document, to be shown as any text is. */
export const alone = (block: unknown): unknown => ({ type: 'doc', content: [block] })
