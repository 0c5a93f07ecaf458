import type { Node } from 'prosemirror-model'

const sound = new WeakSet<Node>()

/**
 * Whether a document fits the schema and holds only text that every database and file format can hold. Blocks never change, so one that was looked at is
 * remembered: the work is that of the new ones.
 */
export function isSound(doc: Node): boolean {
  return doc.type.validContent(doc.content) && doc.children.every(isSoundBlock)
}

function isSoundBlock(block: Node): boolean {
  if (sound.has(block)) return true
  try {
    block.check()
  } catch {
    return false
  }
  if (!isWellFormed(JSON.stringify(block.toJSON()))) return false
  sound.add(block)
  return true
}

/** JSON spells lone surrogates and control characters as escapes: a text that needs one (but for a tab or a line end) is not. */
export const isWellFormed = (json: string): boolean => !/(?<!\\)(?:\\\\)*\\(?:u(?:d[89a-f]|00[01])|[bf])|[\u007f\ufffe\uffff]/.test(json)
