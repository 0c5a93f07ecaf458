import { Fragment, type Node } from 'prosemirror-model'

/** Text from above with what this copy put into its slots: a lock is on the text, never on its slots. */
export function refilled(theirs: Node, ours: Node): Node {
  const values = new Map<string, string>()
  ours.descendants(({ type, attrs }) => {
    if (type.name === 'slot' && attrs.value !== '') values.set(String(attrs.id), String(attrs.value))
  })
  return values.size === 0 ? theirs : filledWith(theirs, values)
}

function filledWith(node: Node, values: ReadonlyMap<string, string>): Node {
  const value = node.type.name === 'slot' ? values.get(String(node.attrs.id)) : undefined
  if (value !== undefined) return node.type.create({ ...node.attrs, value }, null, node.marks)
  return node.isLeaf ? node : node.copy(Fragment.fromArray(node.children.map((child) => filledWith(child, values))))
}

/** The ids of all inline slots, and whether one is there twice. */
export function slotIds(document: Node): { ids: ReadonlySet<string>; twice: boolean } {
  const ids = new Set<string>()
  let count = 0
  document.descendants(({ type, attrs }) => {
    if (type.name !== 'slot') return
    ids.add(String(attrs.id))
    count++
  })
  return { ids, twice: ids.size < count }
}
