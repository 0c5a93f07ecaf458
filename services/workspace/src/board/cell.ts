import type { DeliveryView, ProductView, StoryView } from '@kitchen/api'
import type { Channel } from '@kitchen/model'

/**
 * waiting → making → made → delivered; aside: refused (no product), person (cannot go on alone), stale (an older version is out),
 * recalling → recalled. `none`: the centre has no such outlet.
 */
export type CellState = 'waiting' | 'making' | 'made' | 'delivered' | 'person' | 'refused' | 'recalling' | 'recalled' | 'stale'

/** One outlet of the board: what was made for it and how it went out. */
export type Item = {
  readonly outlet: string
  readonly centre: string
  readonly channel: Channel
  readonly state: CellState
  readonly percent: number
  readonly at: string | null
  readonly product: ProductView | null
  readonly delivery: DeliveryView | null
}
/** A centre on a channel: its outlets there, and the most urgent of their states. */
export type Cell = { readonly centre: string; readonly channel: Channel; readonly state: CellState; readonly items: readonly Item[] }

/** What comes first when a centre has several outlets on a channel. */
const urgency: readonly CellState[] = ['person', 'refused', 'stale', 'recalling', 'waiting', 'making', 'made', 'delivered', 'recalled']

export function cellOf(items: readonly Item[]): Cell {
  const [first] = items
  if (!first) throw new Error('a cell has at least one outlet')
  const state = urgency.find((one) => items.some((item) => item.state === one)) ?? first.state
  return { centre: first.centre, channel: first.channel, state, items }
}

type Pair = {
  readonly outlet: string
  readonly channel: Channel
  readonly product: ProductView | undefined
  readonly delivery: DeliveryView | undefined
}

/** Puts product and delivery of one outlet together. */
export function itemOf({ outlet, channel, product, delivery }: Pair, story: StoryView['state']): Item {
  return {
    outlet,
    centre: outlet.slice(0, 6),
    channel,
    state: stateOf(product, delivery, story),
    percent: product?.percent ?? 0,
    at: delivery?.at ?? product?.at ?? null,
    product: product ?? null,
    delivery: delivery ?? null,
  }
}

function stateOf(product: ProductView | undefined, delivery: DeliveryView | undefined, story: StoryView['state']): CellState {
  if (delivery) return sentState(delivery, product)
  if (product?.state === 'refused') return 'refused'
  if (story === 'recalled') return 'recalled'
  return product?.state ?? 'waiting'
}

function sentState({ state, version }: DeliveryView, product: ProductView | undefined): CellState {
  switch (state) {
    case 'person':
      return 'person'
    case 'withdrawing':
      return 'recalling'
    case 'withdrawn':
    case 'stopped':
      return 'recalled'
    case 'delivered':
      return product && product.version > version ? 'stale' : 'delivered'
    case 'waiting':
    case 'sending':
    case 'retrying':
      return 'made'
  }
}
