import type { DeliveryView, ProductView, RegionView, StoryView } from '@kitchen/api'
import { type Channel, channels, type Level, level } from '@kitchen/model'
import { type Cell, cellOf, type Item, itemOf } from './cell.ts'

type Centre = RegionView['centres'][number]
/** A centre's five cells in the order 报 台 网 端 微; null where it has no outlet. */
export type Row = { readonly centre: Centre; readonly cells: readonly (Cell | null)[] }
export type Group = { readonly level: Level; readonly rows: readonly Row[] }
type Told = { readonly story: StoryView; readonly products: readonly ProductView[]; readonly deliveries: readonly DeliveryView[] }

/** The board of a story: the centres it is for, region first, then cities, then counties. */
export function boardOf(region: RegionView, told: Told): readonly Group[] {
  const items = itemsOf(region, told)
  const rows = region.centres.filter(({ id }) => items.some(({ centre }) => centre === id)).map((centre) => rowOf(centre, items))
  return level.options
    .map((one) => ({ level: one, rows: rows.filter(({ centre }) => centre.level === one) }))
    .filter((group) => group.rows.length > 0)
}

function rowOf(centre: Centre, items: readonly Item[]): Row {
  const own = items.filter((item) => item.centre === centre.id)
  const cells = channels.map((channel) => {
    const on = own.filter((item) => item.channel === channel)
    return on.length === 0 ? null : cellOf(on)
  })
  return { centre, cells }
}

/** Every outlet that the version is for: of the seal, of products, of deliveries. */
export function itemsOf(region: RegionView, { story, products, deliveries }: Told): readonly Item[] {
  const made = new Map(products.map((one) => [String(one.outlet), one]))
  const sent = new Map<string, DeliveryView>()
  for (const one of deliveries) if ((sent.get(one.outlet)?.version ?? 0) <= one.version) sent.set(one.outlet, one)
  const outlets = new Set<string>([...(story.sealed?.outlets ?? []).map(({ outlet }) => outlet), ...made.keys(), ...sent.keys()])
  return [...outlets].map((outlet) => {
    const product = made.get(outlet)
    const delivery = sent.get(outlet)
    return itemOf({ outlet, channel: product?.channel ?? delivery?.channel ?? channelOf(region, outlet), product, delivery }, story.state)
  })
}

function channelOf(region: RegionView, outlet: string): Channel {
  const owner = region.centres.find(({ id }) => id === outlet.slice(0, 6))
  return owner?.outlets.find(({ id }) => id === outlet)?.channel ?? 'web'
}

/** How many are done of how many; after a recall, done is gone. */
export type Sum = { readonly done: number; readonly all: number }
export function sumOf(cells: readonly (Cell | null)[], recalled: boolean): Sum {
  const items = cells.flatMap((cell) => cell?.items ?? [])
  return { done: items.filter(({ state }) => state === (recalled ? 'recalled' : 'delivered')).length, all: items.length }
}
export const columnOf = (rows: readonly Row[], at: number): readonly (Cell | null)[] => rows.map(({ cells }) => cells[at] ?? null)
export const itemsIn = (groups: readonly Group[]): readonly Item[] =>
  groups.flatMap(({ rows }) => rows.flatMap(({ cells }) => cells.flatMap((cell) => cell?.items ?? [])))
