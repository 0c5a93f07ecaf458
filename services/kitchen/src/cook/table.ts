import type { DeliveryView, ProductView } from '@kitchen/api'
import { type Channel, channelNames, channels, type Region } from '@kitchen/model'

const signs = { waiting: '·', making: '◔', made: '◑', delivered: '●', person: '▲', refused: '✕', withdrawn: '⊘' } as const
type Sign = keyof typeof signs
type Live = { readonly products: readonly ProductView[]; readonly deliveries: readonly DeliveryView[] }

/** The board as text: a row a centre, 报 台 网 端 微, with a sentence on top. */
export function boardText(region: Region, live: Live): string {
  const products = new Map(live.products.map((product) => [product.outlet as string, product]))
  const deliveries = new Map(live.deliveries.map((delivery) => [delivery.outlet as string, delivery]))
  const cell = (centre: string, channel: Channel) => {
    const [product, delivery] = [products.get(`${centre}-${channel}`), deliveries.get(`${centre}-${channel}`)]
    return signs[signOf(product, delivery)]
  }
  const rows = region.centres.map(
    ({ id, name }) =>
      `${name.zh}${'　'.repeat(Math.max(0, 4 - [...name.zh].length))} ${channels.map((channel) => cell(id, channel)).join('  ')}`,
  )
  return [sentence(live), `　　　　 ${channels.map((channel) => channelNames[channel].sign).join(' ')}`, ...rows].join('\n')
}

function signOf(product: ProductView | undefined, delivery: DeliveryView | undefined): Sign {
  if (delivery?.state === 'delivered') return 'delivered'
  if (delivery?.state === 'person') return 'person'
  if (delivery?.state === 'withdrawn') return 'withdrawn'
  if (product?.state === 'refused') return 'refused'
  if (product?.state === 'made') return 'made'
  return product?.state === 'making' ? 'making' : 'waiting'
}

const sentence = ({ products, deliveries }: Live): string => {
  const count = (states: readonly string[], all: readonly { state: string }[]) => all.filter(({ state }) => states.includes(state)).length
  return `成品 ${count(['made'], products)} / ${products.length}　送达 ${count(['delivered'], deliveries)}　拒收 ${count(['refused'], products)}　待人处理 ${count(['person'], deliveries)}`
}

/** What did not arrive, a line each with its reason. */
export function failures(live: Live): string[] {
  const told = (outlet: string, failure: ProductView['failure'], fallback: string) =>
    `${outlet}: ${failure ? `${failure.says.zh} ${failure.next.zh} (${failure.code})` : fallback}`
  return [
    ...live.products
      .filter(({ state }) => state !== 'made')
      .map(({ outlet, failure, state, waitsFor }) => told(outlet, failure, `${state} ${waitsFor.join(' ')}`)),
    ...live.deliveries.filter(({ state }) => state !== 'delivered').map(({ outlet, failure, state }) => told(outlet, failure, state)),
  ]
}
