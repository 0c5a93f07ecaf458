import {
  assetList,
  comparedTexts,
  copyList,
  correctionPolicy,
  deliveryList,
  ledger,
  offerBoard,
  offerList,
  originalView,
  productList,
  recallView,
  regionView,
  renditionList,
  type SearchQuestion,
  type Session,
  savedSearches,
  searchHits,
  session,
  similarStories,
  storyList,
  storyView,
  suggestions,
  systemView,
  versionList,
} from '@kitchen/api'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { ask } from './ask.ts'
import { Failed } from './failed.ts'

/** Every question the screens ask, with the key under which hints make it new. */
export const regionQuery = queryOptions({ queryKey: ['region'], queryFn: () => ask(regionView, '/api/region'), staleTime: 600_000 })
export const sessionQuery = queryOptions({ queryKey: ['session'], queryFn: whoIs, staleTime: 300_000 })
export const storiesQuery = queryOptions({ queryKey: ['stories'], queryFn: async () => (await ask(storyList, '/api/stories')).stories })
export const offersQuery = queryOptions({ queryKey: ['offers'], queryFn: async () => (await ask(offerList, '/api/offers')).offers })
export const systemQuery = queryOptions({ queryKey: ['system'], queryFn: () => ask(systemView, '/api/system'), refetchInterval: 15_000 })
export const storyQuery = (id: string) => queryOptions({ queryKey: ['story', id], queryFn: () => ask(storyView, `/api/stories/${id}`) })
export const versionsQuery = (id: string) =>
  queryOptions({
    queryKey: ['story', id, 'versions'],
    queryFn: async () => (await ask(versionList, `/api/stories/${id}/versions`)).versions,
  })
/** Two texts of a story; `to` null is the text as it stands now. */
export const compareQuery = (id: string, from: number, to: number | null) =>
  queryOptions({
    queryKey: ['story', id, 'compare', from, to],
    queryFn: () => ask(comparedTexts, `/api/stories/${id}/compare?from=${from}${to === null ? '' : `&to=${to}`}`),
  })
/** Products of a version; of the newest one when none is named. */
export const productsQuery = (story: string, version?: number) =>
  queryOptions({
    queryKey: ['products', story, version ?? null],
    queryFn: async () =>
      (await ask(productList, `/api/products?story=${story}${version === undefined ? '' : `&version=${version}`}`)).products,
  })
export const deliveriesQuery = (story: string) =>
  queryOptions({
    queryKey: ['deliveries', story],
    queryFn: async () => (await ask(deliveryList, `/api/deliveries?story=${story}`)).deliveries,
  })
/** Asked again by itself too: a copy's withdrawals are told to its own centre only. */
export const recallQuery = (story: string) =>
  queryOptions({ queryKey: ['recalls', story], queryFn: () => ask(recallView, `/api/recalls/${story}`), refetchInterval: 5_000 })
export const assetsQuery = (story: string) =>
  queryOptions({ queryKey: ['assets', story], queryFn: async () => (await ask(assetList, `/api/assets?story=${story}`)).assets })
export const assetsByIdQuery = (ids: readonly string[]) =>
  queryOptions({
    queryKey: ['assets', 'ids', ...ids],
    queryFn: async () => (await ask(assetList, `/api/assets?ids=${ids.join(',')}`)).assets,
    enabled: ids.length > 0,
  })
export const renditionsQuery = (ids: readonly string[]) =>
  queryOptions({
    queryKey: ['renditions', ...ids],
    queryFn: async () => (await ask(renditionList, `/api/renditions?assets=${ids.join(',')}`)).assets,
    enabled: ids.length > 0,
  })
export const copiesQuery = (story: string) =>
  queryOptions({ queryKey: ['copies', story], queryFn: async () => (await ask(copyList, `/api/copies?story=${story}`)).copies })
export const originalQuery = (id: string) =>
  queryOptions({ queryKey: ['original', id], queryFn: () => ask(originalView, `/api/stories/${id}/original`) })
export const givenQuery = queryOptions({
  queryKey: ['offers', 'given'],
  queryFn: async () => (await ask(offerBoard, '/api/offer-board')).rows,
})
export const policyQuery = queryOptions({ queryKey: ['policy'], queryFn: () => ask(correctionPolicy, '/api/correction-policy') })
export const ledgerQuery = (month: string, side: 'given' | 'taken') =>
  queryOptions({
    queryKey: ['ledger', month, side],
    queryFn: async () => (await ask(ledger, `/api/ledger?month=${month}&side=${side}`)).lines,
  })
/** Without words and filters nothing is asked. */
export const searchQuery = (question: SearchQuestion, limit = 20, from = 0) =>
  queryOptions({
    queryKey: ['search', question, limit, from],
    queryFn: () => ask(searchHits, `/api/search?${parametersOf(question)}&limit=${limit}&from=${from}`),
    enabled: question.text.trim() !== '' || Object.keys(question.filters).length > 0,
  })
/** A question as an address tells it: of the API and of the screen. */
export const parametersOf = ({ text, filters }: SearchQuestion) => new URLSearchParams({ ...(text === '' ? {} : { q: text }), ...filters })

export const suggestionsQuery = (typed: string) =>
  queryOptions({
    queryKey: ['suggestions', typed],
    queryFn: async () => (await ask(suggestions, `/api/search/suggestions?q=${encodeURIComponent(typed)}`)).suggestions,
    enabled: typed.trim() !== '',
  })
export const savedQuery = queryOptions({ queryKey: ['saved'], queryFn: async () => (await ask(savedSearches, '/api/search/saved')).saved })
export const similarQuery = (story: string) =>
  queryOptions({
    queryKey: ['search', 'similar', story],
    queryFn: async () => (await ask(similarStories, `/api/search/similar/${story}`)).stories,
  })

/** Nobody signed in is an answer, not a failure. */
async function whoIs(): Promise<Session | null> {
  return ask(session, '/api/session').catch((error: unknown) => {
    if (error instanceof Failed && error.status === 401) return null
    throw error
  })
}

export const useRegion = () => useQuery(regionQuery)
