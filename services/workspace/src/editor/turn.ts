import { schema } from '@kitchen/document'
import { Fragment, type Node } from 'prosemirror-model'
import { type Command, type EditorState, TextSelection } from 'prosemirror-state'

/** What text can be turned into, whatever it was. */
export const kinds = ['paragraph', 'lead', 'subhead', 'quotation', 'bulletList', 'orderedList', 'factBox', 'editorsNote'] as const
export type Kind = (typeof kinds)[number]

/** Turns the blocks of the selection into a kind: text of all of them, line by line. Not on titles, tables and pictures. */
export const turnInto =
  (kind: Kind): Command =>
  (state, dispatch) => {
    const found = blocksOf(state)
    if (!found || found.nodes.some((node) => !turnable(node))) return false
    if (!dispatch) return true
    const made = build(kind, found.nodes.flatMap(linesOf), String(found.nodes[0]!.attrs.id))
    const tr = state.tr.replaceWith(found.from, found.to, made)
    const shift = depthOf(made[0]!) - depthOf(found.nodes[0]!)
    dispatch(
      tr
        .setSelection(TextSelection.near(tr.doc.resolve(Math.min(tr.doc.content.size, Math.max(0, state.selection.head + shift))), -1))
        .scrollIntoView(),
    )
    return true
  }

/** The kind that the cursor is in, or null where none applies. */
export function kindAt(state: EditorState): Kind | null {
  const name = blocksOf(state)?.nodes[0]?.type.name
  return kinds.find((kind) => kind === name) ?? null
}

/** Puts a block after the one with the cursor; an empty paragraph gives way to it. From a title it goes to the start of the text. */
export function insertBlock(state: EditorState, node: Node, at?: number) {
  const { $from } = state.selection
  const index = at === undefined ? $from.index(0) : state.doc.resolve(Math.min(at, state.doc.content.size)).index(0)
  const current = state.doc.maybeChild(index)
  const inText = index >= titleCount && current
  const from = inText ? startOf(state.doc, index) : startOf(state.doc, titleCount)
  const empty = inText && current.type.name === 'paragraph' && current.content.size === 0
  const place = empty || !inText ? from : from + current.nodeSize
  const tr = state.tr.replaceWith(place, empty ? place + current.nodeSize : place, node)
  const after = place + node.nodeSize
  if (after >= tr.doc.content.size) tr.insert(after, schema.node('paragraph'))
  return { tr, place }
}

const titleCount = 4
export const isTitle = (node: Node): boolean => ['kicker', 'headline', 'deck', 'byline'].includes(node.type.name)

/** Where a top-level child starts. */
export function startOf(doc: Node, index: number): number {
  let at = 0
  for (let i = 0; i < index; i++) at += doc.child(i).nodeSize
  return at
}

function blocksOf({ doc, selection }: EditorState) {
  const first = selection.$from.index(0)
  const last = Math.max(
    first,
    selection.$to.depth === 0 && selection.to > selection.from ? selection.$to.index(0) - 1 : selection.$to.index(0),
  )
  if (first < titleCount || last >= doc.childCount) return null
  const nodes = Array.from({ length: last - first + 1 }, (_, i) => doc.child(first + i))
  const from = startOf(doc, first)
  return { from, to: from + nodes.reduce((sum, node) => sum + node.nodeSize, 0), nodes }
}

const turnable = (node: Node) => kinds.some((kind) => kind === node.type.name) || node.type.name === 'contact'
const depthOf = (node: Node) => (node.isTextblock ? 1 : node.firstChild?.isTextblock ? 2 : 3)

/** Every line of text in a block: of lists and boxes one per item. */
function linesOf(node: Node): readonly Fragment[] {
  if (node.isTextblock) return [node.content]
  return node.children.flatMap(linesOf)
}

function build(kind: Kind, lines: readonly Fragment[], id: string): readonly Node[] {
  switch (kind) {
    case 'paragraph':
    case 'lead':
      return lines.map((line, at) => schema.node(kind, at === 0 ? { id } : null, line))
    case 'subhead':
    case 'quotation':
      return lines.map((line, at) => schema.node(kind, at === 0 ? { id } : null, bare(line)))
    case 'bulletList':
    case 'orderedList':
      return [
        schema.node(
          kind,
          { id },
          lines.map((line) => schema.node('listItem', null, schema.node('itemText', null, line))),
        ),
      ]
    case 'factBox':
    case 'editorsNote':
      return [
        schema.node(
          kind,
          { id },
          lines.map((line) => schema.node('factText', null, line)),
        ),
      ]
  }
}

/** Plain text: no marks, no breaks. */
function bare(line: Fragment): Fragment {
  const text = line.textBetween(0, line.size, '', ' ')
  return text === '' ? Fragment.empty : Fragment.from(schema.text(text))
}
