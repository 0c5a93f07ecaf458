import type { Node } from 'prosemirror-model'
import type { CommitFault, CommitLimits } from './commit.ts'

/**
 * Whether a document that came of a commit may be. Throws (as ProseMirror's `check`) or names the cap. Blocks never change, so what was looked at once
 * is remembered: the work is that of the changed blocks. A document that is too large already may still shrink.
 */
export function faultOf(before: Node, after: Node, { bytes, blocks }: CommitLimits): CommitFault | null {
  if (!after.type.validContent(after.content) || !after.children.every(isSound)) return 'invalid'
  if (after.childCount > blocks + titleCount && after.childCount > before.childCount) return 'too-many-blocks'
  const size = sizeOf(after)
  return size > bytes && size > sizeOf(before) ? 'too-large' : null
}

const titleCount = 4
const sound = new WeakSet<Node>()
const sizes = new WeakMap<Node, number>()

/** Fits the schema and holds only text that every database and file format can hold. */
function isSound(block: Node): boolean {
  if (sound.has(block)) return true
  block.check()
  if (!isWellFormed(JSON.stringify(block.toJSON()))) return false
  sound.add(block)
  return true
}

/** JSON spells lone surrogates and control characters as \\u escapes: what needs one (but a tab or a line end) is refused. */
export const isWellFormed = (json: string): boolean => !/(?<!\\)(?:\\\\)*\\(?:u(?:d[89a-f]|00[01])|[bf])|[\u007f\ufffe\uffff]/.test(json)

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
