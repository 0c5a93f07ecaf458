import { append, systemTransaction } from '@kitchen/database'
import { schema } from '@kitchen/document'
import { testLog } from '@kitchen/event-log/testing'
import { draft } from '@kitchen/events'
import { assetId, centreId, personId, storyId, uuidv7 } from '@kitchen/model'
import { answerProblems, createLogger, readRegion, setCaller } from '@kitchen/runtime'
import express from 'express'
import supertest from 'supertest'
import { migrations, type SearchNeeds, startSearch } from '../src/index.ts'

export const [home, yinchuan] = [centreId.parse('640000'), centreId.parse('640100')]
const editor = personId.parse('640000-editor')
const logger = createLogger({ level: 'error', file: '/dev/null' })
const now = () => new Date().toISOString()

/** The service over a database and an event log of its own; with Elasticsearch where it is told of one. */
export async function openSearch(more: Pick<SearchNeeds, 'elasticsearch' | 'alias'> = {}) {
  const journal = await testLog([migrations])
  const needs = { ...journal, ...more, logger, region: readRegion(), hints: { send: () => {} }, clock: () => new Date(), folder: '/tmp' }
  const search = await startSearch({ ...needs, publicOrigin: 'http://localhost', blobs: undefined as never })
  const app = (centre: typeof home) =>
    express()
      .use((request, _response, next) => {
        setCaller(request, { person: editor, name: '', centre, roles: ['editor'] })
        next()
      })
      .use(search.value.routes)
      .use(answerProblems(logger))
  const answer = async (q: string, centre = home) => (await supertest(app(centre)).get('/api/search').query({ q }).expect(200)).body
  const stop = async () => {
    await search.stop()
    await journal.stop()
  }
  const happen = async (...drafts: ReturnType<typeof draft>[]) => {
    const keys = drafts.map(({ key }) => key)
    await systemTransaction(journal.database, keys, (tx) => append(tx, drafts))
    journal.database.hint()
    await journal.settle()
  }
  return { ...journal, search: search.value, happen, answer, stop }
}
export type OpenSearch = Awaited<ReturnType<typeof openSearch>>

/** A released story, its id and its event; with a picture when there is an asset. */
export function released(headline: string, text: string, picture?: { asset: string; caption: string }) {
  const story = storyId.parse(uuidv7())
  const figure = picture ? [schema.node('picture', { id: 'two', ...picture, sha256: 'a'.repeat(64) })] : []
  const head = [schema.node('kicker'), schema.node('headline', null, schema.text(headline)), schema.node('deck'), schema.node('byline')]
  const document = schema.node('doc', null, [...head, schema.node('paragraph', { id: 'one' }, schema.text(text)), ...figure]).toJSON()
  const facts = { story, version: 1, centre: home, person: editor, headline, products: [], mustCarry: false, origin: null }
  return { story, event: draft('story.released', story, { ...facts, document, at: now() }) }
}

export const recalled = (story: ReturnType<typeof released>['story']) =>
  draft('story.recalled', story, { story, centre: home, person: editor, reason: '事实有误', cause: null, at: now() })

export const offered = (story: ReturnType<typeof released>['story'], to = [yinchuan], headline = '') =>
  draft('story.offered', story, { story, version: 1, centre: home, to, headline, at: now() })

/** A photograph that was brought in. */
export function received(name: string) {
  const asset = assetId.parse(uuidv7())
  const file = { sha256: 'a'.repeat(64), bytes: 1, mediaType: 'image/jpeg', width: 1, height: 1, durationMs: null, aigc: null }
  return {
    asset,
    event: draft('asset.received', asset, { asset, centre: home, person: editor, story: null, name, kind: 'photo', ...file, at: now() }),
  }
}
