import type { AssetView, RenditionsView } from '@kitchen/api'
import { useQuery } from '@tanstack/react-query'
import { assetsByIdQuery, assetsQuery, renditionsQuery } from '../api/queries.ts'
import type { Source } from '../editor/sources.ts'
import { filmUrl, imageUrl } from '../story/renditions.ts'
import { assetOf, type UploadLine } from '../uploads/line.ts'
import { useUploads } from '../uploads/use-uploads.ts'
import { useWords } from '../words/provider.tsx'
import type { Words } from '../words/zh.ts'

export type Known = Source & { readonly asset: AssetView | null; readonly rendering: RenditionsView | null }
const none: readonly never[] = []

/** What is known of a story's assets and of those that its text names: bytes of this browser first, then renditions. */
export function useSources(story: string, named: readonly string[]): ReadonlyMap<string, Known> {
  const { words, say } = useWords()
  const uploads = useUploads()
  const own = useQuery(assetsQuery(story)).data ?? none
  const ids = new Set<string>(own.map(({ id }) => id))
  const others = useQuery(assetsByIdQuery(named.filter((id) => !ids.has(id)).toSorted())).data ?? none
  const all = [...new Set([...ids, ...named])].toSorted()
  const rendered = useQuery({ ...renditionsQuery(all), placeholderData: (before) => before }).data ?? none
  const known = new Map<string, Known>()
  for (const id of all) {
    const asset = [...own, ...others].find((one) => one.id === id) ?? null
    const rendering = rendered.find((one) => one.asset === id) ?? null
    const line = uploads.find((one) => assetOf(one) === id) ?? null
    known.set(id, { ...sourceOf(asset, rendering, line), says: saysOf(asset, rendering, line, words, say), asset, rendering })
  }
  return known
}

/** How many photographs and films have arrived that the text does not show. */
export const looseIn = (sources: ReadonlyMap<string, Known>, named: readonly string[]): number =>
  [...sources].filter(
    ([id, { asset, kind }]) => asset?.state === 'received' && (kind === 'photo' || kind === 'video') && !named.includes(id),
  ).length

function sourceOf(asset: AssetView | null, rendering: RenditionsView | null, line: UploadLine | null) {
  const seen = line?.type.startsWith('image/') ? line.seen : null
  return {
    name: asset?.name ?? line?.name ?? '',
    kind:
      asset?.kind ?? (line?.type.startsWith('video/') ? ('video' as const) : line?.type.startsWith('image/') ? ('photo' as const) : null),
    url: (rendering && imageUrl(rendering)) ?? seen,
    film: rendering && filmUrl(rendering),
  }
}

/** A word on what is not finished; nothing when all is well. */
function saysOf(
  asset: AssetView | null,
  rendering: RenditionsView | null,
  line: UploadLine | null,
  words: Words,
  say: (text: { zh: string; en: string }) => string,
): string | null {
  const { assets } = words
  if (line && line.state !== 'done') return `${assets.state[line.state]} ${line.size > 0 ? Math.floor((line.sent / line.size) * 100) : 0}%`
  if (asset?.failure) return `${assets.refused}：${say(asset.failure.says)}`
  if (asset?.state === 'arriving') return assets.arriving
  switch (rendering?.state) {
    case 'waiting':
      return assets.renderingWaiting
    case 'working':
      return assets.rendering(rendering.percent)
    case 'paused':
      return assets.renderPaused
    case 'failed':
      return rendering.failure ? say(rendering.failure.says) : assets.renderFailed
    default:
      return null
  }
}
