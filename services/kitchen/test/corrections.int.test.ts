import { ledger, type OriginalView, offerBoard, originalView } from '@kitchen/api'
import { emptyDocument, schema } from '@kitchen/document'
import excel from 'exceljs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type House, openHouse, released } from './copies-house.ts'

let house: House
beforeAll(async () => {
  house = await openHouse()
})
afterAll(() => house.stop())

const region = ['640000-editor', '640000-section-head', '640000-editor-in-chief'] as const
const chainAt = (centre: string) => [`${centre}-editor`, `${centre}-section-head`, `${centre}-editor-in-chief`] as const
const taker = (centre: string) => `${centre}-county-editor`

/** A story with a headline and paragraphs `p0`, `p1`, …; a slot where the text says ［］. */
function text(headline: string, ...paragraphs: string[]): unknown {
  const [kicker, , deck, byline] = emptyDocument().children
  const blocks = paragraphs.map((words, at) => schema.node('paragraph', { id: `p${at}` }, inline(words)))
  return schema.node('doc', null, [kicker!, schema.node('headline', null, [schema.text(headline)]), deck!, byline!, ...blocks]).toJSON()
}
const inline = (words: string) =>
  words
    .split('［］')
    .flatMap((part, at) => [
      ...(at > 0 ? [schema.node('slot', { id: `s${at}`, hint: '本县面积', value: '' })] : []),
      ...(part === '' ? [] : [schema.text(part)]),
    ])

async function releasedStory(headline: string, ...paragraphs: string[]): Promise<string> {
  const { body } = await house
    .as('640000-reporter')
    .post('/api/stories', { document: text(headline, ...paragraphs) })
    .expect(201)
  await released(house, body.id, '640000-editor', region)
  return body.id
}
async function adopted(centre: string, story: string): Promise<string> {
  const { body } = await house.as(taker(centre)).post(`/api/offers/${story}/adopt`).expect(200)
  await house.settle()
  return body.copy
}
async function write(who: string, id: string, document: unknown, status = 200) {
  const { revision } = await house.see(who, id)
  return (await house.as(who).put(`/api/stories/${id}/draft`, { revision, document }).expect(status)).body
}
async function corrected(story: string, document: unknown, severity = 'error'): Promise<void> {
  const order = { severity, note: '数字有误', reason: '核对' }
  await house.as('640000-editor').post(`/api/stories/${story}/correct`, order).expect(200)
  await write('640000-editor', story, document)
  await released(house, story, '640000-editor', region)
  await house.settle()
}
const originalOf = async (who: string, copy: string): Promise<OriginalView> =>
  originalView.parse((await house.as(who).get(`/api/stories/${copy}/original`).expect(200)).body)
const words = async (who: string, id: string) => JSON.stringify((await house.see(who, id)).document)

describe('a correction from above', () => {
  it('goes into untouched blocks by itself, leaves local ones alone, and reopens a copy that is out', async () => {
    const story = await releasedStory('春灌开闸', '全区种植12万亩。', '水费每亩78元。')
    const copy = await adopted('640122', story)
    await write(taker('640122'), copy, text('贺兰春灌开闸', '全区种植12万亩。', '水费每亩78元。', '贺兰县另有安排。'))
    await released(house, copy, taker('640122'), chainAt('640122'))
    await corrected(story, text('春灌开闸', '全区种植13万亩。', '水费每亩78元。'))

    const view = await house.see(taker('640122'), copy)
    expect(view).toMatchObject({ state: 'draft', correction: { severity: 'error', note: '数字有误' }, published: { version: 1 } })
    expect(await words(taker('640122'), copy)).toMatch(/贺兰春灌开闸.*种植13万亩.*78元.*贺兰县另有安排/s)
    const original = await originalOf(taker('640122'), copy)
    expect(original).toMatchObject({ origin: { version: 2 }, waits: false, questions: [], unread: [], undoable: true })
    expect(original.lineage).toMatchObject({ headline: 'changed', p0: 'inherited', p1: 'inherited', p2: 'local' })
    expect(original.taken).toMatchObject([{ block: 'p0', before: '全区种植12万亩。', after: '全区种植13万亩。' }])
  })

  it('asks where both changed the same clause, once for each block, and never again', async () => {
    const story = await releasedStory('节水', '全区有126名渠长。', '水费每亩78元。')
    const copy = await adopted('640122', story)
    await write(taker('640122'), copy, text('节水', '我县有12名渠长。', '我县水费每亩78元。'))
    await corrected(story, text('节水', '全区有136名渠长。', '水费每亩76元。'))
    const { questions, revision } = await originalOf(taker('640122'), copy)
    expect(questions.map(({ block }) => block)).toEqual(['p0', 'p1'])
    expect(questions[0]!.hunks).toEqual([{ base: '全区有126', theirs: '全区有136', ours: '我县有12' }])

    const choose = (at: number, block: string, choice: string, status = 200) =>
      house.as(taker('640122')).post(`/api/stories/${copy}/original/choose`, { revision: at, block, kind: 'text', choice }).expect(status)
    const first = (await choose(revision, 'p1', 'theirs')).body
    expect(first.original.questions.map(({ block }: { block: string }) => block)).toEqual(['p0'])
    expect((await choose(revision, 'p0', 'ours', 409)).body.code).toBe('editing/revision-passed')
    const second = (await choose(first.original.revision, 'p0', 'ours')).body
    expect(second.original.questions).toEqual([])
    expect((await choose(second.original.revision, 'p0', 'ours', 409)).body.code).toBe('editing/no-question')
    expect(await words(taker('640122'), copy)).toMatch(/我县有12名.*水费每亩76元/s)

    await corrected(story, text('节水', '全区有136名渠长。', '水费每亩76元。', '（完）'))
    expect((await originalOf(taker('640122'), copy)).questions).toEqual([])
  })

  it('marks what it merged beside a local change, and lets nobody seal that unread', async () => {
    const story = await releasedStory('补贴', '每亩补贴45元，月底发完。')
    const copy = await adopted('640122', story)
    await write(taker('640122'), copy, text('补贴', '每亩补贴45元，我县月底发完。'))
    await corrected(story, text('补贴', '每亩补贴54元，月底发完。'))
    const { unread, revision } = await originalOf(taker('640122'), copy)
    expect(unread).toEqual(['p0'])
    const seal = (status: number) => house.as(taker('640122')).post(`/api/stories/${copy}/seal`, { revision }).expect(status)
    expect((await seal(422)).body.code).toBe('editing/merge-unread')
    await house.as(taker('640122')).post(`/api/stories/${copy}/original/read`, { block: 'p0' }).expect(200)
    await seal(200)
  })

  it('waits for a person where the centre wants that, and can be taken and undone', async () => {
    const story = await releasedStory('开河', '黄河开河。', '请注意。')
    const copy = await adopted('640181', story)
    const policy = { error: 'person', update: 'itself', refinement: 'itself' }
    await house.as('640181-editor-in-chief').put('/api/correction-policy', policy).expect(200)
    await corrected(story, text('开河', '黄河宁夏段开河。', '请注意。'))
    const before = await originalOf(taker('640181'), copy)
    expect(before).toMatchObject({ waits: true, undoable: false, taken: [] })
    expect(await words(taker('640181'), copy)).not.toContain('宁夏段')
    const order = (step: string, revision: number) =>
      house.as(taker('640181')).post(`/api/stories/${copy}/original/${step}`, { revision }).expect(200)
    const taken = (await order('take', before.revision)).body
    expect(JSON.stringify(taken.story.document)).toContain('黄河宁夏段开河')
    await write(taker('640181'), copy, text('开河', '黄河宁夏段开河。', '请我市市民注意。'))
    const undone = (await order('undo', (await house.see(taker('640181'), copy)).revision)).body
    expect(undone.original).toMatchObject({ waits: true, undoable: false })
    expect(JSON.stringify(undone.story.document)).toMatch(/"黄河开河。".*请我市市民注意/)
  })

  it('goes the same way upward, from a county to the region that took its story over', async () => {
    const { body } = await house
      .as('640122-reporter')
      .post('/api/stories', { document: text('葡萄出土', '贺兰有8万亩。') })
      .expect(201)
    await released(house, body.id, '640122-county-editor', chainAt('640122'))
    const { copy } = (await house.as('640000-editor').post(`/api/offers/${body.id}/adopt`).expect(200)).body
    await house.settle()
    await house
      .as('640122-editor')
      .post(`/api/stories/${body.id}/correct`, { severity: 'error', note: '数字有误', reason: '核对' })
      .expect(200)
    await write('640122-editor', body.id, text('葡萄出土', '贺兰有9万亩。'))
    await released(house, body.id, '640122-county-editor', chainAt('640122'))
    await house.settle()
    expect(await words('640000-editor', copy)).toContain('贺兰有9万亩')
  })
})

describe('the terms of an offer', () => {
  it('lock the text of a reprint and never its slots, put the source into the byline, and take corrections over', async () => {
    const story = await releasedStory('植树', '全区植树30万亩。', '本县植树［］万亩。')
    const terms = {
      leave: 'reprint',
      locked: [],
      credit: '来源：宁夏融媒　原标题：植树',
      embargo: null,
      expires: null,
      to: ['640122', '640181'],
    }
    await house.as('640000-section-head').put(`/api/offers/${story}/terms`, terms).expect(200)
    expect((await house.as(taker('640121')).get('/api/offers')).body.offers.some((one: { story: string }) => one.story === story)).toBe(
      false,
    )
    await house.as('640122-section-head').put(`/api/offers/${story}/terms`, terms).expect(404)

    const copy = await adopted('640122', story)
    expect(await words(taker('640122'), copy)).toContain('来源：宁夏融媒　原标题：植树　编辑 刘晓光')
    const refused = await write(taker('640122'), copy, text('植树', '全区植树30多万亩。', '本县植树［］万亩。'), 422)
    expect(refused.code).toBe('editing/locked')
    const { revision } = await house.see(taker('640122'), copy)
    const seal = await house.as(taker('640122')).post(`/api/stories/${copy}/seal`, { revision }).expect(422)
    expect(seal.body.code).toBe('editing/slot-open')
    const filled = JSON.parse(JSON.stringify((await house.see(taker('640122'), copy)).document).replace('"value":""', '"value":"3"'))
    await write(taker('640122'), copy, filled)
    await corrected(story, text('植树', '全区植树32万亩。', '本县植树［］万亩。'))
    expect(await words(taker('640122'), copy)).toMatch(/植树32万亩.*"value":"3"/s)
  })

  it('let a centre that recalled its own copy take the story over again', async () => {
    const story = await releasedStory('枸杞', '枸杞开摘。')
    const copy = await adopted('640122', story)
    await released(house, copy, taker('640122'), chainAt('640122'))
    await house.as('640122-section-head').post(`/api/stories/${copy}/recall`, { reason: '图有误', confirmation: '枸杞' }).expect(200)
    await house.settle()
    expect(await adopted('640122', story)).not.toBe(copy)
  })
})

describe('board and ledger', () => {
  it('say how far each centre is, who used whose story, and how much of it survived', async () => {
    const story = await releasedStory('渠长制', '春灌开闸放水。', '渠长上岗巡渠。')
    await house.as(taker('640121')).post(`/api/offers/${story}/open`).expect(204)
    const copy = await adopted('640122', story)
    await write(taker('640122'), copy, text('渠长制', '春灌本县开闸放水。'))
    await released(house, copy, taker('640122'), chainAt('640122'))

    const { rows } = offerBoard.parse((await house.as('640000-editor').get('/api/offer-board').expect(200)).body)
    const row = rows.find((one) => one.story === story)!
    const cell = (centre: string) => row.cells.find((one) => one.centre === centre)
    expect(row.cells).toHaveLength(19)
    expect([cell('640121'), cell('640122'), cell('640181')]).toMatchObject([
      { stage: 'opened' },
      { stage: 'signed', copy },
      { stage: 'offered' },
    ])

    const month = new Date().toISOString().slice(0, 7)
    const lines = async (who: string, side: string) =>
      ledger
        .parse((await house.as(who).get(`/api/ledger?month=${month}&side=${side}`).expect(200)).body)
        .lines.filter((one) => one.copy === copy)
    const expected = {
      kept: 10,
      characters: 17,
      centre: '640122',
      person: '刘晓光',
      blocks: { p0: { kept: 7, of: 7 }, p1: { kept: 0, of: 7 } },
    }
    expect(await lines('640000-editor', 'given')).toMatchObject([expected])
    expect(await lines('640122-editor', 'taken')).toMatchObject([expected])
    expect(await lines('640181-editor', 'given')).toEqual([])
    const answer = await house
      .as('640000-editor')
      .get(`/api/ledger.xlsx?month=${month}`)
      .buffer(true)
      .parse((response, done) => {
        const parts: Buffer[] = []
        response.on('data', (part: Buffer) => parts.push(part))
        response.on('end', () => done(null, Buffer.concat(parts)))
      })
    const book = new excel.Workbook()
    await book.xlsx.load(answer.body)
    expect(book.worksheets.map(({ name }) => name)).toEqual([`采用明细 ${month}`, '按中心', '按人'])
    expect(book.worksheets[0]!.getColumn(7).values).toContain('渠长制')
    await house.as('640000-editor').get('/api/ledger?month=x').expect(400)
  })
})
