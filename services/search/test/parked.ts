import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Clients } from '../src/elastic/client.ts'
import { mappings, settings } from '../src/elastic/mapping.ts'
import { becomes } from './assets.ts'
import { type OpenSearch, openSearch, released } from './open-search.ts'

/** A document that Elasticsearch refuses, from the event to the System page and back. */
export function parkedCases(engine: () => { readonly clients: Clients; readonly url: string }): void {
  describe('what Elasticsearch cannot map:', () => {
    const alias = 'parked'
    let search: OpenSearch
    let good = ''
    beforeAll(async () => {
      search = await openSearch({ elasticsearch: { url: engine().url }, alias })
      await becomes(async () => !(await search.answer('相')).fellBack, 20_000)
      good = await behind()
    })
    afterAll(() => search?.stop())
    const indices = () => engine().clients.writing.indices
    const behind = async () => Object.keys(await indices().getAlias({ name: alias }))[0]!
    const finds = async (text: string) => (await search.answer(text)).hits.length === 1
    const parked = async () => (await search.search.report()).stuck.filter(({ kind }) => kind === 'parked')
    const put = (index: string, off: string) =>
      indices().updateAliases({ actions: [{ remove: { index: off, alias } }, { add: { index, alias } }] })
    /** As if an operator had laid the alias over an index with people as figures. */
    const spoil = async (index: string) => {
      const ours = mappings((await indices().getMapping({ index: good }))[good]!.mappings._meta!.wordList as string)
      const spoilt = { ...ours, properties: { ...ours.properties, people: { type: 'integer' as const } } }
      await indices().create({ index, mappings: spoilt, settings: settings(false) })
      await put(index, good)
    }

    test('it stands on the System page with its reason, others go on, and a press of “try again” brings it in', async () => {
      await spoil('parked-v7')
      const { story, event } = released('记者节走近马晓岚', '马晓岚说。')
      await search.happen(event, released('人人都是通讯员', '通讯员。').event)
      await becomes(() => finds('人人都是通讯员'), 5_000)
      const [row] = await parked()
      expect(row).toMatchObject({ part: 'search', id: story, story, what: { zh: expect.stringContaining('记者节走近马晓岚') } })
      expect(row!.why.en).toContain('people')
      await put(good, 'parked-v7')
      await search.search.act(story, 'retry')
      await becomes(() => finds('走近马晓岚'), 5_000)
      expect(await parked()).toEqual([])
    })

    test('or the rebuild that the page offers, by which all parked ones go in', async () => {
      await spoil('parked-v8')
      await search.happen(released('马晓岚的采访本', '马晓岚。').event, released('周明远看版面', '周明远。').event)
      await becomes(async () => (await parked()).length === 2, 5_000)
      const [row] = await parked()
      expect(row!.actions.map((action) => action.do)).toEqual(['retry', 'rebuild'])
      await search.search.act(row!.id, 'rebuild')
      await becomes(async () => (await finds('采访本')) && (await finds('看版面')), 10_000)
      await becomes(async () => (await parked()).length === 0, 5_000)
    })
  })
}
