import type { Node } from 'prosemirror-model'
import { isSound } from '../steps/sound.ts'
import type { CommitFault, CommitLimits } from './commit.ts'

/** The cap that a document which came of a commit goes over, or `invalid`. One that is too large already may still shrink. */
export function faultOf(before: Node, after: Node, { bytes, blocks }: CommitLimits): CommitFault | null {
  if (!isSound(after)) return 'invalid'
  if (after.childCount > blocks + titleCount && after.childCount > before.childCount) return 'too-many-blocks'
  const size = sizeOf(after)
  return size > bytes && size > sizeOf(before) ? 'too-large' : null
}

const titleCount = 4
const sizes = new WeakMap<Node, number>()

function sizeOf(doc: Node): number {
  return doc.children.reduce((sum, block) => sum + bytesOf(block), 0)
}

function bytesOf(block: Node): number {
  const known = sizes.get(block)
  if (known !== undefined) return known
  const size = new TextEncoder().encode(JSON.stringify(block.toJSON())).length
  sizes.set(block, size)
  return size
}
