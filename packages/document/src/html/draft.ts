import type { Run } from '../blocks.ts'

/** A line of text: `level` 1-6 when its source calls it a heading, `size` in pixels and `centred` when it says so. */
export type Line = {
  readonly kind: 'line'
  readonly runs: readonly Run[]
  readonly level: number
  readonly size: number | null
  readonly centred: boolean
  readonly role: '' | 'lead' | 'deck'
}
/** An item of the list `list`; `more` when it goes on in the item before it. */
export type Item = {
  readonly kind: 'item'
  readonly runs: readonly Run[]
  readonly list: object
  readonly ordered: boolean
  readonly more: boolean
}
export type Quote = { readonly kind: 'quote'; readonly runs: readonly Run[]; readonly quote: object }
export type TableCell = { readonly runs: readonly Run[]; readonly header: boolean; readonly colspan: number; readonly rowspan: number }
export type TableDraft = {
  readonly kind: 'table'
  readonly title: string
  readonly note: string
  readonly rows: readonly (readonly TableCell[])[]
}
/** A picture or video by its file name. */
export type Figure = {
  readonly kind: 'figure'
  readonly block: 'picture' | 'video'
  readonly file: string
  readonly caption: string
  readonly credit: string
  readonly alt: string
}
/** A block or title field of our own HTML, as JSON of the schema: no guessing. */
export type Ready = { readonly kind: 'ready'; readonly json: { readonly type: string } }

/** What the walk finds, in order, before it is known what is a title, a caption or a list. */
export type Draft = Line | Item | Quote | TableDraft | Figure | Ready

export const wordsOf = (runs: readonly Run[]): string => runs.map(({ text }) => text).join('')
export const lineOf = (text: string, more: Partial<Line> = {}): Line => ({
  kind: 'line',
  runs: text === '' ? [] : [{ text, marks: [] }],
  level: 0,
  size: null,
  centred: false,
  role: '',
  ...more,
})
