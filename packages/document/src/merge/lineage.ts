import type { Node } from 'prosemirror-model'
import { keyedBlocks } from './keys.ts'
import { sideOf } from './sides.ts'
import { tokensOf } from './tokens.ts'

/** What a block of a copy is: as above, changed here, only here, or left out here. */
export type Lineage = 'inherited' | 'changed' | 'local' | 'leftOut'

/** Each block (titles by the name of their field), from the version above and the copy alone: it can never drift from the text. */
export function lineageOf(base: Node, copy: Node): ReadonlyMap<string, Lineage> {
  const [above, here] = [keyedBlocks(base), keyedBlocks(copy)]
  return new Map([...new Set([...here.keys(), ...above.keys()])].map((id) => [id, lineOf(above.get(id), here.get(id))]))
}

function lineOf(above: Node | undefined, here: Node | undefined): Lineage {
  if (!here) return 'leftOut'
  if (!above) return 'local'
  return above.eq(here) ? 'inherited' : 'changed'
}

/** How many of the original's characters a copy still has, by block and in all; a moved block keeps its own. */
export type Survival = { readonly kept: number; readonly of: number; readonly blocks: ReadonlyMap<string, { kept: number; of: number }> }
export function survivalOf(base: Node, copy: Node): Survival {
  const here = keyedBlocks(copy)
  const blocks = new Map([...keyedBlocks(base)].map(([id, block]) => [id, keptIn(block, here.get(id))]))
  const all = [...blocks.values()]
  return { kept: sum(all.map(({ kept }) => kept)), of: sum(all.map(({ of }) => of)), blocks }
}

function keptIn(above: Node, here: Node | undefined): { kept: number; of: number } {
  const of = above.textContent.length
  if (!here || of === 0) return { kept: 0, of }
  if (here.textContent === above.textContent) return { kept: of, of }
  const [one, other] = [asText(above), asText(here)]
  const tokens = tokensOf(one)
  const gone = sideOf(tokens, other).edits.flatMap(({ from, to }) => tokens.slice(from, to))
  return { kept: of - sum(gone.map(({ text }) => text.length)), of }
}
/** A table or list as one line of text: what counts are its characters. */
const asText = (node: Node): Node => {
  const { textContent: words, type } = node
  return type.schema.node('paragraph', { id: '' }, words === '' ? [] : [type.schema.text(words)])
}
const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0)
