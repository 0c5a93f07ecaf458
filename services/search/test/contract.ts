import { setTimeout as delay } from 'node:timers/promises'
import { centreId, personId, uuidv7 } from '@kitchen/model'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Document, Question, Reader, SearchIndex } from '../src/document.ts'

export const reader: Reader = { centre: centreId.parse('640000'), person: personId.parse('640000-editor') }
export const stranger: Reader = { centre: centreId.parse('640425'), person: personId.parse('640425-editor') }
export const page = { limit: 50, from: 0 }

export const documentOf = (headline: string, plain = '', more: Partial<Document> = {}): Document => ({
  id: uuidv7(),
  kind: 'story',
  story: null,
  centre: '640000',
  seenBy: ['640000'],
  headline,
  plain,
  channels: ['web', 'app'],
  subjects: [],
  people: [],
  places: [],
  at: new Date(),
  ...more,
})
export const asked = (text: string, filters: Question['filters'] = {}): Question => ({ text, filters })
export const idsFor = async (index: SearchIndex, text: string, filters: Question['filters'] = {}, who = reader) =>
  (await index.search(asked(text, filters), who, page)).found.map(({ id }) => id)

/** An index that has taken a change may show it within a second. */
export async function until(holds: () => Promise<boolean>, milliseconds = 2_000): Promise<void> {
  for (const end = Date.now() + milliseconds; Date.now() < end; await delay(50)) if (await holds()) return
  throw new Error('it did not come true')
}

/** What every adapter of the index promises. */
export function indexContract(name: string, open: () => SearchIndex): void {
  describe(`${name} keeps the contract:`, () => {
    let index: SearchIndex
    let version = Date.now() * 1000
    beforeAll(() => {
      index = open()
    })
    const put = async (document: Document) => {
      await index.index(document, ++version)
      await until(async () => (await idsFor(index, document.headline)).includes(document.id))
      return document
    }

    test('a story is found by its words, by part of one, by one character, half-width as full-width', async () => {
      const { id } = await put(documentOf('彭阳县梯田苹果采收', '亩产３６０公斤，Kitchen 上线。'))
      for (const text of ['苹果', '梯田苹果', '果', '360公斤', 'kitchen', '彭阳 采收'])
        expect(await idsFor(index, text), text).toContain(id)
      expect(await idsFor(index, '梯苹')).not.toContain(id)
      expect(await idsFor(index, '彭阳 葡萄酒')).not.toContain(id)
    })

    test('a headline ranks above a mention', async () => {
      const [mention, title] = await Promise.all([
        put(documentOf('今日要闻综述甲', '会上也谈到了草方格。')),
        put(documentOf('草方格锁住沙丘', '中卫治沙。')),
      ])
      expect(await idsFor(index, '草方格')).toEqual([title.id, mention.id])
    })

    test('nobody finds, counts or is offered what the centre may not see', async () => {
      const { id, headline } = await put(documentOf('泾源县黄牛交易会开市', '于文清到场。', { people: ['马晓岚'], places: ['泾源'] }))
      expect(await idsFor(index, headline, {}, stranger)).toEqual([])
      const { total, counts } = await index.search(asked('黄牛'), stranger, page)
      expect([total, [...counts.centre]]).toEqual([0, []])
      expect((await index.suggest('泾源', stranger)).map(({ count }) => count)).toEqual([0])
      expect((await index.suggest('泾源', reader)).map(({ count }) => count)).toEqual([1])
      expect((await index.suggest('马晓', reader))[0]).toEqual({ kind: 'person', name: '马晓岚', count: 1 })
      expect(await index.similar(id, stranger, 5)).toEqual([])
    })

    test('an offer makes it visible, a newer version replaces the older', async () => {
      const document = await put(documentOf('灵武长枣熟了', '灵武。'))
      await index.index({ ...document, headline: '灵武长枣上市', seenBy: ['640000', '640425'] }, ++version)
      await until(async () => (await idsFor(index, '长枣上市', {}, stranger)).includes(document.id))
      expect(await idsFor(index, '长枣熟了')).not.toContain(document.id)
    })

    test('a recalled story vanishes and a late event does not bring it back, at any time', async () => {
      const document = await put(documentOf('误发的停水通知', '误发。'))
      const late = version
      await index.remove(document.id, ++version)
      await until(async () => !(await idsFor(index, '停水通知')).includes(document.id))
      await index.index(document, late)
      await index.index({ ...document, plain: '又来一次' }, late - 1)
      await put(documentOf('之后的稿件甲')) // once it is found, so is all that was sent before
      expect(await idsFor(index, '停水通知')).toEqual([])
    })

    test('a removal that comes before its story keeps it out', async () => {
      const document = documentOf('还没有到的稿件先被撤了')
      await index.remove(document.id, version + 10)
      await index.index(document, version + 5)
      version += 10
      await put(documentOf('之后的稿件乙'))
      expect(await idsFor(index, '先被撤了')).toEqual([])
    })

    test('facets count under the filters of the others and narrow the answer', async () => {
      const old = new Date(Date.now() - 20 * 86_400_000)
      await Promise.all([
        put(documentOf('滩羊节甲', '', { centre: '640323', seenBy: ['640000'], subjects: ['agriculture'], channels: ['print'] })),
        put(documentOf('滩羊节乙', '', { subjects: ['culture'], at: old })),
        put(documentOf('滩羊节.jpg', '羊群', { kind: 'photo', channels: [] })),
      ])
      const { total, counts, found } = await index.search(asked('滩羊节', { kind: 'story' }), reader, page)
      expect([total, found.length]).toEqual([2, 2])
      expect(Object.fromEntries(counts.kind)).toEqual({ story: 2, photo: 1 })
      expect(Object.fromEntries(counts.centre)).toEqual({ '640323': 1, '640000': 1 })
      expect(Object.fromEntries(counts.channel)).toEqual({ print: 1, web: 1, app: 1 })
      expect(Object.fromEntries(counts.subject)).toEqual({ agriculture: 1, culture: 1 })
      expect(Object.fromEntries(counts.date)).toEqual({ day: 1, week: 1, month: 2, year: 2 })
      expect(await idsFor(index, '滩羊节', { subject: 'culture', centre: '640323' })).toEqual([])
      expect(await idsFor(index, '滩羊节', { date: 'week', channel: 'print' })).toHaveLength(1)
      expect((await index.search(asked('', { channel: 'print' }), reader, { limit: 1, from: 0 })).found).toHaveLength(1)
    })

    test('similar stories share the words that mark one', async () => {
      const [one, two] = await Promise.all([
        put(documentOf('固原冷凉蔬菜发往粤港澳大湾区', '固原市冷凉蔬菜基地装车，菜心、西兰花经冷链运往大湾区。')),
        put(documentOf('冷链车队把菜心送到大湾区', '固原冷凉蔬菜基地的菜心和西兰花装车。')),
        put(documentOf('石嘴山冬泳邀请赛', '星海湖选手下水。')),
      ])
      expect((await index.similar(one.id, reader, 5)).map(({ id }) => id)).toEqual([two.id])
    })

    test('signs of a query language are only signs', async () => {
      for (const text of ["' | !", '&&', ':*', "\\'", '(', '<->', '%', '"', '*', '?~2', 'a OR b', '𠮷'])
        expect(Array.isArray(await idsFor(index, text)), text).toBe(true)
    })
  })
}
