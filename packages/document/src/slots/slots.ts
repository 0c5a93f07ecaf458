import { Fragment, type Node } from 'prosemirror-model'
import { documentRefusal } from '../refusals.ts'

export type SlotKind = 'figure' | 'person' | 'quotation' | 'picture' | 'place' | 'phone' | 'paragraph'
/** A place that a centre fills with its own (本地化填空). `block`: in which block; `before`, `after`: the words around it. */
export type Slot = {
  readonly id: string
  readonly block: string
  readonly kind: SlotKind
  readonly hint: string
  readonly required: boolean
  readonly value: string
  readonly before: string
  readonly after: string
}

/** Every slot of a story, in reading order: those inside text with their value, and holes where a block is to come. */
export function slotsOf(document: Node): Slot[] {
  return document.children.flatMap((block) => (block.type.name === 'hole' ? [slotOf(block, block, '', '')] : slotsInside(block)))
}

function slotsInside(block: Node): Slot[] {
  const slots: Slot[] = []
  block.descendants((node, _at, parent, index) => {
    if (node.type.name !== 'slot' || !parent) return
    const around = (from: number, to?: number) =>
      Fragment.fromArray(parent.children.slice(from, to)).textBetween(0, sizeOf(parent.children.slice(from, to)))
    slots.push(slotOf(node, block, around(0, index).slice(-12), around(index + 1).slice(0, 12)))
  })
  return slots
}
const sizeOf = (nodes: readonly Node[]) => nodes.reduce((size, node) => size + node.nodeSize, 0)

function slotOf({ attrs }: Node, block: Node, before: string, after: string): Slot {
  const { id, kind, hint, required, value = '' } = attrs as Pick<Slot, 'id' | 'kind' | 'hint' | 'required'> & { value?: string }
  return { id, block: String(block.attrs.id), kind, hint, required, value, before, after }
}

/** What still has to be put in before the story can be sealed. */
export function openSlots(document: Node): Slot[] {
  return slotsOf(document).filter(({ required, value }) => required && value.trim() === '')
}

/** What fills a slot: words, or a picture of the asset library with its caption and credit. */
export type Filling = { readonly text: string } | { readonly asset: string; readonly caption: string; readonly credit: string }

/** The story with one slot filled; a hole becomes a block of its kind with the same id. Refuses `document/no-slot`. */
export function fillSlot(document: Node, id: string, filling: Filling): Node {
  let found = false
  const fill = (node: Node): Node => {
    if (node.attrs.id !== id || (node.type.name !== 'slot' && node.type.name !== 'hole')) return inside(node, fill)
    found = true
    return node.type.name === 'slot' ? withValue(node, 'text' in filling ? filling.text : '') : blockFor(node, filling)
  }
  const made = fill(document)
  if (!found) throw documentRefusal('document/no-slot')
  return made
}

function blockFor(hole: Node, filling: Filling): Node {
  const { schema } = hole.type
  const { id, kind } = hole.attrs as Pick<Slot, 'id' | 'kind'>
  if ('asset' in filling) return schema.node('picture', { id, ...filling })
  const words = filling.text === '' ? [] : [schema.text(filling.text)]
  return schema.node(kind === 'quotation' ? 'quotation' : 'paragraph', { id }, words)
}

/** The story as it is offered: every slot empty, what stood in it is the example of its hint. */
export function withEmptySlots(document: Node): Node {
  const empty = (node: Node): Node => (node.type.name === 'slot' ? emptied(node) : inside(node, empty))
  return empty(document)
}
function emptied(slot: Node): Node {
  const { value, hint } = slot.attrs as Pick<Slot, 'value' | 'hint'>
  const example = value === '' || hint.includes(value) ? hint : [hint, `如：${value}`].filter((part) => part !== '').join('，')
  return slot.type.create({ ...slot.attrs, value: '', hint: example }, null, slot.marks)
}

const withValue = (slot: Node, value: string) => slot.type.create({ ...slot.attrs, value }, null, slot.marks)
const inside = (node: Node, change: (child: Node) => Node): Node =>
  node.isLeaf ? node : node.copy(Fragment.fromArray(node.children.map(change)))
