import { assetId, bilingual, centreId, channel, instant, storyId } from '@kitchen/model'
import { z } from 'zod'

export const facetName = z.enum(['kind', 'centre', 'channel', 'subject', 'person', 'date'])
export type FacetName = z.infer<typeof facetName>

/** Words, possibly none, and what they are narrowed to. A kind is story, photo, video, audio; a date is day, week, month, year: so far back from now. */
export const searchQuestion = z.strictObject({
  text: z.string().trim().max(100),
  filters: z.partialRecord(facetName, z.string().min(1).max(100)),
})
export type SearchQuestion = z.infer<typeof searchQuestion>

const hit = z.object({
  id: z.union([storyId, assetId]),
  kind: z.enum(['story', 'photo', 'video', 'audio']),
  /** Where it is read: the story itself, or the story that an asset was brought to. */
  story: storyId.nullable(),
  centre: centreId,
  headline: z.string(),
  extract: z.string(),
  channels: z.array(channel),
  at: instant,
})

/**
 * GET /api/search?q=&kind=&centre=&channel=&subject=&person=&date=&limit=&from=. `headline` and `extract` hold <mark> around what was found, everything
 * else escaped. `facets` count what there would be by each value under the filters of the other facets. `fellBack`: Elasticsearch should have answered
 * and could not, so PostgreSQL did.
 */
export const searchHits = z.object({
  hits: z.array(hit),
  total: z.int(),
  facets: z.array(z.object({ facet: facetName, values: z.array(z.object({ value: z.string(), name: bilingual, count: z.int() })) })),
  took: z.number(),
  engine: z.enum(['postgresql', 'elasticsearch']),
  fellBack: z.boolean(),
})
export type SearchHits = z.infer<typeof searchHits>

/** GET /api/search/suggestions?q= : places and people by what was typed, with how many documents of the reader's have them. */
export const suggestions = z.object({
  suggestions: z.array(z.object({ kind: z.enum(['place', 'person']), name: z.string(), count: z.int() })),
})

/** GET /api/search/similar/:id : stories that share the words which mark this one, at most five. */
export const similarStories = z.object({ stories: z.array(z.object({ id: storyId, centre: centreId, headline: z.string(), at: instant })) })

/** GET /api/search/saved: the caller's saved searches; `fresh` counts what came in since they were looked at. */
export const savedSearches = z.object({
  saved: z.array(z.object({ id: z.uuid(), name: z.string(), question: searchQuestion, fresh: z.int(), newest: instant.nullable() })),
})
export type SavedSearch = z.infer<typeof savedSearches>['saved'][number]
/** POST /api/search/saved → 201 `{id}`. POST /api/search/saved/:id/seen and DELETE /api/search/saved/:id → 204. */
export const saveSearch = z.strictObject({ name: z.string().trim().min(1).max(60), question: searchQuestion })
