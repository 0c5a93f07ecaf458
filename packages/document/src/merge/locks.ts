import type { Node } from 'prosemirror-model'
import { keyedBlocks } from './keys.ts'
import { refilled } from './slot-values.ts'

/** What a centre that takes a story over may change: nothing (转载), its headline, or all but locked blocks (授权改编). */
export const leaves = ['reprint', 'headline', 'adapt'] as const
export type Leave = (typeof leaves)[number]
/** `embargo`: nothing of it goes out before that instant. */
export type Terms = { readonly leave: Leave; readonly locked: readonly string[]; readonly embargo?: string | null | undefined }

/** The blocks whose text is not the copy's to change, out of the version that was offered. The byline of a copy is its own: it carries the editor's name. */
export function lockedIn(base: Node, { leave, locked }: Terms): ReadonlySet<string> {
  if (leave === 'adapt') return new Set(locked)
  const free = new Set(leave === 'headline' ? ['headline', 'byline'] : ['byline'])
  const all = [...keyedBlocks(base)].filter(([id, block]) => !free.has(id) && block.type.name !== 'hole')
  return new Set(all.map(([id]) => id))
}

/** Locked blocks that a copy has changed or left out. What was put into their slots is no change. */
export function brokenLocks(base: Node, copy: Node, locked: ReadonlySet<string>): string[] {
  const [above, here] = [keyedBlocks(base), keyedBlocks(copy)]
  return [...locked].filter((id) => {
    const [own, text] = [here.get(id), above.get(id)]
    return text !== undefined && !(own !== undefined && refilled(text, own).eq(own))
  })
}
