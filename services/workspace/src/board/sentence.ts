import type { Bilingual } from '@kitchen/model'
import type { Words } from '../words/zh.ts'
import type { CellState, Item } from './cell.ts'

type Named = {
  readonly words: Words
  readonly say: (text: Bilingual) => string
  readonly centre: (id: string) => string
  readonly channel: (item: Item) => string
  readonly recalled: boolean
}

/** 100 件成品中 97 件已送达；海原微信公众号需要人处理：令牌被拒。 */
export function sentenceOf(items: readonly Item[], named: Named): string {
  const { words } = named
  const count = (state: CellState) => items.filter((item) => item.state === state).length
  const parts = [
    headOf(items, named),
    ...needs(items, named),
    ...some(count('refused'), words.board.refused),
    ...some(count('stale'), words.board.stale),
    ...some(count('recalling'), words.board.recalling),
    ...some(count('making'), words.board.making),
    ...some(items.filter(sending).length, words.board.sending),
    ...some(items.filter((item) => item.state === 'made' && !sending(item)).length, words.board.made),
    ...some(count('waiting'), words.board.waiting),
  ]
  return parts.join(words.board.and) + words.board.stop
}

function headOf(items: readonly Item[], { words, recalled }: Named): string {
  const done = items.filter(({ state }) => state === (recalled ? 'recalled' : 'delivered')).length
  if (recalled) return done === items.length ? words.board.allGone(done) : words.board.gone(done, items.length)
  return done === items.length ? words.board.allDone(done) : words.board.all(done, items.length)
}

/** The first that needs a person is named with its reason; the others are counted. */
function needs(items: readonly Item[], { words, say, centre, channel }: Named): readonly string[] {
  const [first, ...rest] = items.filter(({ state }) => state === 'person')
  if (!first) return []
  const why = first.delivery?.failure ? say(first.delivery.failure.says) : words.board.cell.person
  return [words.board.needs(centre(first.centre), channel(first), bare(why)), ...some(rest.length, words.board.needsMore)]
}

const some = (count: number, says: (count: number) => string): readonly string[] => (count > 0 ? [says(count)] : [])
const sending = ({ state, delivery }: Item) => state === 'made' && delivery !== null
const bare = (text: string) => text.replace(/[。.]$/, '')
