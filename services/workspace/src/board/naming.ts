import type { RegionView } from '@kitchen/api'
import { channelNames } from '@kitchen/model'
import { useWords } from '../words/provider.tsx'
import { fullTime } from '../words/times.ts'
import type { Cell, Item } from './cell.ts'

/** Names of centres and channels and what a cell says, in the person's language. */
export function useNaming(region: RegionView) {
  const { words, say, language } = useWords()
  const centre = (id: string) => {
    const found = region.centres.find((one) => one.id === id)
    return found ? say(found.name) : id
  }
  const channel = (item: Pick<Item, 'channel'>) => say(channelNames[item.channel])
  const state = ({ state: now, percent, delivery }: Item): string => {
    if (now === 'making') return `${words.board.cell.making} ${percent}%`
    if (delivery?.state === 'stopped') return words.board.stopped
    if (now === 'made' && delivery) return delivery.state === 'retrying' ? words.board.retrying : words.board.beingSent
    return words.board.cell[now]
  }
  const why = ({ delivery, product }: Item): string | null => {
    const failure = delivery?.failure ?? product?.failure
    if (failure) return say(failure.says)
    return product && product.waitsFor.length > 0 ? words.story.waitsFor(words.list(product.waitsFor)) : null
  }
  const label = (cell: Cell): string =>
    cell.items
      .map((item) =>
        [centre(item.centre), channel(item), state(item), item.at && fullTime(item.at, language), why(item)]
          .filter(Boolean)
          .join(language === 'zh' ? '，' : ', '),
      )
      .join('; ')
  return { centre, channel, state, why, label }
}
export type Naming = ReturnType<typeof useNaming>
