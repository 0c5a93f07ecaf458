import { afterAll, beforeAll, expect, test } from 'vitest'
import { assetCases } from './assets.ts'
import { home, type OpenSearch, offered, openSearch, recalled, released, yinchuan } from './open-search.ts'

let search: OpenSearch
beforeAll(async () => {
  search = await openSearch()
})
afterAll(() => search.stop())
const happen: OpenSearch['happen'] = (...drafts) => search.happen(...drafts)
const ask = async (question: string, centre = home) => (await search.answer(question, centre)).hits

assetCases('postgresql', () => ({}))

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

test('the extract does not say the headline again, unless nothing else was found', async () => {
  await happen(released('沙湖鸟岛迎来候鸟', '沙湖水域开阔，万鸟翔集。').event)
  const [hit] = await ask('沙湖')
  expect(hit.extract).toBe('<mark>沙湖</mark>水域开阔，万鸟翔集。')
  expect((await ask('鸟岛'))[0].extract).toBe('沙湖水域开阔，万鸟翔集。')
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
  await happen(offered(story))
  expect(await ask('马铃薯', yinchuan)).toHaveLength(1)
})

test('a recalled story is found by nobody, and a late release does not bring it back', async () => {
  const { story, event } = released('误发的消息', '误发。')
  await happen(recalled(story))
  await happen(event)
  expect(await ask('误发')).toEqual([])
})

test('signs of the query language are only signs', async () => {
  for (const question of ["' | !", '&&', ':*', "\\'", '(', '<->', '%', '']) expect(Array.isArray(await ask(question))).toBe(true)
})
