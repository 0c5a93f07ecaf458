import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Database, Part } from '@kitchen/database'
import { testDatabase } from '@kitchen/database/testing'
import { readRegion } from '@kitchen/runtime'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Elasticsearch, findJava, startElasticsearch } from '../../../infra/elasticsearch/index.ts'
import type { SearchIndex } from '../src/document.ts'
import { bulkOnce } from '../src/elastic/bulk.ts'
import { type Clients, openClients } from '../src/elastic/client.ts'
import { elasticIndex } from '../src/elastic/elastic-index.ts'
import { carry } from '../src/elastic/follow.ts'
import { mappings } from '../src/elastic/mapping.ts'
import { itemOf } from '../src/elastic/rebuild.ts'
import { openFacts } from '../src/facts.ts'
import { fallingBack } from '../src/falling-back.ts'
import { migrations } from '../src/index.ts'
import { postgresIndex } from '../src/postgres/postgres-index.ts'
import { openTokens } from '../src/tokens.ts'
import { assetCases } from './assets.ts'
import { asked, documentOf, idsFor, indexContract, page, reader, until } from './contract.ts'
import { parkedCases } from './parked.ts'
import { qualityOf } from './quality.ts'
import { questions, sentences } from './sentences.ts'

const java = findJava()
const proved = typeof java !== 'string'
if (!proved) console.warn(`NOT PROVED: Elasticsearch adapter. ${java}`)
const region = readRegion()
const [tokens, facts] = [openTokens(region), openFacts(region)]
const folder = mkdtempSync(join(tmpdir(), 'search-es-'))
const alias = 'stories'
let database: Part<Database>
let [postgres, elastic]: (SearchIndex | undefined)[] = []
let engine: Elasticsearch
let clients: Clients

beforeAll(async () => {
  database = await testDatabase([migrations])
  postgres = postgresIndex({ database: database.value, tokens, facts })
  if (!proved) return
  engine = await startElasticsearch({ folder })
  clients = openClients({ url: engine.url })
  elastic = elasticIndex({ clients, database: database.value, tokens, facts, alias })
  await elastic.rebuild()
}, 180_000)
afterAll(async () => {
  await clients?.close()
  await engine?.stop()
  await database?.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** Of what answers a question everything is found, and the best places hold it. */
async function isGood(name: string, index: SearchIndex): Promise<void> {
  const { recall, precision, worst } = await qualityOf(index)
  console.log(
    `  ${name}: ${sentences.length} sentences, ${questions.length} questions, recall ${recall.toFixed(3)}, precision ${precision.toFixed(3)}; ${worst.join(', ')}`,
  )
  expect(recall).toBeGreaterThanOrEqual(0.99)
  expect(precision).toBeGreaterThanOrEqual(0.95)
}

indexContract('PostgreSQL', () => postgres!)
test('PostgreSQL finds what answers a question, and little else', () => isGood('PostgreSQL', postgres!), 60_000)

describe.skipIf(!proved)('with Elasticsearch', () => {
  indexContract('Elasticsearch', () => elastic!)
  test('Elasticsearch finds what answers a question, and little else', () => isGood('Elasticsearch', elastic!), 60_000)

  const follow = () => carry({ clients, database: database.value, tokens, alias, complain: () => {} })
  const waiting = async () =>
    (await database.value.system.query<{ id: string; refused: string | null }>('select id, refused from search.pending')).rows
  const behind = async () => Object.keys(await clients.writing.indices.getAlias({ name: alias }))[0]!

  test('a deletion instead of a tombstone brings a recalled story back: the twin that must fail', async () => {
    const index = 'twin'
    await clients.writing.indices.create({ index, settings: { 'index.gc_deletes': '0ms' } })
    const put = (version: number) =>
      clients.writing.index({ index, id: 'a', version, version_type: 'external_gte', document: { headline: '误发' } })
    await put(1)
    await clients.writing.delete({ index, id: 'a', version: 2, version_type: 'external_gte' })
    await clients.writing.indices.refresh({ index })
    await new Promise((done) => setTimeout(done, 300))
    await put(1) // the late event
    await clients.writing.indices.refresh({ index })
    expect((await clients.writing.count({ index })).count).toBe(1)
  })

  test('what PostgreSQL took is carried over, and a second carrier of the same change does no harm', async () => {
    await until(async () => (await follow()) === 0)
    const document = documentOf('固海扬水工程通水')
    await postgres!.index(document, Date.now() * 1000)
    await Promise.all([follow(), follow()])
    expect(await waiting()).toEqual([])
    await until(async () => (await idsFor(elastic!, '固海扬水')).includes(document.id))
  })

  test('a rebuild goes on while changes come: none is lost, none comes back, searches never fail', async () => {
    const documents = Array.from({ length: 300 }, (_, n) => documentOf(`重建期间的稿件${n}`, '重建期间。'))
    for (const one of documents.slice(0, 200)) await postgres!.index(one, Date.now() * 1000)
    const before = await behind()
    let [done, failed] = [false, 0]
    const changing = (async () => {
      for (const one of documents.slice(200)) await postgres!.index(one, Date.now() * 1000)
      for (const one of documents.slice(0, 40)) await postgres!.remove(one.id, Date.now() * 1000)
    })()
    const following = (async () => {
      while (!done || (await waiting()).length > 0) await follow()
    })()
    const searching = (async () => {
      while (!done) await elastic!.search(asked('固海'), reader, page).catch(() => failed++)
    })()
    await elastic!.rebuild()
    await changing
    done = true
    await Promise.all([following, searching])
    expect(failed).toBe(0)
    expect(await behind()).not.toBe(before)
    await until(async () => (await elastic!.search(asked('重建期间的稿件'), reader, page)).total === 260, 5_000)
  })

  test('a rebuild leaves out what cannot be mapped, parks it, and is finished; changed, it goes in', async () => {
    const bad = documentOf('日期写错的稿件', '', { at: new Date('+012345-01-01T00:00:00Z') })
    await postgres!.index(bad, Date.now() * 1000)
    await elastic!.rebuild()
    const parked = (await waiting()).find(({ id }) => id === bad.id)
    expect(parked?.refused).toMatch(/\[at\]/)
    await follow()
    expect(await idsFor(postgres!, '日期写错')).toEqual([bad.id])
    expect(await idsFor(elastic!, '日期写错')).toEqual([])
    await postgres!.index({ ...bad, at: new Date() }, Date.now() * 1000)
    await follow()
    await until(async () => (await idsFor(elastic!, '日期写错')).includes(bad.id))
    expect(await waiting()).toEqual([])
  })

  assetCases('elasticsearch', () => ({ elasticsearch: { url: engine.url }, alias: 'assets' }))
  parkedCases(() => ({ clients, url: engine.url }))

  test('an index that has lost its shard takes nothing: the change waits, quickly, and goes in when it is back', async () => {
    const [index, red] = [await behind(), 'stories-v999']
    const settings = (name: string | null) => ({ 'index.routing.allocation.require._name': name })
    const document = documentOf('红色索引期间的稿件')
    await clients.writing.indices.create({
      index: red,
      mappings: mappings(tokens.wordList),
      settings: settings('nobody'),
      wait_for_active_shards: 0,
    })
    await clients.writing.indices.updateAliases({ actions: [{ remove: { index, alias } }, { add: { index: red, alias } }] })
    await postgres!.index(document, Date.now() * 1000)
    const began = Date.now()
    await expect(follow()).rejects.toThrow(/has not taken/)
    expect(Date.now() - began).toBeLessThan(6_000)
    expect((await waiting()).map(({ id }) => id)).toContain(document.id)
    await clients.writing.indices.putSettings({ index: red, settings: settings(null) })
    await until(async () => (await follow().catch(() => -1)) === 0, 20_000)
    await until(async () => (await idsFor(elastic!, '红色索引')).includes(document.id), 5_000)
  })

  test('without its alias nothing is guessed: the change waits', async () => {
    const index = await behind()
    await clients.writing.indices.deleteAlias({ index, name: alias })
    const item = itemOf(tokens, { ...documentOf('没有别名'), recalled: false, version: 1 })
    expect((await bulkOnce(clients.writing, alias, [item])).left).toHaveLength(1)
    expect(await clients.writing.indices.exists({ index: alias })).toBe(false)
    expect((await elastic!.health()).trouble?.kind).toBe('alias')
    await clients.writing.indices.putAlias({ index, name: alias })
    expect((await elastic!.health()).trouble).toBeNull()
  })

  test('another word list is noticed', async () => {
    const other = openTokens({ ...region, gazetteer: { places: ['新地名'], terms: [] } })
    const index = elasticIndex({ clients, database: database.value, tokens: other, facts, alias })
    expect((await index.health()).trouble?.kind).toBe('words')
  })

  test('stopped, PostgreSQL answers and says so; back, it has all that happened meanwhile', async () => {
    const searching = fallingBack({ postgres: postgres!, elastic: elastic!, complain: () => {}, clock: () => new Date() })
    expect((await searching.search(asked('固海'), reader, page)).engine).toBe('elasticsearch')
    const { port } = new URL(engine.url)
    await engine.stop()
    const document = documentOf('停机期间发布的稿件')
    await postgres!.index(document, Date.now() * 1000)
    await expect(follow()).rejects.toThrow()
    const { engine: answered, fellBack, answer } = await searching.search(asked('停机期间'), reader, page)
    expect([answered, fellBack, answer.found[0]?.id]).toEqual(['postgresql', true, document.id])
    expect((await elastic!.health()).trouble?.kind).toBe('unreachable')
    engine = await startElasticsearch({ folder, port: Number(port) })
    await until(async () => (await follow().catch(() => -1)) === 0, 20_000)
    await until(async () => (await idsFor(elastic!, '停机期间').catch((): string[] => [])).includes(document.id), 5_000)
    expect((await searching.search(asked('停机期间'), reader, page)).engine).toBe('elasticsearch')
  }, 60_000)
})
