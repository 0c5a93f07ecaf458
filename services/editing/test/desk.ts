import { type StoryView, storyView } from '@kitchen/api'
import { append, systemTransaction } from '@kitchen/database'
import { testLog } from '@kitchen/event-log/testing'
import { type Draft, draft } from '@kitchen/events'
import { personId, type Region } from '@kitchen/model'
import { answerProblems, createLogger, type ServiceNeeds, setCaller } from '@kitchen/runtime'
import express from 'express'
import request from 'supertest'
import { migrations, startEditing } from '../src/index.ts'
import { callerFor, newsroom } from './newsroom.ts'

export type TestDesk = Awaited<ReturnType<typeof testDesk>>

/** Editing on a real database and event log, signed in as whoever a test names. The clock stands still until it is moved. */
export async function testDesk(region: Region = newsroom) {
  const { database, log, settle, stop } = await testLog([migrations])
  const hints: unknown[] = []
  const time = { now: Date.parse('2025-11-24T04:00:00.000Z') }
  const needs = {
    database,
    log,
    region,
    logger: createLogger({ level: 'silent' }),
    hints: { send: (hint: unknown, to: unknown) => void hints.push({ hint, to }) },
    clock: () => new Date(time.now),
    folder: '',
    publicOrigin: 'http://localhost:8081',
  } as unknown as ServiceNeeds
  const editing = await startEditing(needs)
  const app = express()
  app.use(express.json({ limit: '4mb' }))
  app.use((req, _res, next) => {
    const who = personId.safeParse(req.get('x-person'))
    if (who.success) setCaller(req, callerFor(who.data, region))
    next()
  })
  app.use(editing.value.routes)
  app.use(answerProblems(needs.logger))

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
  const events = async (type: string) =>
    (
      await database.system.query<{ body: Record<string, unknown>; key: string }>(
        'select key, body from journal.event where type = $1 order by position',
        [type],
      )
    ).rows
  /** Generation's answer for every outlet of the version. */
  const make = (view: StoryView, hash = 'a'.repeat(64)) =>
    publish((view.sealed?.outlets ?? []).map(({ outlet }) => productMade(view, outlet, hash)))

  return {
    as,
    see,
    publish,
    make,
    events,
    settle,
    hints,
    time,
    database,
    report: editing.value.report,
    stop: () => editing.stop().finally(stop),
  }
}

export function productMade({ id, centre, version, headline }: StoryView, outlet: string, hash: string): Draft {
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
    at: '2025-11-24T04:00:01.000Z',
  }
  return draft('product.made', id, body as unknown as Parameters<typeof draft<'product.made'>>[2])
}

export function productRefused({ id, centre, version }: StoryView, outlet: string): Draft {
  const says = { zh: '出错', en: 'Trouble' }
  const failure = { code: 'generation/trouble', says, next: says }
  const body = { story: id, version, centre, outlet, channel: 'wechat', failure, at: '2025-11-24T04:00:02.000Z' }
  return draft('product.refused', id, body as unknown as Parameters<typeof draft<'product.refused'>>[2])
}

/** From a text to a story that three people have signed. */
export async function signedStory(desk: TestDesk, document: unknown, mustCarry = false): Promise<StoryView> {
  const created = await desk.as('100000-wei').post('/api/stories', { document, mustCarry }).expect(201)
  const { id, revision } = created.body as StoryView
  await desk.as('100000-wei').post(`/api/stories/${id}/file`, { revision }).expect(200)
  const sealed = (await desk.as('100000-lin').post(`/api/stories/${id}/seal`, { revision }).expect(200)).body as StoryView
  await desk.make(sealed)
  for (const [who, review] of [
    ['100000-lin', 'first'],
    ['100000-gao', 'second'],
    ['100000-all', 'final'],
  ] as const)
    await signed(desk, who, id, review)
  return desk.see('100000-lin', id)
}

export async function signed(desk: TestDesk, who: string, id: string, review: string, status = 200) {
  const { sealed } = await desk.see(who, id)
  const { version, contentHash, productsHash } = sealed!
  return desk.as(who).post(`/api/stories/${id}/signatures`, { version, review, contentHash, productsHash }).expect(status)
}
