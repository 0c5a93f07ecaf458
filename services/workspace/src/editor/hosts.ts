import type { Node } from 'prosemirror-model'
import type { EditorView, NodeView, NodeViewConstructor } from 'prosemirror-view'

/** A place inside the text where React shows the fields of a block: caption and credit, who said it, title and source of a table. */
export type Host = {
  readonly key: string
  readonly place: HTMLElement
  readonly node: Node
  readonly selected: boolean
  readonly set: (attrs: Readonly<Record<string, unknown>>) => void
  readonly drop: () => void
}
export type Hosts = {
  readonly subscribe: (changed: () => void) => () => void
  readonly now: () => readonly Host[]
  readonly views: Readonly<Record<string, NodeViewConstructor>>
}

const contents: Readonly<Record<string, readonly [tag: string, inner: string | null] | null>> = {
  picture: null,
  video: null,
  quotation: ['blockquote', null],
  table: ['table', 'tbody'],
  factBox: ['aside', null],
  editorsNote: ['aside', null],
  contact: ['aside', null],
}

/** The node views of blocks with fields, and the list of their places for React. */
export function makeHosts(): Hosts {
  const listeners = new Set<() => void>()
  let hosts: readonly Host[] = []
  const set = (next: readonly Host[]) => {
    hosts = next
    for (const changed of listeners) changed()
  }
  const change = (key: string, to: Partial<Host>) => set(hosts.map((host) => (host.key === key ? { ...host, ...to } : host)))
  let count = 0
  const view = (node: Node, editor: EditorView, getPos: () => number | undefined): NodeView => {
    const key = `host-${count++}`
    const { dom, contentDOM, place } = frameOf(node)
    const at = () => getPos()
    const host: Host = {
      key,
      place,
      node,
      selected: false,
      set: (attrs) => {
        const pos = at()
        if (pos === undefined) return
        const tr = editor.state.tr
        for (const [name, value] of Object.entries(attrs)) tr.setNodeAttribute(pos, name, value)
        editor.dispatch(tr)
      },
      drop: () => {
        const pos = at()
        const current = pos === undefined ? null : editor.state.doc.nodeAt(pos)
        if (pos !== undefined && current) editor.dispatch(editor.state.tr.delete(pos, pos + current.nodeSize))
        editor.focus()
      },
    }
    queueMicrotask(() => set([...hosts, host]))
    return {
      dom,
      ...(contentDOM ? { contentDOM } : {}),
      update: (next) => {
        if (next.type !== node.type) return false
        queueMicrotask(() => change(key, { node: next }))
        return true
      },
      selectNode: () => change(key, { selected: true }),
      deselectNode: () => change(key, { selected: false }),
      stopEvent: (event) => place.contains(event.target as globalThis.Node) && !event.type.startsWith('drag') && event.type !== 'drop',
      ignoreMutation: (record) => !contentDOM?.contains(record.target) || record.target === contentDOM.parentElement,
      destroy: () => queueMicrotask(() => set(hosts.filter((one) => one.key !== key))),
    }
  }
  return {
    subscribe: (changed) => {
      listeners.add(changed)
      return () => listeners.delete(changed)
    },
    now: () => hosts,
    views: Object.fromEntries(Object.keys(contents).map((name) => [name, view])),
  }
}

/** A block's element with the room for its text, and the place of its fields. */
function frameOf(node: Node) {
  const shape = contents[node.type.name]
  const dom = document.createElement('div')
  dom.className = `block block-${node.type.name}`
  const place = document.createElement('div')
  place.className = 'block-fields'
  place.contentEditable = 'false'
  if (!shape) {
    dom.append(place)
    return { dom, place, contentDOM: undefined }
  }
  const outer = document.createElement(shape[0])
  const inner = shape[1] ? outer.appendChild(document.createElement(shape[1])) : outer
  dom.append(...(node.type.name === 'quotation' ? [outer, place] : [place, outer]))
  return { dom, place, contentDOM: inner }
}
