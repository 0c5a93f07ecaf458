import { productList, type StoryView, storyView } from '@kitchen/api'
import { Button } from 'antd'
import { ask } from '../api/ask.ts'
import { useDoing } from '../api/doing.ts'
import { mayDo, useWho } from '../session/who.tsx'
import { useWords } from '../words/provider.tsx'
import type { Item } from './cell.ts'

/** What a refused product can still become: made again; after the release signed by itself, which sends it. */
export function OnceMore({ story, item }: { readonly story: StoryView; readonly item: Item }) {
  const { words } = useWords()
  const who = useWho()
  const { version = 0, state } = item.product ?? {}
  const late = story.late.find(({ outlet }) => outlet === item.outlet)
  const again = useDoing<void, unknown>({
    act: () => ask(productList, '/api/products/again', 'POST', { story: story.id, version, outlet: item.outlet }),
    says: words.board.madeAgain,
    renews: [['products', story.id]],
  })
  const sign = useDoing<void, unknown>({
    act: () => ask(storyView, `/api/stories/${story.id}/supplements`, 'POST', { version, outlet: item.outlet, hash: late?.hash }),
    says: words.board.oneSigned,
    renews: [
      ['story', story.id],
      ['deliveries', story.id],
    ],
  })
  if (late && state === 'made') {
    if (!story.may.supplement) return <p className="drawer-outlet">{words.board.signsOne}</p>
    return (
      <div className="hands">
        <p>{words.board.signOneHint}</p>
        <Button type="primary" onClick={() => sign.mutate()} loading={sign.isPending}>
          {words.board.signOne}
        </Button>
      </div>
    )
  }
  if (state !== 'refused' || story.state === 'recalled' || who.centre !== story.centre || !mayDo(who, 'product.retry')) return null
  return (
    <div className="hands">
      <Button type="primary" onClick={() => again.mutate()} loading={again.isPending}>
        {words.board.makeAgain}
      </Button>
    </div>
  )
}
