import { authorsOf } from '../story/byline.ts'
import type { Story } from '../story/story.ts'
import { reportersOf, type Script } from './script.ts'

/** One lower third (字幕条): its kind, the large line and the small one. */
export type LowerThird = {
  readonly kind: '标题' | '地点' | '同期声' | '记者' | '图片' | '标识'
  readonly large: string
  readonly small: string
}

/** The lower thirds of an item, in the order in which they are needed. `labels`: words that AI-made media must show. */
export function lowerThirdsOf(story: Story, { passages }: Script, labels: readonly string[]): LowerThird[] {
  const bites = passages.flatMap((one) => (one.kind === 'bite' && one.who.name ? [one.who] : []))
  const speakers = [...new Map(bites.map((who) => [who.name, who])).values()]
  const authors = authorsOf(reportersOf(story))
  return [
    { kind: '标题', large: story.headline, small: story.kicker || story.deck },
    ...(story.keywords[0] ? [{ kind: '地点' as const, large: story.keywords[0], small: '' }] : []),
    ...speakers.map(({ name, position }) => ({ kind: '同期声' as const, large: name, small: position })),
    ...(authors.length > 0 ? [{ kind: '记者' as const, large: authors.join('　'), small: story.source }] : []),
    ...labels.map((label) => ({ kind: '标识' as const, large: label, small: '' })),
  ]
}

/** lower-thirds.txt: a line each, kind, large and small line parted by tabs, as character generators import them. */
export const lowerThirdText = (all: readonly LowerThird[]): string =>
  `${['类别\t大字\t小字', ...all.map(({ kind, large, small }) => `${kind}\t${large}\t${small}`)].join('\r\n')}\r\n`
