import type { RenditionsView } from '@kitchen/api'

/** The rendition of a picture that is good enough for a column of text: 960 wide, else the next best; a film's poster. */
export function imageUrl({ renditions }: RenditionsView, wanted = 960): string | null {
  const usable = renditions.filter(({ recipe }) => /^w\d+\.(webp|jpg)$/.test(recipe) || recipe === 'poster.jpg' || recipe === 'master.jpg')
  const away = ({ width, recipe }: (typeof usable)[number]) => (recipe === 'master.jpg' ? 100_000 : Math.abs((width ?? wanted) - wanted))
  return usable.toSorted((one, other) => away(one) - away(other))[0]?.url ?? null
}

/** A film that the browser plays as it is. */
export const filmUrl = ({ renditions }: RenditionsView): string | null =>
  renditions.find(({ recipe }) => recipe === 'mp4-720.mp4')?.url ?? null
