import { countCharacters } from '../count.ts'
import type { Titles } from '../text.ts'
import { type Draft, type Line, lineOf, wordsOf } from './draft.ts'

type Field = keyof Titles
/** How a source marks its headline: `first` takes the first line whatever it looks like. */
export type TitleRule = { readonly headline: 'first' | 'marked' }
export type Titled = { readonly titles: Titles; readonly rest: readonly Draft[] }

/**
 * A manuscript's titles by the desks' conventions: lines 引题：, 主题：, 副题：, 署名： anywhere at the head; else the first main heading is the headline, a short line above
 * it the kicker, a line ——… below it the deck; 本报记者 某某 (or 记者 …, 通讯员 …) below the titles or at the very end is the byline.
 */
export function takeTitles(drafts: readonly Draft[], rule: TitleRule): Titled {
  const ready = readyTitles(drafts)
  if (ready !== undefined) return ready
  const labelled = takeLabelled(splitHead(drafts))
  const named = labelled.titles.headline === undefined ? takeHeadline(labelled, rule) : labelled
  const decked = takeDeck(named)
  const { titles, rest } = takeByline(decked)
  return { titles: { kicker: '', headline: '', deck: '', byline: '', ...titles }, rest: withLead(rest) }
}

type Taking = {
  readonly titles: Partial<Titles>
  readonly rest: readonly Draft[] /** How many drafts at the head may still be titles. */
  readonly at: number
}
const headLength = 12

/** Titles of our own HTML. */
function readyTitles(drafts: readonly Draft[]): Titled | undefined {
  const fields = ['kicker', 'headline', 'deck', 'byline'] as const
  const own = new Map(
    drafts.flatMap((draft) =>
      draft.kind === 'ready' ? [[draft.json.type, draft.json as { content?: readonly { text?: string }[] }] as const] : [],
    ),
  )
  if (!own.has('headline')) return undefined
  const [kicker, headline, deck, byline] = fields.map((field) => (own.get(field)?.content ?? []).map(({ text }) => text ?? '').join(''))
  const rest = drafts.filter((draft) => draft.kind !== 'ready' || !fields.some((field) => field === draft.json.type))
  return { titles: { kicker: kicker!, headline: headline!, deck: deck!, byline: byline! }, rest }
}

const labels: readonly (readonly [RegExp, Field])[] = [
  [/^[【[]?(?:引题|肩题|眉题)[】\]]?\s*[:：]\s*/, 'kicker'],
  [/^[【[]?(?:主题|主标题|大标题|标题)[】\]]?\s*[:：]\s*/, 'headline'],
  [/^[【[]?(?:副题|副标题)[】\]]?\s*[:：]\s*/, 'deck'],
  [/^[【[]?(?:署名|作者)[】\]]?\s*[:：]\s*/, 'byline'],
]
const labelOf = (words: string) => labels.find(([label]) => label.test(words))

/** Titles that share a paragraph, parted by breaks, become lines of their own. */
function splitHead(drafts: readonly Draft[]): Draft[] {
  return drafts.flatMap((draft, at) => {
    if (at >= headLength || draft.kind !== 'line') return [draft]
    const lines = wordsOf(draft.runs).split('\n')
    return lines.length > 1 && lines.some((line) => labelOf(line.trim()) !== undefined)
      ? lines.map((line) => lineOf(line.trim(), { level: draft.level }))
      : [draft]
  })
}

function takeLabelled(drafts: readonly Draft[]): Taking {
  const titles: Partial<Record<Field, string>> = {}
  const rest = drafts.filter((draft, at) => {
    const words = draft.kind === 'line' && at < headLength ? wordsOf(draft.runs) : ''
    const [label, field] = labelOf(words) ?? []
    if (label === undefined || field === undefined || titles[field] !== undefined) return true
    titles[field] = words.replace(label, '').trim()
    return false
  })
  return { titles, rest, at: 0 }
}

function takeHeadline({ titles, rest }: Taking, { headline }: TitleRule): Taking {
  const at = headlineAt(rest, headline)
  const line = rest[at]
  if (line?.kind !== 'line') return { titles, rest, at: 0 }
  const above = rest.slice(0, at).filter((draft) => draft.kind === 'line')
  const kicker =
    titles.kicker ?? (above.length === 1 && countCharacters(wordsOf(above[0]!.runs)) <= 40 ? wordsOf(above[0]!.runs) : undefined)
  const left = rest.filter((draft, index) => index !== at && !(kicker !== undefined && titles.kicker === undefined && draft === above[0]))
  return {
    titles: { ...titles, ...(kicker === undefined ? {} : { kicker }), headline: oneLine(line) },
    rest: left,
    at: left.length === rest.length - 1 ? at : 0,
  }
}

/** The first main heading near the head; else a heading or a short line at the very head. */
function headlineAt(drafts: readonly Draft[], rule: TitleRule['headline']): number {
  if (rule === 'first') return drafts.findIndex((draft) => draft.kind === 'line')
  const marked = drafts.findIndex((draft, at) => at < headLength && draft.kind === 'line' && draft.level === 1)
  if (marked >= 0) return marked
  const first = drafts.findIndex((draft) => draft.kind !== 'figure')
  const line = drafts[first]
  if (line?.kind !== 'line' || drafts.length < 2) return -1
  return line.level > 0 ||
    (countCharacters(wordsOf(line.runs)) <= 36 && !/[。！？；]$/.test(wordsOf(line.runs)) && !isByline(wordsOf(line.runs)))
    ? first
    : -1
}

function takeDeck({ titles, rest, at }: Taking): Taking {
  const line = rest[at]
  const words = line?.kind === 'line' ? wordsOf(line.runs) : ''
  if (
    titles.deck !== undefined ||
    !((line?.kind === 'line' && line.role === 'deck') || /^[—－-]{1,2}\s*\S/.test(words)) ||
    countCharacters(words) > 60
  )
    return { titles, rest, at }
  return { titles: { ...titles, deck: words.replace(/^[—－-]+\s*/, '') }, rest: rest.filter((_, index) => index !== at), at }
}

/** Right below the titles, or the last line of all. */
function takeByline({ titles, rest, at }: Taking): Taking {
  if (titles.byline !== undefined) return { titles, rest, at }
  const places = [at, at + 1, at + 2, rest.length - 1]
  const found = places.find((place) => {
    const draft = rest[place]
    return draft?.kind === 'line' && isByline(wordsOf(draft.runs))
  })
  if (found === undefined) return { titles, rest, at }
  const words = wordsOf((rest[found] as Line).runs)
  return {
    titles: { ...titles, byline: words.replace(/^[□■◎○●◆▲※\s（(【[]+|[）)】\]\s]+$/g, '').replace(/\s+/g, ' ') },
    rest: rest.filter((_, index) => index !== found),
    at,
  }
}

const person = '[\\p{Script=Han}·]{2,10}'
const role =
  '(?:(?:本报|本台|本网|本刊|[\\p{Script=Han}]{2,8}(?:日报|晚报|融媒体?中心|电视台|新闻网))?\\s*(?:全媒体|融媒体?|首席|见习|实习|特约|驻[\\p{Script=Han}]{2,4})?(?:记者|通讯员|评论员|特派员)|文字?|图片?|摄影|图文|文[/／]图|撰稿)'
const bylineLine = new RegExp(
  `^[□■◎○●◆▲※\\s（(【[]*(?:${role}[\\s　:：/／]+${person}(?:[\\s　、，,]+(?!${role})${person})*[\\s　、，,；;/／]*|(?:本报|本台)(?:全媒体|首席|见习|实习)?记者\\p{Script=Han}{2,3}[\\s　、，,]*)+[）)】\\]\\s]*$`,
  'u',
)
const isByline = (words: string): boolean => words.length <= 60 && bylineLine.test(words)

/** 导语： says it; a dateline (本报银川9月15日讯, 新华社…电) shows it. */
function withLead(drafts: readonly Draft[]): Draft[] {
  const first = drafts.findIndex((draft) => draft.kind === 'line' && draft.level === 0)
  return drafts.map((draft, at) => {
    if (at !== first || draft.kind !== 'line') return draft
    const label = /^[【[]?导语[】\]]?\s*[:：]?\s*/.exec(draft.runs[0]?.text ?? '')?.[0]
    if (label !== undefined && /[:：】\]]\s*$/.test(label))
      return {
        ...draft,
        role: 'lead',
        runs: [{ ...draft.runs[0]!, text: draft.runs[0]!.text.slice(label.length) }, ...draft.runs.slice(1)],
      }
    return /^(?:本报|本台|新华社)[^，。,.]{0,24}?(?:讯|电|消息)(?:[\s　（(：:]|$)/.test(wordsOf(draft.runs))
      ? { ...draft, role: 'lead' }
      : draft
  })
}

const oneLine = (line: Line): string =>
  wordsOf(line.runs)
    .replace(/\s*\n\s*/g, ' ')
    .trim()
