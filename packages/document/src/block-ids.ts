import { Fragment, type Node } from 'prosemirror-model'

const titles: ReadonlySet<string> = new Set(['kicker', 'headline', 'deck', 'byline'])

/**
 * The same document in which every top-level block has an id of its own that stays with it. Good ids stay; missing, overlong and repeated ones (the
 * first keeps it) are made anew by `makeId`; a title field's id is its name. Doing it twice changes nothing; an already good document is returned as is.
 */
export function withBlockIds(node: Node, makeId: () => string = blockId): Node {
  const taken = new Set<string>(titles)
  const own = new Set(node.children.filter((block) => !titles.has(block.type.name)).map((block) => String(block.attrs.id)))
  const children = node.children.map((block) => withId(block, idOf(block, taken, own, makeId)))
  return children.every((block, at) => block === node.child(at)) ? node : node.copy(Fragment.fromArray(children))
}

/** A new block id: 12 characters of base 32, 60 bits of randomness. */
export function blockId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => '0123456789abcdefghjkmnpqrstvwxyz'[byte % 32]).join('')
}

function idOf(block: Node, taken: Set<string>, own: ReadonlySet<string>, makeId: () => string): string {
  if (titles.has(block.type.name)) return block.type.name
  const id = String(block.attrs.id)
  const made = isGoodId(id) && !taken.has(id) ? id : unused(taken, own, makeId)
  taken.add(made)
  return made
}

/** Asks `makeId` again when it repeats itself, then numbers it: a poor maker must not loop for ever. */
function unused(taken: ReadonlySet<string>, own: ReadonlySet<string>, makeId: () => string): string {
  const free = (id: string) => isGoodId(id) && !taken.has(id) && !own.has(id)
  for (let tries = 0; tries < 20; tries++) {
    const id = makeId()
    if (free(id)) return id
  }
  let number = 1
  while (!free(`block-${number}`)) number++
  return `block-${number}`
}

/** Whether an id may be a block's: short, of plain letters. */
export const isGoodId = (id: string): boolean => /^[\w-]{1,64}$/.test(id) && !titles.has(id)
/** Whether a node of that name is a title field, whose id is its name. */
export const isTitleName = (name: string): boolean => titles.has(name)
const withId = (block: Node, id: string): Node =>
  block.attrs.id === id ? block : block.type.create({ ...block.attrs, id }, block.content, block.marks)
