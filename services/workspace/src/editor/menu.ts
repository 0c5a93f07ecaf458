import { schema } from '@kitchen/document'
import type { Command, EditorState } from 'prosemirror-state'
import { TextSelection } from 'prosemirror-state'
import type { Words } from '../words/zh.ts'
import { insertBlock, type Kind, kinds, turnInto } from './turn.ts'

/** One thing that can be put in: found by its name, by pinyin initials or English. */
export type Insertion = { readonly key: string; readonly label: string; readonly also: string; readonly run: Command }
const also: Record<Kind, string> = {
  paragraph: 'zw text',
  lead: 'dy lead',
  subhead: 'xbt subhead heading',
  quotation: 'yy quote',
  bulletList: 'xm bullets list',
  orderedList: 'bh numbers list',
  factBox: 'zlk fact box',
  editorsNote: 'bza note',
}

/** What the slash menu offers; `pick` opens the choice of pictures and videos. */
export function insertions(words: Words, pick: (kind: 'picture' | 'video') => void): readonly Insertion[] {
  const names: Record<Kind, string> = {
    paragraph: words.filing.paragraph,
    lead: words.filing.lead,
    subhead: words.filing.subhead,
    quotation: words.filing.quotation,
    bulletList: words.filing.bullets,
    orderedList: words.filing.numbers,
    factBox: words.filing.fact,
    editorsNote: words.filing.note,
  }
  const turns = kinds.map((kind) => ({ key: kind, label: names[kind], also: also[kind], run: turnInto(kind) }))
  const open =
    (kind: 'picture' | 'video'): Command =>
    () => {
      pick(kind)
      return true
    }
  return [
    ...turns,
    { key: 'table', label: words.filing.table, also: 'bg table', run: insertTable },
    { key: 'picture', label: words.filing.picture, also: 'tp picture photo', run: open('picture') },
    { key: 'video', label: words.filing.video, also: 'sp video film', run: open('video') },
  ]
}

export const fitting = (all: readonly Insertion[], query: string): readonly Insertion[] =>
  all.filter(({ label, also: more }) => `${label} ${more}`.toLowerCase().includes(query.toLowerCase()))

/** Three by three with a head. */
export const insertTable: Command = (state, dispatch) => {
  dispatch?.(tableIn(state))
  return true
}

function tableIn(state: EditorState) {
  const row = (type: string) =>
    schema.node(
      'tableRow',
      null,
      Array.from({ length: 3 }, () => schema.node(type, null, schema.node('cellText'))),
    )
  const { tr, place } = insertBlock(state, schema.node('table', null, [row('tableHeader'), row('tableCell'), row('tableCell')]))
  return tr.setSelection(TextSelection.near(tr.doc.resolve(place + 4))).scrollIntoView()
}
