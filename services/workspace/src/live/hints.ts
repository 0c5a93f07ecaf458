import type { Hint } from '@kitchen/api'

/** The questions whose answers a hint makes stale. */
export function keysOf({ about, id }: Hint): readonly (readonly string[])[] {
  switch (about) {
    case 'story':
      return [...one('story', id), ...one('original', id), ...one('copies', id), ['stories'], ['search']]
    case 'products':
      return [...one('products', id), ...one('story', id)]
    case 'deliveries':
      return [...one('deliveries', id), ...one('recalls', id)]
    case 'assets':
      return [['assets'], ['renditions']]
    case 'offers':
      return [['offers'], ...one('copies', id)]
    case 'system':
      return [['system']]
    case 'searches':
      return [['saved'], ['search']]
  }
}

const one = (name: string, id: string | null): readonly (readonly string[])[] => [id === null ? [name] : [name, id]]
