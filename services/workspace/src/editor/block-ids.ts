import { withBlockIds } from '@kitchen/document'
import { Plugin } from 'prosemirror-state'

/** Keeps an id of its own on every block: a split or a paste makes a new one, the first keeps the old. */
export const blockIds = (): Plugin =>
  new Plugin({
    appendTransaction: (transactions, _before, { doc, tr }) => {
      if (!transactions.some(({ docChanged }) => docChanged)) return null
      const good = withBlockIds(doc)
      if (good === doc) return null
      doc.forEach((node, at, index) => {
        const { id } = good.child(index).attrs
        if (node.attrs.id !== id) tr.setNodeAttribute(at, 'id', id)
      })
      return tr.setMeta('addToHistory', false)
    },
  })
