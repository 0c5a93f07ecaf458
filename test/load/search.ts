import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startDatabase, systemTransaction } from '@kitchen/database'
import { removeDatabase, temporaryFolder } from '@kitchen/database/testing'
import { readRegion } from '@kitchen/runtime'
import { findJava, startElasticsearch } from '../../infra/elasticsearch/index.ts'
import { migrations, openIndices } from '../../services/search/src/testing.ts'
import { percentile, small } from './measure.ts'
import { type Row, report } from './report.ts'
import { articles } from './search/articles.ts'

/**
 * Ranked search over generated articles: PostgreSQL adapter (anchor), raw client with nothing around it (limit), Elasticsearch adapter (ours), in turn
 * within one run. Further: filling rate, and how soon a change is found. `--articles=20000` for another size.
 */
const java = findJava()
if (typeof java === 'string') throw new Error(java)
const most = Number(process.argv.find((word) => word.startsWith('--articles='))?.slice('--articles='.length) ?? 100_000)
const [count, asks] = small ? [5_000, 40] : [most, 100]
const region = readRegion()
const [data, folder] = [mkdtempSync(join(tmpdir(), 'bench-search-')), temporaryFolder()]
const say = (text: string) => console.error(text)
const engine = await startElasticsearch({ folder: data, heap: small ? 512 : 2_000, forLoad: !small, progress: say })
const { value: database, stop } = await startDatabase({ folder, migrations: [migrations], settings: { fsync: 'off' } })
const { postgres, elastic, raw, refill, put, carry, close } = openIndices({ database, region, url: engine.url })

const began = performance.now()
for (let n = 0; n < count; n += 500)
  await systemTransaction(database, [], async (tx) => {
    for (const article of articles(n, 500, region)) await put(tx, article)
  })
await database.system.query('analyze search.document')
say(`${count} articles in PostgreSQL: ${Math.round((performance.now() - began) / 1000)} s`)
const rate = await perSecond(() => elastic.rebuild())
const rateOfCut = await perSecond(refill)
await database.system.query('delete from search.pending')

const kinds: Record<string, { text: string[]; filters: Record<string, string> }> = {
  'one word': { text: ['枸杞', '滩羊', '降温', '高铁', '剪纸'], filters: {} },
  'two common words': { text: ['银川 项目', '产业 发展', '全区 工作'], filters: {} },
  'a phrase no dictionary has': { text: ['提前三天供暖', '装车发往大湾区'], filters: {} },
  'one character': { text: ['桥', '雪', '羊'], filters: {} },
  'with centre and date': { text: ['枸杞', '产业', '降温'], filters: { centre: '640100', date: 'month' } },
}
const rows: Row[] = []
for (const [name, { text, filters }] of Object.entries(kinds)) rows.push(...(await timed(name, text, filters)))
const none = { unit: 'docs/s', anchor: null, limit: null }
rows.push({ row: 'filling, words cut anew', ...none, ours: rate, goal: '≥ 1,000', ok: rate >= 1_000 })
rows.push({ row: 'filling, words cut before', ...none, ours: rateOfCut, goal: '≥ 2,800', ok: rateOfCut >= 2_800 })
rows.push(...(await changeToFound(small ? 10 : 40)))
await close()
await engine.stop()
await stop()
removeDatabase(folder)
rmSync(data, { recursive: true, force: true })
report('search', rows)

async function perSecond(fill: () => Promise<number>): Promise<number> {
  const start = performance.now()
  return (await fill()) / ((performance.now() - start) / 1000)
}

async function timed(name: string, texts: readonly string[], filters: Record<string, string>): Promise<Row[]> {
  const reader = { centre: region.root, person: region.people[0]!.id }
  const times = { ours: [] as number[], anchor: [] as number[], limit: [] as number[] }
  const one = async (into: number[], work: () => Promise<unknown>) => {
    const start = performance.now()
    await work()
    into.push(performance.now() - start)
  }
  for (let n = 0; n < asks; n++) {
    const question = { text: texts[n % texts.length]!, filters }
    await one(times.anchor, () => postgres.search(question, reader, { limit: 20, from: 0 }))
    await one(times.ours, () => elastic.search(question, reader, { limit: 20, from: 0 }))
    await one(times.limit, () => raw(question.text))
  }
  const at = (percent: number) => ({
    ours: percentile(times.ours, percent),
    anchor: percentile(times.anchor, percent),
    limit: percentile(times.limit, percent),
  })
  const [half, most] = [at(50), at(95)]
  const narrow = name.startsWith('with')
  return [
    { row: `${name}, p50`, unit: 'ms', ...half, goal: '', ok: true },
    {
      row: `${name}, p95`,
      unit: 'ms',
      ...most,
      goal: narrow ? '≤ 50 ms' : '≤ 50 ms, ≤ 0.2 × anchor',
      ok: most.ours <= 50 && (narrow || most.ours <= 0.2 * most.anchor),
    },
  ]
}

/** From the commit of a change to the moment when it is found. */
async function changeToFound(times: number): Promise<Row[]> {
  const reader = { centre: region.root, person: region.people[0]!.id }
  const waits: number[] = []
  for (let n = 0; n < times; n++) {
    const [article] = articles(count + n, 1, region)
    await systemTransaction(database, [], (tx) => put(tx, { ...article!, headline: `新稿件编号${n}号`, seenBy: [region.root] }))
    const start = performance.now()
    await carry()
    while ((await elastic.search({ text: `编号${n}号`, filters: {} }, reader, { limit: 1, from: 0 })).total === 0)
      await new Promise((done) => setTimeout(done, 20))
    waits.push(performance.now() - start)
  }
  const row = (percent: number) => ({
    row: `change → found, p${percent}`,
    unit: 'ms',
    ours: percentile(waits, percent),
    anchor: null,
    limit: null,
  })
  return [
    { ...row(50), goal: '', ok: true },
    { ...row(95), goal: '≤ 1,500 ms', ok: percentile(waits, 95) <= 1_500 },
  ]
}
