import { append, systemTransaction } from '@kitchen/database'
import { schema } from '@kitchen/document'
import { type TestLog, testLog } from '@kitchen/event-log/testing'
import { draft } from '@kitchen/events'
import { centreId, personId, storyId, uuidv7 } from '@kitchen/model'
import { answerProblems, createLogger, type Part, readRegion, setCaller } from '@kitchen/runtime'
import express from 'express'
import supertest from 'supertest'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { migrations, startSearch } from '../src/index.ts'

const [region, yinchuan] = [centreId.parse('640000'), centreId.parse('640100')]
const editor = personId.parse('640000-editor')
const logger = createLogger({ level: 'error', file: '/dev/null' })
let journal: TestLog
let search: Part<{ routes: express.Router }>

beforeAll(async () => {
  journal = await testLog([migrations])
  search = await startSearch({
    ...journal,
    logger,
    region: readRegion(),
    hints: { send: () => {} },
    clock: () => new Date(),
    folder: '/tmp',
    publicOrigin: 'http://localhost',
    blobs: undefined as never,
  })
})
afterAll(async () => {
  await search.stop()
  await journal.stop()
})

const documentOf = (headline: string, text: string) =>
  schema
    .node('doc', null, [
      schema.node('kicker'),
      schema.node('headline', null, schema.text(headline)),
      schema.node('deck'),
      schema.node('byline'),
      schema.node('paragraph', { id: 'one' }, schema.text(text)),
    ])
    .toJSON()

async function happen(...drafts: ReturnType<typeof draft>[]) {
  await systemTransaction(
    journal.database,
    drafts.map(({ key }) => key),
    (tx) => append(tx, drafts),
  )
  journal.database.hint()
  await journal.settle()
}

function released(headline: string, text: string, centre = region) {
  const story = storyId.parse(uuidv7())
  const body = {
    story,
    version: 1,
    centre,
    person: editor,
    headline,
    products: [],
    mustCarry: false,
    origin: null,
    document: documentOf(headline, text),
    at: new Date().toISOString(),
  }
  return { story, event: draft('story.released', story, body) }
}

const ask = async (question: string, centre = region) => {
  const app = express()
    .use((request, _response, next) => {
      setCaller(request, { person: editor, name: '', centre, roles: ['editor'] })
      next()
    })
    .use(search.value.routes)
    .use(answerProblems(logger))
  return (await supertest(app).get('/api/search').query({ q: question }).expect(200)).body.hits
}

test('a word of any length finds a story, half-width as full-width, and what was found is marked', async () => {
  const { story, event } = released('贺兰县融媒体中心开播', '枸杞丰收，亩产３６０公斤。Kitchen 上线。')
  await happen(event)
  for (const question of ['贺兰', '枸杞丰收', '杞', '融媒体', '360', 'ｋｉｔｃｈｅｎ', '县融媒体中心开'])
    expect(
      (await ask(question)).map((hit: { story: string }) => hit.story),
      question,
    ).toContain(story)
  expect((await ask('枸杞'))[0].extract).toContain('<mark>枸杞</mark>')
  expect(await ask('葡萄')).toEqual([])
})

test('what was found is marked in a long text too, whose extract is cut with dots', async () => {
  const { event } = released('长稿', `${'前文。'.repeat(40)}马铃薯外销${'后文。'.repeat(40)}`)
  await happen(event)
  expect((await ask('外销'))[0].extract).toMatch(/^….*<mark>外销<\/mark>.*…$/)
})

test('a headline ranks above a mention, and hostile text stays text', async () => {
  const { event: mention } = released('今日要闻', '会上也谈到了滩羊产业。')
  const { event: title } = released('滩羊产业<script>alert(1)</script>', '盐池滩羊。')
  await happen(mention, title)
  const hits = await ask('滩羊')
  expect(hits.map(({ headline }: { headline: string }) => headline.includes('滩羊'))).toEqual([true, false])
  expect(hits[0].headline).not.toContain('<script')
  expect(hits[0].headline).toContain('<mark>滩羊</mark>')
})

test('a centre finds its own stories and those it was offered, and nothing else', async () => {
  const { story, event } = released('固原马铃薯外销', '马铃薯。')
  await happen(event)
  expect(await ask('马铃薯', yinchuan)).toEqual([])
  await happen(
    draft('story.offered', story, {
      story,
      version: 1,
      centre: region,
      to: [yinchuan],
      headline: '固原马铃薯外销',
      at: new Date().toISOString(),
    }),
  )
  expect(await ask('马铃薯', yinchuan)).toHaveLength(1)
})

test('a recalled story is found by nobody, and a late release does not bring it back', async () => {
  const { story, event } = released('误发的消息', '误发。')
  const recalled = draft('story.recalled', story, {
    story,
    centre: region,
    person: editor,
    reason: '事实有误',
    cause: null,
    at: new Date().toISOString(),
  })
  await happen(recalled)
  await happen(event)
  expect(await ask('误发')).toEqual([])
})

test('signs of the query language are only signs', async () => {
  for (const question of ["' | !", '&&', ':*', "\\'", '(', '<->', '%', '']) expect(Array.isArray(await ask(question))).toBe(true)
})
