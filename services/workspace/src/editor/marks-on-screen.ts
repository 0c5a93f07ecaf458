import { schema } from '@kitchen/document'
import { Plugin } from 'prosemirror-state'
import { Decoration, DecorationSet } from 'prosemirror-view'

export type Hints = Readonly<Record<'kicker' | 'headline' | 'deck' | 'byline' | 'text', { readonly label: string; readonly hint: string }>>

/** Labels of the title fields, and what to write where nothing is yet. */
export const hints = (say: () => Hints): Plugin =>
  new Plugin({
    props: {
      decorations: ({ doc }) => {
        const said = say()
        const made: Decoration[] = []
        doc.forEach((node, at, index) => {
          const name =
            index < 4
              ? (node.type.name as keyof Hints)
              : index === 4 && doc.childCount === 5 && node.type === schema.nodes.paragraph
                ? 'text'
                : null
          if (!name) return
          const { label, hint } = said[name]
          made.push(
            Decoration.node(at, at + node.nodeSize, {
              'data-label': label,
              ...(node.content.size === 0 ? { class: 'empty', 'data-hint': hint } : {}),
            }),
          )
        })
        return DecorationSet.create(doc, made)
      },
    },
  })
