import { deliveryView, type RegionView, type StoryView } from '@kitchen/api'
import { Button, Drawer, Input, Segmented } from 'antd'
import { useState } from 'react'
import { ask } from '../api/ask.ts'
import { useDoing } from '../api/doing.ts'
import { Told } from '../api/told.tsx'
import { ProductFrame } from '../products/product-frame.tsx'
import { mayDo, useWho } from '../session/who.tsx'
import { useWords } from '../words/provider.tsx'
import { Time } from '../words/time.tsx'
import type { Cell, Item } from './cell.ts'
import { useNaming } from './naming.ts'
import { OnceMore } from './once-more.tsx'
import { Receipt } from './receipt.tsx'
import { Shape } from './shape.tsx'

type Props = { readonly region: RegionView; readonly story: StoryView; readonly cell: Cell | null; readonly close: () => void }

/** The product itself beside its receipt. */
export function CellDrawer({ region, story, cell, close }: Props) {
  const { words } = useWords()
  const naming = useNaming(region)
  const [chosen, setChosen] = useState<string | null>(null)
  const item = cell?.items.find(({ outlet }) => outlet === chosen) ?? cell?.items[0]
  const title = item && `${naming.centre(item.centre)} · ${naming.channel(item)}`
  return (
    <Drawer
      open={cell !== null}
      onClose={close}
      size="min(1120px, 100vw)"
      title={title}
      destroyOnHidden
      closable={{ 'aria-label': words.close }}
    >
      {cell && cell.items.length > 1 && (
        <Segmented options={cell.items.map(({ outlet }) => outlet)} value={item?.outlet ?? ''} onChange={setChosen} />
      )}
      {item && <Content region={region} story={story} item={item} />}
    </Drawer>
  )
}

function Content({ region, story, item }: { readonly region: RegionView; readonly story: StoryView; readonly item: Item }) {
  const { words, say } = useWords()
  const naming = useNaming(region)
  const failure = item.delivery?.failure ?? item.product?.failure
  const outlet = region.centres.find(({ id }) => id === item.centre)?.outlets.find(({ id }) => id === item.outlet)
  return (
    <div className="drawer">
      <div className="drawer-product">
        {item.product && <ProductFrame product={item.product} address={item.delivery?.url ?? null} centre={naming.centre(item.centre)} />}
      </div>
      <div className="drawer-receipt">
        <p className="drawer-state">
          <Shape state={item.state} percent={item.percent} /> {naming.state(item)}
          {item.at && <Time at={item.at} />}
        </p>
        {outlet && <p className="drawer-outlet">{say(outlet.name)}</p>}
        {failure && <Told failure={failure} />}
        {item.delivery?.remains && (
          <p className="drawer-remains">
            <strong>{words.board.remains}</strong> {say(item.delivery.remains)}
          </p>
        )}
        {item.delivery?.url && item.state === 'delivered' && (
          <p>
            <a href={item.delivery.url} target="_blank" rel="noreferrer">
              {words.board.live}
            </a>
          </p>
        )}
        <Hands item={item} />
        <OnceMore story={story} item={item} />
        <Receipt title={words.board.receipt} facts={item.delivery?.receipt ?? null} />
        {item.delivery?.withdrawal && <Receipt title={words.board.withdrawal} facts={item.delivery.withdrawal} />}
        {item.product && item.product.notes.length > 0 && (
          <>
            <h2>{words.story.notes}</h2>
            <ul>
              {item.product.notes.map((note) => (
                <li key={note.en}>{say(note)}</li>
              ))}
            </ul>
          </>
        )}
      </div>
    </div>
  )
}

/** What a person can do when a delivery needs one: send again, or say that it was done by hand. */
function Hands({ item }: { readonly item: Item }) {
  const { words } = useWords()
  const who = useWho()
  const [url, setUrl] = useState('')
  const [note, setNote] = useState('')
  const renews = [['deliveries', item.delivery?.story ?? '']]
  const retry = useDoing<void, unknown>({
    act: () => ask(deliveryView, `/api/deliveries/${item.delivery?.id}/retry`, 'POST', {}),
    says: words.board.resent,
    renews,
  })
  const done = useDoing<void, unknown>({
    act: () =>
      ask(deliveryView, `/api/deliveries/${item.delivery?.id}/done`, 'POST', {
        ...(url === '' ? {} : { url }),
        ...(note === '' ? {} : { note }),
      }),
    says: words.board.handled,
    renews,
  })
  if (!item.delivery || (item.delivery.state !== 'person' && item.delivery.state !== 'retrying')) return null
  const own = who.centre === item.delivery.centre || who.centre === item.delivery.origin
  if (!own || !mayDo(who, 'delivery.retry')) return <p className="drawer-outlet">{words.board.notMine}</p>
  return (
    <div className="hands">
      <Button type="primary" onClick={() => retry.mutate()} loading={retry.isPending}>
        {words.board.resend}
      </Button>
      <Input
        aria-label={words.board.byHandUrl}
        placeholder={words.board.byHandUrl}
        value={url}
        onChange={(event) => setUrl(event.target.value)}
      />
      <Input
        aria-label={words.board.byHandNote}
        placeholder={words.board.byHandNote}
        value={note}
        onChange={(event) => setNote(event.target.value)}
        maxLength={500}
      />
      <Button onClick={() => done.mutate()} loading={done.isPending}>
        {words.board.byHand}
      </Button>
    </div>
  )
}
