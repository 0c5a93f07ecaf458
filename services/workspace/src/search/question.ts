import { facetName, type SearchQuestion } from '@kitchen/api'

/** The question that an address asks; whatever else stands there is left out. */
export function questionIn(search: URLSearchParams): SearchQuestion {
  const filters = facetName.options.flatMap((name) => {
    const value = search.get(name)?.slice(0, 100)
    return value ? [[name, value] as const] : []
  })
  return { text: (search.get('q') ?? '').slice(0, 100), filters: Object.fromEntries(filters) }
}
