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
  if (products.length === 0) return '正在交稿 filing'
  const count = (state: string, all: readonly { state: string }[]) => all.filter((one) => one.state === state).length
  const [refused, person] = [count('refused', products), count('person', deliveries)]
  return [
    `成品 ${count('made', products)} / ${products.length}`,
    `送达 ${count('delivered', deliveries)}`,
    ...(refused > 0 ? [`✕ 做不了 ${refused}`] : []),
    ...(person > 0 ? [`▲ 要人处理 ${person}`] : []),
  ].join('　')
}

/** What did not arrive and why; the same reason at many centres is told once, with their number. */
export function failures(region: Region, live: Live): string[] {
  const nameOf = (id: string) => region.centres.find((one) => one.id === id)?.name.zh ?? id
  const found = [
    ...live.products
      .filter(({ state }) => state !== 'made')
      .map(({ centre, channel, failure, state, waitsFor }) => ({
        centre,
        channel,
        failure,
        sign: signs.refused,
        state: `${state} ${waitsFor.join(' ')}`,
      })),
    ...live.deliveries
      .filter(({ state }) => state !== 'delivered')
      .map(({ centre, channel, failure, state }) => ({ centre, channel, failure, sign: signs.person, state })),
  ]
  const toldOf = ({ failure, state }: (typeof found)[number]) => (failure ? toldFailure(failure) : state)
  const groups = Map.groupBy(found, (one) => `${one.sign} ${one.channel} ${toldOf(one)}`)
  return [...groups.values()].map((all) => {
    const [one] = all as [(typeof found)[number]]
    const where = all.length > 3 ? `${all.length} 个中心 centres` : all.map(({ centre }) => nameOf(centre)).join('、')
    return `${one.sign} ${channelNames[one.channel].sign} ${where}：${toldOf(one)}`
  })
}

/** A failure in both languages, with what to do and its code. */
export const toldFailure = ({ code, says, next }: NonNullable<ProductView['failure']>): string =>
  `${says.zh}${next.zh}（${code}）\n      ${says.en} ${next.en}`
