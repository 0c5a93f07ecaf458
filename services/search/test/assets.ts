import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { home, type OpenSearch, offered, openSearch, recalled, received, released, yinchuan } from './open-search.ts'

/** The promise to a reader, from the event to the answer. */
const promiseMs = 1_500

/** What is promised of photographs and films, over the whole service with one engine or the other. */
export function assetCases(name: 'postgresql' | 'elasticsearch', needs: () => Parameters<typeof openSearch>[0]): void {
  describe(`assets with ${name}:`, () => {
    let search: OpenSearch
    beforeAll(async () => {
      search = await openSearch(needs())
      await becomes(async () => (await search.answer('相')).engine === name, 20_000)
    })
    afterAll(() => search?.stop())
    const idsOf = async (text: string, centre = home) =>
      (await search.answer(text, centre)).hits.map(({ id }: { id: string }) => id) as string[]

    test('one is found by its name, and by its captions once a story shows it, whichever comes first', async () => {
      const [early, late] = [received('鹤舞黄河湿地.jpg'), received('DSC_2041.jpg')]
      const one = released('湿地来了新客', '候鸟。', { asset: early.asset, caption: '灰鹤在苇荡边起舞' })
      const two = released('湿地的清晨', '清晨。', { asset: late.asset, caption: '白鹭掠过冰面' })
      await search.happen(early.event, one.event, two.event)
      await search.happen(late.event)
      expect(await becomes(async () => (await idsOf('白鹭掠过')).includes(late.asset), 5_000)).toBeLessThan(promiseMs)
      expect(await idsOf('鹤舞')).toContain(early.asset)
      expect(await idsOf('苇荡')).toEqual(expect.arrayContaining([early.asset, one.story]))
    })

    test('another centre finds it by its captions from the offer on, and not before', async () => {
      const { asset, event } = received('贺兰石雕.jpg')
      const { story, event: release } = released('非遗进校园', '课堂。', { asset, caption: '学生学刻贺兰石砚' })
      await search.happen(event, release)
      await becomes(async () => (await idsOf('石砚')).includes(asset), 5_000)
      expect(await idsOf('石砚', yinchuan)).toEqual([])
      await search.happen(offered(story))
      await becomes(async () => (await idsOf('石砚', yinchuan)).includes(asset), 5_000)
      expect(await idsOf('石砚', yinchuan)).toEqual(expect.arrayContaining([asset, story]))
    })

    test('a recall takes captions and the sight of assets back in 1.5 s; the house keeps its own by name', async () => {
      const { asset, event } = received('闸口旧照.jpg')
      const { story, event: release } = released('青铜峡闸口旧影', '闸口。', { asset, caption: '一九六〇年截流现场' })
      await search.happen(event, release, offered(story))
      await becomes(async () => (await idsOf('截流', yinchuan)).length === 2, 5_000)
      const began = performance.now()
      await search.happen(recalled(story))
      await becomes(async () => (await idsOf('截流')).length === 0 && (await idsOf('闸口', yinchuan)).length === 0, 5_000)
      expect(performance.now() - began).toBeLessThan(promiseMs)
      expect(await idsOf('闸口旧照')).toEqual([asset])
    })

    test('a picture that two stories show keeps the words of the one that stays', async () => {
      const { asset, event } = received('大坝.jpg')
      const [stays, goes] = ['大坝春灌开闸', '大坝险情误报'].map((headline) => released(headline, headline, { asset, caption: headline }))
      await search.happen(event, stays!.event, goes!.event)
      await becomes(async () => (await idsOf('春灌开闸')).length === 2 && (await idsOf('险情误报')).length === 2, 5_000)
      await search.happen(recalled(goes!.story))
      await becomes(async () => (await idsOf('险情误报')).length === 0, 5_000)
      expect((await idsOf('春灌开闸')).sort()).toEqual([asset, stays!.story].sort())
    })
  })
}

/** How many milliseconds it took until it held. */
export async function becomes(holds: () => Promise<boolean>, patience: number): Promise<number> {
  const began = performance.now()
  for (; performance.now() - began < patience; await delay(40)) if (await holds()) return performance.now() - began
  throw new Error('it did not come true')
}
