import { type StoryView, storyView } from '@kitchen/api'
import { append, systemTransaction } from '@kitchen/database'
import { emptyDocument, schema } from '@kitchen/document'
import { migrations as editingMigrations, startEditing } from '@kitchen/editing'
import { testLog } from '@kitchen/event-log/testing'
import { type Draft, draft } from '@kitchen/events'
import { personId, personOf } from '@kitchen/model'
import { answerProblems, createLogger, readRegion, type ServiceNeeds, setCaller } from '@kitchen/runtime'
import { migrations, startSyndication } from '@kitchen/syndication'
import express from 'express'
import request from 'supertest'

export type House = Awaited<ReturnType<typeof openHouse>>

/** Editing and syndication of the sample region on one real database and event log; generation is played by `make`. */
export async function openHouse() {
  const { database, log, settle, stop } = await testLog([editingMigrations, migrations])
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
  const [editing, syndication] = [await startEditing(needs), await startSyndication(needs)]

  const app = express()
  app.use(express.json({ limit: '4mb' }))
  app.use((req, _res, next) => {
    const who = personId.safeParse(req.get('x-person'))
    const found = who.success ? personOf(region, who.data) : undefined
    if (found) setCaller(req, { person: found.id, name: found.name.zh, centre: found.centre, roles: found.roles })
    next()
  })
  app.use(editing.value.routes, syndication.value.routes)
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
  const see = async (who: string, id: string): Promise<StoryView> =>
    storyView.parse((await as(who).get(`/api/stories/${id}`).expect(200)).body)
  const make = (view: StoryView) => publish((view.sealed?.outlets ?? []).map(({ outlet }) => productMade(view, outlet)))
  const events = async (type: string) =>
    (
      await database.system.query<{ key: string; body: Record<string, unknown> }>(
        'select key, body from journal.event where type = $1 order by position',
        [type],
      )
    ).rows
  const stopAll = async () => {
    await Promise.all([editing.stop(), syndication.stop()])
    await stop()
  }
  return { database, as, see, make, events, publish, settle, hints, region, report: syndication.value.report, stop: stopAll }
}

function productMade({ id, centre, version, headline }: StoryView, outlet: string): Draft {
  const hash = 'a'.repeat(64)
  const files = [{ path: 'index.html', sha256: hash, bytes: 10, mediaType: 'text/html' }]
  const body = {
    story: id,
    version,
    centre,
    outlet,
    channel: 'web',
    product: `${id}.${version}.${outlet}`,
    hash,
    headline,
    files,
    media: [],
    notes: [],
    at: new Date().toISOString(),
  }
  return draft('product.made', id, body as unknown as Parameters<typeof draft<'product.made'>>[2])
}

/** A document with that headline and those paragraphs. */
export function documentOf(
  headline: string,
  ...paragraphs: string[]
): { content: { attrs: { id: string }; content?: { text: string }[] }[] } {
  const [kicker, , deck, byline] = emptyDocument().children
  const body = paragraphs.map((words, at) => schema.node('paragraph', { id: `p${at}` }, [schema.text(words)]))
  return schema.node('doc', null, [kicker!, schema.node('headline', null, [schema.text(headline)]), deck!, byline!, ...body]).toJSON()
}

/** Seals, makes and signs a draft by these four people of one centre: who seals and releases, then the three reviewers. */
export async function released(house: House, id: string, desk: string, reviewers: readonly [string, string, string]): Promise<StoryView> {
  const { revision } = await house.see(desk, id)
  const sealed = (await house.as(desk).post(`/api/stories/${id}/seal`, { revision }).expect(200)).body as StoryView
  await house.make(sealed)
  for (const [at, review] of (['first', 'second', 'final'] as const).entries()) {
    const { version, contentHash, productsHash } = (await house.see(desk, id)).sealed!
    await house.as(reviewers[at]!).post(`/api/stories/${id}/signatures`, { version, review, contentHash, productsHash }).expect(200)
  }
  await house.as(desk).post(`/api/stories/${id}/release`, { version: sealed.version }).expect(200)
  await house.settle()
  return house.see(desk, id)
}
