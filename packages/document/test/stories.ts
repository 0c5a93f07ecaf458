import type { Node } from 'prosemirror-model'
import { schema } from '../src/index.ts'

const inline = (text: string) => (text === '' ? [] : [schema.text(text)])
/** A text block with an id. */
export const block = (kind: string, id: string, text = '', attrs: object = {}): Node => schema.node(kind, { id, ...attrs }, inline(text))
/** A document with a headline and these blocks. */
export const story = (headline: string, ...blocks: Node[]): Node =>
  schema.node('doc', null, [
    schema.node('kicker'),
    schema.node('headline', null, inline(headline)),
    schema.node('deck'),
    schema.node('byline'),
    ...blocks,
  ])
/** A table out of rows of texts; the first row heads it when `headed`. */
export function table(id: string, rows: readonly (readonly string[])[], headed = true): Node {
  const cell = (text: string, row: number) =>
    schema.node(headed && row === 0 ? 'tableHeader' : 'tableCell', null, schema.node('cellText', null, inline(text)))
  return schema.node(
    'table',
    { id, title: '面积', note: '数据来源：农业农村厅' },
    rows.map((texts, row) =>
      schema.node(
        'tableRow',
        null,
        texts.map((text) => cell(text, row)),
      ),
    ),
  )
}
/** A list of texts. */
export const list = (kind: 'bulletList' | 'orderedList', id: string, ...items: string[]): Node =>
  schema.node(
    kind,
    { id },
    items.map((text) => schema.node('listItem', null, schema.node('itemText', null, inline(text)))),
  )
/** An aside of paragraphs. */
export const box = (kind: 'factBox' | 'editorsNote' | 'contact', id: string, title: string, ...texts: string[]): Node =>
  schema.node(
    kind,
    { id, title },
    texts.map((text) => schema.node('factText', null, inline(text))),
  )

/** One of everything. */
export const everything = story(
  '黄河水润新灌区',
  block('lead', 'a1', '本报银川讯 今年秋粮开镰。'),
  block('subhead', 'a2', '数字渠长上岗'),
  block('paragraph', 'a3', '共有126名。'),
  block('quotation', 'a4', '浇水不用愁了。', { attribution: '种植户王秀兰' }),
  list('orderedList', 'a5', '青铜峡', '固海'),
  table('a6', [
    ['乡镇', '面积'],
    ['洪广', '126'],
  ]),
  block('picture', 'a7', '', {
    asset: '019a0000-0000-7000-8000-000000000001',
    caption: '数字渠长巡渠',
    credit: '丁学文 摄',
    focus: '0.5 0.25',
  }),
  block('video', 'a8', '', { asset: 'file:水.mp4', caption: '放水' }),
  box('factBox', 'a9', '资料', '灌区长120公里。'),
  box('contact', 'a10', '', '电话 0951-6012345'),
)
