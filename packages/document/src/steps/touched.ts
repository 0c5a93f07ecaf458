import type { Node } from 'prosemirror-model'
import { AttrStep, type Step, type Transform } from 'prosemirror-transform'

/** The ids of the blocks that a transform wrote in: where its steps put, took or marked something, as they are called afterwards. */
export function touchedBlocks({ doc, steps, mapping }: Pick<Transform, 'doc' | 'steps' | 'mapping'>): string[] {
  const ids = new Set<string>()
  steps.forEach((step, index) => {
    const rest = mapping.slice(index + 1)
    for (const [from, to] of reach(step)) for (const id of blocksIn(doc, rest.map(from, -1), rest.map(to, 1))) ids.add(id)
  })
  return [...ids]
}

/** Where a step has worked, in the document after it. Marks and attributes move nothing: their own places tell. */
function reach(step: Step): [number, number][] {
  const places: [number, number][] = []
  step.getMap().forEach((_from, _to, from, to) => {
    places.push([from, to])
  })
  if (places.length > 0) return places
  if (step instanceof AttrStep) return [[step.pos, step.pos + 1]]
  const { from, to } = step as Step & { readonly from?: unknown; readonly to?: unknown }
  return typeof from === 'number' && typeof to === 'number' ? [[from, to]] : []
}

function blocksIn(doc: Node, from: number, to: number): string[] {
  const ids: string[] = []
  doc.forEach((block, at) => {
    const end = at + block.nodeSize
    const touches = from === to ? at < from && from < end : at < to && from < end
    if (touches) ids.push(String(block.attrs.id))
  })
  return ids
}
