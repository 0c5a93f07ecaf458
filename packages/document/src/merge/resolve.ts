import { Fragment, type Node } from 'prosemirror-model'
import { documentRefusal } from '../refusals.ts'
import { keyedBlocks } from './keys.ts'
import { type Conflict, nextBase } from './merge.ts'
import { placed } from './order.ts'

export type Choice = 'ours' | 'theirs' | 'base'

/**
 * The story with one question decided. Refuses `document/choice-passed` when the block has been changed since it was asked: then merge again. Ours is
 * what stands there; to an order there is no third choice.
 */
export function choose(document: Node, conflict: Conflict, choice: Choice): Node {
  if (choice === 'ours' || (choice === 'base' && conflict.kind === 'order')) return document
  const chosen = conflict.choices[choice]
  if (conflict.block === '') return wholly(document, conflict, chosen)
  const blocks = keyedBlocks(document)
  if (!isAsAsked(blocks.get(conflict.block), conflict)) throw documentRefusal('document/choice-passed')
  const made = blockChosen(document, conflict, chosen)
  if (!document.type.validContent(made.content)) throw documentRefusal('document/choice-passed')
  return made
}

/** The base after a question was decided, whatever was chosen: it is not asked again. */
export function decidedBase(base: Node, theirs: Node, open: readonly Conflict[], decided: Conflict): Node {
  return nextBase(
    base,
    theirs,
    open.filter((one) => one !== decided),
  )
}

function wholly(document: Node, { choices }: Conflict, chosen: Node | null): Node {
  if (!choices.ours?.eq(document) || !chosen) throw documentRefusal('document/choice-passed')
  return chosen
}

const isAsAsked = (now: Node | undefined, { choices: { ours } }: Conflict) => (now && ours ? now.eq(ours) : !now && !ours)

function blockChosen(document: Node, { block, kind, after }: Conflict, chosen: Node | null): Node {
  const blocks = keyedBlocks(document)
  const here = [...blocks.keys()]
  const stays = blocks.has(block) && kind !== 'order'
  const ids = stays
    ? here
    : placed(
        here.filter((id) => id !== block),
        [block],
        [...after].reverse().concat(block),
      )
  const nodes = ids.map((id) => (id === block ? chosen : blocks.get(id)!))
  return document.copy(Fragment.fromArray(nodes.filter((node) => node !== null)))
}
