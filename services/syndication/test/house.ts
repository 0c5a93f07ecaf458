import { append, systemTransaction } from '@kitchen/database'
import { emptyDocument, schema } from '@kitchen/document'
import { testLog } from '@kitchen/event-log/testing'
import { type Body, type Draft, draft } from '@kitchen/events'
import { type CentreId, type OutletId, type PersonId, personId, personOf, type Sha256, type StoryId, uuidv7 } from '@kitchen/model'
import { answerProblems, createLogger, readRegion, type ServiceNeeds, setCaller } from '@kitchen/runtime'
import express from 'express'
import request from 'supertest'
import { migrations, startSyndication } from '../src/index.ts'

export type House = Awaited<ReturnType<typeof openHouse>>

/** Syndication of the sample region on a real database and event log, told by `release` and `recall` what editing would tell it. */
export async function openHouse() {
  const { database, log, settle, stop } = await testLog([migrations])
  const region = readRegion()
  const hints: { hint: { about: string }; to: { centres: string[] } }[] = []
  const hear = (hint: { about: string }, to: { centres: string[] }) => void hints.push({ hint, to })
  const logger = createLogger({ level: 'silent' })
  const needs = {
    database,
    log,
    region,
    logger,
    hints: { send: hear },
    clock: () => new Date(),
    folder: '',
    publicOrigin: '',
  } as unknown as ServiceNeeds
  const syndication = await startSyndication(needs)

  const app = express()
  app.use(express.json({ limit: '4mb' }))
  app.use((req, _res, next) => {
    const who = personId.safeParse(req.get('x-person'))
    const found = who.success ? personOf(region, who.data) : undefined
    if (found) setCaller(req, { person: found.id, name: found.name.zh, centre: found.centre, roles: found.roles })
    next()
  })
  app.use(syndication.value.routes)
  app.use(answerProblems(logger))

  const as = (who: string) => ({
    get: (path: string) => request(app).get(path).set('x-person', who),
    post: (path: string, body: object = {}) => request(app).post(path).set('x-person', who).send(body),
    put: (path: string, body: object) => request(app).put(path).set('x-person', who).send(body),
  })
  const publish = async (drafts: readonly Draft[]) => {
    await systemTransaction(database, [...new Set(drafts.map(({ key }) => key))], (tx) => append(tx, drafts))
    await settle()
  }
  /** Editing's part: what it says of a release and of a recall. */
  const release = async (headline: string, origin: Body<'story.released'>['origin'] = null): Promise<StoryId> => {
    const story = uuidv7() as StoryId
    const products = [{ outlet: '640000-web' as OutletId, hash: 'a'.repeat(64) as Sha256, authorisedBy: null }]
    const document = documentOf(headline, '第一段。', '第二段。')
    await publish([
      draft('story.released', story, { ...byRegion, story, version: 1, headline, products, mustCarry: false, origin, document }),
    ])
    return story
  }
  const recall = (story: StoryId) => publish([recalled(story)])
  const events = async (type: string) =>
    (
      await database.system.query<{ key: string; body: Record<string, unknown> }>(
        'select key, body from journal.event where type = $1 order by position',
        [type],
      )
    ).rows
  const stopAll = () => syndication.stop().finally(stop)
  return { database, as, release, recall, events, settle, hints, region, report: syndication.value.report, stop: stopAll }
}

const byRegion = { centre: '640000' as CentreId, person: '640000-section-head' as PersonId, at: '2025-11-24T04:00:00.000Z' }

/** What editing says when the region recalls a story. */
export const recalled = (story: StoryId): Draft => draft('story.recalled', story, { ...byRegion, story, reason: '数字有误', cause: null })

/** A document with that headline and those paragraphs. */
export function documentOf(
  headline: string,
  ...paragraphs: string[]
): { content: { attrs: { id: string }; content?: { text: string }[] }[] } {
  const [kicker, , deck, byline] = emptyDocument().children
  const body = paragraphs.map((words, at) => schema.node('paragraph', { id: `p${at}` }, [schema.text(words)]))
  return schema.node('doc', null, [kicker!, schema.node('headline', null, [schema.text(headline)]), deck!, byline!, ...body]).toJSON()
}
