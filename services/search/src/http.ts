import { facetName, type SearchQuestion, saveSearch, type searchHits, searchQuestion } from '@kitchen/api'
import type { Database } from '@kitchen/database'
import { type CentreId, centreOf, channel, channelNames, type Region } from '@kitchen/model'
import { body, callerOf, demand, refuseRequest } from '@kitchen/runtime'
import { type Request, Router } from 'express'
import { z } from 'zod'
import { type Answer, type FacetName, type Found, facetNames, spans } from './document.ts'
import type { Facts } from './facts.ts'
import type { Searching } from './falling-back.ts'
import { belowHeadline, extract, highlight } from './highlight.ts'
import { refuse } from './refusals.ts'
import { forget, listSaved, save, see } from './saved/saved.ts'
import type { Tokens } from './tokens.ts'

type Needs = {
  readonly database: Database
  readonly searching: Searching
  readonly tokens: Tokens
  readonly facts: Facts
  readonly region: Region
  readonly clock: () => Date
}
const longestQuestion = 100

/** /api/search and what lies below it. */
export function searchRoutes(needs: Needs): Router {
  const { searching, database, clock } = needs
  const router = Router()
  router.get('/api/search', async (request, response) => {
    const caller = readerOf(request)
    const question = questionOf(request)
    const empty = question.text === '' && Object.keys(question.filters).length === 0
    const began = performance.now()
    const { answer, engine, fellBack } = await searching.search(question, caller, windowOf(request, empty))
    const took = Math.round(performance.now() - began)
    response.json({ ...shown(needs, question.text, answer), took, engine, fellBack } satisfies z.input<typeof searchHits>)
  })
  router.get('/api/search/suggestions', async (request, response) => {
    const typed = String(request.query.q ?? '').slice(0, longestQuestion)
    response.json({ suggestions: await searching.suggest(typed, readerOf(request)) })
  })
  router.get('/api/search/similar/:id', async (request, response) => {
    const found = await searching.similar(request.params.id, readerOf(request), 5)
    response.json({ stories: found.map(({ id, centre, headline, at }) => ({ id, centre, headline, at: at.toISOString() })) })
  })
  router.get('/api/search/saved', async (request, response) => {
    response.json({ saved: await listSaved(database, readerOf(request)) })
  })
  router.post('/api/search/saved', async (request, response) => {
    const { name, question } = body(request, saveSearch)
    if (question.text === '' && Object.keys(question.filters).length === 0) throw refuse('search/empty-question')
    response.status(201).json({ id: await save(database, readerOf(request), name, question, clock()) })
  })
  router.post('/api/search/saved/:id/seen', async (request, response) => {
    await own(request, (id, caller) => see(database, caller, id))
    response.status(204).end()
  })
  router.delete('/api/search/saved/:id', async (request, response) => {
    await own(request, (id, caller) => forget(database, caller, id))
    response.status(204).end()
  })
  return router
}

function readerOf(request: Request) {
  const caller = callerOf(request)
  demand(caller, 'story.read')
  return { centre: caller.centre, person: caller.person }
}

async function own(request: Request, work: (id: string, reader: ReturnType<typeof readerOf>) => Promise<boolean>): Promise<void> {
  const reader = readerOf(request)
  const id = z.uuid().safeParse(request.params.id)
  if (!id.success || !(await work(id.data, reader))) throw refuseRequest('runtime/not-found')
}

/** Filters that are not known find nothing that they should not: an unknown value simply has no documents. */
function questionOf({ query }: Request): SearchQuestion {
  const filters = Object.fromEntries(facetName.options.flatMap((name) => (query[name] ? [[name, String(query[name]).slice(0, 100)]] : [])))
  return searchQuestion.parse({ text: String(query.q ?? '').slice(0, longestQuestion), filters })
}

const whole = (value: unknown, usual: number) => Math.max(0, Math.trunc(Number(value ?? usual) || 0))
const windowOf = ({ query }: Request, empty: boolean) => ({
  limit: empty && query.limit === undefined ? 0 : Math.min(50, Math.max(empty ? 0 : 1, whole(query.limit, 20))),
  from: Math.min(10_000 - 50, whole(query.from, 0)),
})

function shown(needs: Needs, text: string, { found, total, counts }: Answer) {
  const terms = [...text.split(/\s+/), ...needs.tokens.words(text)].filter((term, index, all) => term !== '' && all.indexOf(term) === index)
  const facets = facetNames.map((facet) => ({
    facet,
    values: inOrder(facet, counts[facet]).map(([value, count]) => ({ value, count, name: nameOf(needs, facet, value) })),
  }))
  return { hits: found.map((one) => hitOf(one, terms)), total, facets }
}

/** The most first; spans of time from near to far. */
function inOrder(facet: FacetName, counts: ReadonlyMap<string, number>): [string, number][] {
  const order = facet === 'date' ? Object.keys(spans) : [...counts.keys()]
  return order.flatMap((value): [string, number][] => {
    const count = counts.get(value)
    return count === undefined ? [] : [[value, count]]
  })
}

const hitOf = ({ id, kind, story, centre, headline, plain, channels, at }: Found, terms: readonly string[]) => ({
  id,
  kind,
  story: kind === 'story' ? id : story,
  centre,
  headline: highlight(headline, terms),
  extract: highlight(extract(belowHeadline(plain, headline, terms), terms), terms),
  channels: channels.flatMap((one) => channel.safeParse(one).data ?? []),
  at: at.toISOString(),
})

const kindNames = {
  story: { zh: '稿件', en: 'Stories' },
  photo: { zh: '图片', en: 'Photos' },
  video: { zh: '视频', en: 'Films' },
  audio: { zh: '音频', en: 'Sound' },
}
const spanNames = {
  day: { zh: '一天内', en: 'Past day' },
  week: { zh: '一周内', en: 'Past week' },
  month: { zh: '一月内', en: 'Past month' },
  year: { zh: '一年内', en: 'Past year' },
}

function nameOf({ region, facts }: Needs, facet: FacetName, value: string) {
  const plain = { zh: value, en: value }
  if (facet === 'kind') return kindNames[value as keyof typeof kindNames] ?? plain
  if (facet === 'date') return spanNames[value as keyof typeof spanNames] ?? plain
  if (facet === 'subject') return facts.subjectName(value)
  if (facet === 'centre') return region.centres.some(({ id }) => id === value) ? centreOf(region, value as CentreId).name : plain
  if (facet === 'channel') return channelNames[value as keyof typeof channelNames] ?? plain
  const person = region.people.find(({ name }) => name.zh === value)
  return person ? person.name : plain
}
