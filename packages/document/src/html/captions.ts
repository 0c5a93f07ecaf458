import { type Draft, type Figure, wordsOf } from './draft.ts'

/**
 * Lines that belong to a neighbour go to it: a caption right below a picture (图为…, 图：…, 图片说明：…, or one that ends in "某某 摄"), a table's title above (表：…, 表1 …) and
 * its note below (注：…, 数据来源：…). The photographer's name leaves the caption and becomes the credit.
 */
export function withCaptions(drafts: readonly Draft[]): Draft[] {
  const kept: Draft[] = []
  for (const draft of drafts) {
    const [last, words] = [kept.at(-1), draft.kind === 'line' ? wordsOf(draft.runs) : '']
    if (last?.kind === 'figure' && last.caption === '' && isCaption(words))
      kept[kept.length - 1] = { ...last, caption: words.replace(/^(?:图片?说明|图)[:：]\s*/, '') }
    else if (last?.kind === 'table' && last.note === '' && /^(?:备?注|(?:数据)?来源)[:：]/.test(words))
      kept[kept.length - 1] = { ...last, note: words }
    else if (draft.kind === 'table' && draft.title === '' && last?.kind === 'line' && isTableTitle(wordsOf(last.runs)))
      kept[kept.length - 1] = { ...draft, title: wordsOf(last.runs).replace(/^表[:：]\s*/, '') }
    else kept.push(draft)
  }
  return kept.map((draft) => (draft.kind === 'figure' ? withCredit(draft) : draft))
}

const photographer =
  /[（(\s]*(?:图\s*[/／:：]\s*|摄影\s*[:：/]?\s*)?((?:本报|本台|新华社|全媒体)?(?:记者|通讯员)?\s*[\p{Script=Han}·]{2,12}(?:[、\s][\p{Script=Han}·]{2,4})?)\s*(摄|摄影|供图)\s*[）)]?\s*$/u
const isCaption = (words: string): boolean =>
  words.length <= 120 && (/^(?:图为|图片?说明|图[:：]|[（(]?[上下左右][图：:])/.test(words) || photographer.test(words))
const isTableTitle = (words: string): boolean => words.length <= 40 && /^表(?:[:：]|\s*[\d一二三四五六七八九十])/.test(words)

function withCredit(figure: Figure): Figure {
  const found = photographer.exec(figure.caption)
  if (figure.credit !== '' || found === null) return figure
  const rest = figure.caption.slice(0, found.index).trim()
  const starts = /(?:^|[。！？，,\s（(])$/.test(figure.caption.slice(0, found.index + (/^[（(\s]+/.exec(found[0])?.[0].length ?? 0)))
  return starts ? { ...figure, caption: rest, credit: `${found[1]!.trim()} ${found[2]}` } : figure
}
