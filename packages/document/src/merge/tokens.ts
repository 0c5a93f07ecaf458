import { Fragment, Mark, type Node } from 'prosemirror-model'

/** What is never cut: one grapheme, one whole figure, one Latin word, one inline node. `marks` by UTF-16 unit: a figure may be half in bold. */
export type Token = { readonly text: string; readonly marks: readonly (readonly Mark[])[]; readonly node?: Node }

const hole = '\uFFFC'
const graphemes = new Intl.Segmenter('zh', { granularity: 'grapheme' })
/** Figures with their signs and 万/亿, Chinese figures of two signs and more, Latin words. */
const whole =
  /[\d０-９]+(?:[.,:：/~\-–—．％%‰][\d０-９]*)*[十百千万亿]*|[〇零一二三四五六七八九十百千万亿两]{2,}|[\p{Script=Latin}_@][\p{Script=Latin}\d_@.'’-]*/uy
/** Text in which every unit is a grapheme of its own: most of it, and the segmenter is slow. */
const plain = /^[ -~\n\u3000-\u3029\u3030-\u303f\u4e00-\u9fff\uff01-\uff5e\ufffc“”‘’…—·]*$/

/** Text cut where it may be cut. An inline node stands alone, whatever sign follows it. */
export function splitText(text: string): string[] {
  return text.split(/(\uFFFC)/).flatMap((part) => (part === hole ? [hole] : splitWords(part)))
}

function splitWords(text: string): string[] {
  const parts: string[] = []
  let held = 0
  for (const { segment, index } of plain.test(text) ? unitsOf(text) : graphemes.segment(text)) {
    if (index < held) {
      parts.push((parts.pop() ?? '') + segment)
      continue
    }
    parts.push(segment)
    const length = wholeAt(text, index)
    held = length >= segment.length ? index + length : index
  }
  return parts
}
const unitsOf = (text: string) => Array.from(text, (segment, index) => ({ segment, index }))
function wholeAt(text: string, index: number): number {
  whole.lastIndex = index
  return whole.exec(text)?.[0].length ?? 0
}

/** The inline content of a text block as tokens. A slot is the same token whatever was put into it. */
export function tokensOf(block: Node): Token[] {
  const marks: (readonly Mark[])[] = []
  const holes = new Map<number, Node>()
  block.forEach((child) => {
    if (!child.isText) holes.set(marks.length, child)
    for (let unit = 0; unit < (child.text?.length ?? 1); unit++) marks.push(child.marks)
  })
  let at = 0
  return splitText(block.textBetween(0, block.content.size, '', hole)).map((text) => {
    const node = text === hole ? holes.get(at) : undefined
    const own = marks.slice(at, at + text.length)
    at += text.length
    return node ? { text: nameOf(node), marks: own, node } : { text, marks: own }
  })
}
/** A line break ends a clause, as its sign does. */
const nameOf = ({ type, attrs }: Node) => (type.name === 'hardBreak' ? `${hole}\n` : `${hole}${type.name} ${String(attrs.id ?? '')}`)

/** Tokens as inline nodes again. */
export function inlineOf(tokens: readonly Token[], { type: { schema } }: Node): Fragment {
  const nodes = tokens.flatMap(({ text, marks, node }) =>
    node ? [node.mark(marks[0] ?? [])] : runsOf(text, marks).map((run) => schema.text(run.text, run.marks)),
  )
  return Fragment.fromArray(nodes)
}
function runsOf(text: string, marks: Token['marks']): { text: string; marks: readonly Mark[] }[] {
  if (marks.every((unit) => Mark.sameSet(unit, marks[0]!))) return [{ text, marks: marks[0]! }]
  return marks.map((unit, at) => ({ text: text[at]!, marks: unit }))
}

/** Whether the text would now be cut otherwise than it was put together: 20 and 5 became 205, two halves became a flag. */
export function isGlued(tokens: readonly Token[]): boolean {
  const texts = tokens.map(({ node, text }) => (node ? hole : text))
  const parts = splitText(texts.join(''))
  return parts.length !== texts.length || parts.some((part, at) => part !== texts[at])
}

/** What a person reads of tokens; an inline node as what stands in it. */
export const wordsOf = (tokens: readonly Token[]): string =>
  tokens.map(({ text, node }) => (node ? (node.type.spec.leafText?.(node) ?? '') : text)).join('')
