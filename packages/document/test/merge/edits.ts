import { Fragment, type Node } from 'prosemirror-model'
import { schema } from '../../src/index.ts'
import { block, box, list, story, table } from '../stories.ts'

const clauses = [
  '引黄灌区开闸放水，',
  '今年水稻种植12.6万亩，',
  '比去年多3.5%。',
  '记者从水利厅获悉：',
  '全区有126名“渠长”上岗；',
  '种植户👩‍🌾说：',
  '水费每亩78元，',
  '三十二个乡镇受益。',
  '9月15日8:30，',
  '𠮷林村通了水！',
]
/** A story of text, a picture, a list, a table, a box, a slot and a hole; another text for another seed. */
export function sample(seed: number, paragraphs = 3): Node {
  const text = (i: number) => [0, 1, 2, 3].map((k) => clauses[(seed + i * 3 + k) % clauses.length]).join('')
  const bodies = Array.from({ length: paragraphs }, (_, i) => block('paragraph', `p${i}`, text(i)))
  const slot = schema.node('slot', { id: 's1', hint: '面积' })
  return story(
    '引黄灌区开闸放水',
    ...bodies,
    block('picture', 'pic', '', { asset: 'a1', caption: '渠长巡渠', credit: '丁学文 摄' }),
    list('orderedList', 'list', '青铜峡灌区120公里', '固海灌区90公里'),
    table('t', [
      ['乡镇', '面积'],
      ['洪广', '126'],
      ['立岗', '98'],
    ]),
    box('factBox', 'box', '资料', '灌区长120公里。', '建于1960年。'),
    schema.node('paragraph', { id: 'ps' }, [schema.text('本县今年种植'), slot, schema.text('万亩。')]),
    schema.node('hole', { id: 'hole', kind: 'paragraph', hint: '当地群众的话' }),
    block('paragraph', 'end', '（完）'),
  )
}

/** One edit: what, in which block, where in it, how much. */
export type Op = readonly [kind: number, where: number, at: number, size: number]
/** Seeded edits by `who` (甲 above, 乙 here): what each puts in can be told from all else. */
export const edited = (from: Node, ops: readonly Op[], who: string): Node => ops.reduce((made, op, n) => edit(made, op, who, n), from)

function edit(document: Node, [kind, where, at, size]: Op, who: string, n: number): Node {
  const mark = `${who}${'子丑寅卯辰巳午未'[n % 8]}${'天地玄黄宇宙洪荒'[at % 8]}`
  const titles = document.children.slice(0, 4)
  const blocks = document.children.slice(4)
  const i = where % blocks.length
  const one = blocks[i]!
  const body = (made: readonly Node[]) => (made.length === 0 ? document : document.copy(Fragment.fromArray([...titles, ...made])))
  switch (kind % 11) {
    case 0:
      return body(blocks.toSpliced(i, 0, block('paragraph', `${who}${n}-${at}`, `${mark}。`)))
    case 1:
      return body(blocks.toSpliced(i, 1))
    case 2:
      return body(movedTo(blocks, i, at))
    case 3:
      return document.copy(Fragment.fromArray([titles[0]!, reworded(titles[1]!, at, size, mark), titles[2]!, titles[3]!, ...blocks]))
    case 4:
      return body(swapped(blocks, 'picture', (node) => retouched(node, at, size, mark)))
    case 5:
      return one.inlineContent && one.content.size > 0 ? body(blocks.with(i, emphasised(one, at, size, who))) : document
    case 6:
      return who === '乙' ? body(swapped(blocks, 'paragraph', (node) => filled(node, mark), 'ps')) : document
    case 7:
      return body(swapped(blocks, 'table', (node) => insideChanged(node, at, size, mark)))
    case 8:
      return who === '乙' ? body(swapped(blocks, 'hole', () => block('paragraph', 'hole', mark))) : document
    default:
      return body(
        blocks.with(i, one.inlineContent ? reworded(one, at, size, mark) : one.childCount > 0 ? insideChanged(one, at, size, mark) : one),
      )
  }
}

function movedTo(blocks: readonly Node[], from: number, at: number): Node[] {
  const rest = blocks.toSpliced(from, 1)
  return rest.toSpliced(at % (rest.length + 1), 0, blocks[from]!)
}
const swapped = (blocks: readonly Node[], kind: string, change: (node: Node) => Node, id?: string): Node[] =>
  blocks.map((node) => (node.type.name === kind && (id === undefined || node.attrs.id === id) ? change(node) : node))
const filled = (node: Node, value: string): Node =>
  node.copy(
    Fragment.fromArray(node.children.map((child) => (child.type.name === 'slot' ? child.type.create({ ...child.attrs, value }) : child))),
  )
const retouched = (node: Node, at: number, size: number, mark: string): Node => {
  const changes = [{ caption: mark }, { credit: mark }, { focus: `0.${at % 9} 0.${size}` }, { asset: mark }]
  return node.type.create({ ...node.attrs, ...changes[at % 4] })
}

function insideChanged(node: Node, at: number, size: number, mark: string): Node {
  if (node.inlineContent) return reworded(node, at, size, mark)
  const children = node.children
  const i = at % children.length
  if (node.type.name === 'table' && size === 0) return node.copy(Fragment.fromArray(children.toSpliced(i, 0, rowOf(children[0]!, mark))))
  if (node.type.name === 'table' && size === 1)
    return node.copy(Fragment.fromArray(children.map((row) => row.copy(row.content.addToEnd(rowOf(row, mark).child(0))))))
  return node.copy(Fragment.fromArray(children.with(i, insideChanged(children[i]!, at >> 1, size, mark))))
}
const rowOf = (like: Node, mark: string): Node =>
  schema.node(
    'tableRow',
    null,
    like.children.map(() => schema.node('tableCell', null, schema.node('cellText', null, [schema.text(mark)]))),
  )

const graphemes = new Intl.Segmenter('zh', { granularity: 'grapheme' })
/** Replaces a few graphemes by the mark or a figure, or only takes them out. */
function reworded(node: Node, at: number, size: number, mark: string): Node {
  const plain = node.textBetween(0, node.content.size, '', '\uFFFC')
  const cuts = [...graphemes.segment(plain)].map(({ index }) => index).concat(plain.length)
  const first = at % cuts.length
  const [from, to] = [cuts[first]!, cuts[Math.min(cuts.length - 1, first + (size % 4))]!]
  const added = size % 5 === 4 && to > from ? Fragment.empty : Fragment.from(schema.text(size % 7 === 3 ? `${at}` : mark))
  return node.copy(node.content.cut(0, from).append(added).append(node.content.cut(to)))
}

function emphasised(node: Node, at: number, size: number, who: string): Node {
  if (node.type.spec.marks === '') return node
  const from = at % node.content.size
  const to = Math.min(node.content.size, from + 1 + size)
  const mark = [schema.mark('strong'), schema.mark('link', { href: `https://${who === '甲' ? 'a' : 'b'}.example` }), schema.mark('em')][
    at % 3
  ]!
  const inside = node.content.cut(from, to).content.map((child) => child.mark(mark.addToSet(child.marks)))
  return node.copy(node.content.cut(0, from).append(Fragment.fromArray(inside)).append(node.content.cut(to)))
}

/** All that can be seen of a story, as one string. */
export const seen = (document: Node): string => JSON.stringify(document.toJSON())
/** Every run that a side put in and still has. */
export const runsIn = (text: string): ReadonlySet<string> => new Set(text.match(/[甲乙丙][子丑寅卯辰巳午未][天地玄黄宇宙洪荒]/g))
