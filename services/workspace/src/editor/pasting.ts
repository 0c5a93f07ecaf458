import { browserTree, cleanPaste, schema } from '@kitchen/document'
import type { Bilingual } from '@kitchen/model'
import { Fragment, type Node, type Slice } from 'prosemirror-model'
import { Plugin } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import { isTitle, startOf } from './turn.ts'

type Heard = { readonly notes: (notes: readonly Bilingual[]) => void; readonly files: (files: readonly File[], at: number | null) => void }

/** Paste from Word, WeChat and pages comes out clean, with a list of what was left behind; files are taken in where they were dropped. */
export const pasting = ({ notes, files }: Heard): Plugin =>
  new Plugin({
    props: {
      transformPastedHTML: (html) => {
        const clean = cleanPaste(html, browserTree)
        if (clean.notes.length > 0) notes(clean.notes)
        return clean.html
      },
      handlePaste: (view, event, slice) => {
        const brought = [...(event.clipboardData?.files ?? [])]
        const words = event.clipboardData?.types.includes('text/html') || event.clipboardData?.types.includes('text/plain')
        if (brought.length > 0 && !words) {
          files(brought, null)
          return true
        }
        return intoTitle(view, slice)
      },
      handleDrop: (view, event) => {
        const brought = [...(event.dataTransfer?.files ?? [])]
        if (brought.length === 0) return false
        event.preventDefault()
        files(brought, view.posAtCoords({ left: event.clientX, top: event.clientY })?.pos ?? null)
        return true
      },
    },
  })

/** In a title field: the first line stays there, the rest goes to the start of the text. */
function intoTitle(view: EditorView, slice: Slice): boolean {
  const { state } = view
  const { $from } = state.selection
  if (!isTitle($from.parent)) return false
  const blocks = textBlocks(slice.content)
  const first = lineOf(slice.content.firstChild)
  const tr = state.tr.insertText(first, state.selection.from, state.selection.to)
  const rest = blocks.slice(1)
  if (rest.length > 0) {
    const at = startOf(tr.doc, 4)
    const next = tr.doc.child(4)
    tr.replaceWith(
      at,
      next.content.size === 0 && next.type === schema.nodes.paragraph ? at + next.nodeSize : at,
      Fragment.fromArray([...rest]),
    )
  }
  view.dispatch(tr.scrollIntoView().setMeta('paste', true))
  return true
}

const lineOf = (node: Node | null) =>
  node ? node.textBetween(0, node.content.size, ' ', ' ').replace(/\s+/g, ' ').trim() || (node.text ?? '') : ''

/** The slice as blocks of the text; loose text becomes a paragraph. */
function textBlocks(content: Fragment): readonly Node[] {
  return content.content.flatMap((node) => {
    if (node.isInline) return [schema.node('paragraph', null, node)]
    return node.type.isInGroup('block')
      ? [node]
      : [schema.node('paragraph', null, node.textContent === '' ? [] : schema.text(node.textContent))]
  })
}
