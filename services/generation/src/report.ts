import type { StuckView } from '@kitchen/api'
import type { Database } from '@kitchen/database'
import { type Bilingual, type CentreId, type Channel, channelNames, channels, type StoryId } from '@kitchen/model'
import type { Report } from '@kitchen/runtime'
import { refuse } from './refusals.ts'

type Figures = { waiting: number; making: number; made: number; refused: number; oldest: number }
type StuckRow = {
  story: StoryId
  version: number
  state: 'waiting' | 'refused'
  centre: CentreId
  outlets: string[]
  code: string | null
  says: Bilingual | null
  next: Bilingual | null
  since: Date
  missing: string[]
}

/** What the System page shows: how much waits, and every version whose products do not move, with the reason. */
export async function reportOf(database: Database): Promise<Report> {
  const [
    {
      rows: [figures],
    },
    { rows: stuck },
  ] = await Promise.all([database.system.query<Figures>(count), database.system.query<StuckRow>(find)])
  const { waiting, making, made, refused, oldest } = figures!
  return {
    part: 'generation',
    state: 'ready',
    stuck: stuck.map(stuckOf),
    figures: [
      { name: { zh: '等待制作', en: 'Waiting' }, value: waiting, unit: 'count' },
      { name: { zh: '制作中', en: 'Being made' }, value: making, unit: 'count' },
      { name: { zh: '24 小时内做成', en: 'Made in 24 h' }, value: made, unit: 'count' },
      { name: { zh: '24 小时内未做成', en: 'Refused in 24 h' }, value: refused, unit: 'count' },
      { name: { zh: '等待最久', en: 'Oldest waiting' }, value: oldest, unit: 'seconds' },
    ],
  }
}
const count = `select count(*) filter (where state = 'waiting')::int as waiting, count(*) filter (where state = 'making')::int as making,
  count(*) filter (where state = 'made' and at > now() - interval '1 day')::int as made, count(*) filter (where state = 'refused' and at > now() - interval '1 day')::int as refused,
  coalesce(extract(epoch from now() - min(since) filter (where state = 'waiting')), 0)::int as oldest from generation.product`
const find = `select p.story, p.version, p.state, p.origin as centre, array_agg(p.outlet order by p.outlet) as outlets, p.failure ->> 'code' as code, p.failure -> 'says' as says, p.failure -> 'next' as next, min(coalesce(p.at, p.since)) as since,
    coalesce((array_agg(distinct need) filter (where need is not null))[1:5], '{}') as missing
  from generation.product p left join lateral (select need from unnest(p.needs) need where p.state = 'waiting' and not generation.settled(array[need])) missing on true
  where (p.state = 'waiting' and p.since < now() - interval '1 minute') or (p.state = 'refused' and not p.released and p.at > now() - interval '7 days' and p.failure ->> 'code' not in ('generation/superseded', 'generation/recalled')
    and not exists (select from generation.product n where n.story = p.story and n.version > p.version) and not exists (select from generation.tombstone t where t.story = p.story))
  group by p.story, p.version, p.state, p.origin, code, says, next order by since limit 100`

function stuckOf({ story, version, state, centre, outlets, says, next, since, missing }: StuckRow): StuckView {
  const waiting = state === 'waiting'
  const recipes = [...new Set(missing.map((need) => need.slice(need.indexOf('/') + 1)))].join(', ')
  return {
    part: 'generation',
    kind: waiting ? 'waiting' : 'failed',
    id: `${story}.${version}`,
    centre,
    story,
    since: since.toISOString(),
    what: { zh: `${outlets.length} 个成品（${named(outlets, 'zh')}）`, en: `${outlets.length} products (${named(outlets, 'en')})` },
    why: waiting ? waitingWhy(recipes) : says!,
    next: waiting
      ? {
          zh: '素材转码完成后会自动制作；转码失败的请在素材处重试。',
          en: 'They are made as soon as the renditions arrive; retry a failed rendition at its asset.',
        }
      : next!,
    actions: waiting ? [] : [{ do: 'retry', label: { zh: '重做', en: 'Retry' } }],
  }
}

/** Few outlets by name; many by their channels: 报纸 14、微信公众号 6. */
function named(outlets: readonly string[], language: 'zh' | 'en'): string {
  if (outlets.length <= 4) return outlets.join(', ')
  const count = (one: Channel) => outlets.filter((outlet) => outlet.includes(`-${one}`)).length
  return channels
    .flatMap((one) => (count(one) > 0 ? [`${channelNames[one][language]} ${count(one)}`] : []))
    .join(language === 'zh' ? '、' : ', ')
}
const waitingWhy = (recipes: string): Bilingual =>
  recipes ? { zh: `在等素材转码：${recipes}。`, en: `Waiting for renditions: ${recipes}.` } : { zh: '在排队。', en: 'In the queue.' }

/**
 * Puts the refused products of a version back into the queue. After its release they are hidden from other centres again, as signed by nobody: each needs a
 * final review of its own. `id`: `<story>.<version>`, or `<story>.<version>.<outlet>` for one.
 */
export async function retry(database: Database, id: string, origin: CentreId | null = null): Promise<void> {
  const [story, version, outlet = null] = id.split('.')
  const { rowCount } = await database.system.query(again, [story, Number(version), outlet, origin])
  if (!rowCount) throw refuse('generation/not-found')
}
const again = `update generation.product p set state = 'waiting', failure = null, at = null, tries = 0, claims = 0, retry_at = null, since = now(), released = false
  where story::text = $1 and version = $2 and ($3::text is null or outlet = $3) and ($4::text is null or origin = $4) and state = 'refused' and not exists (select from generation.tombstone t where t.story = p.story)
    and not exists (select from generation.product n where n.story = p.story and n.version > p.version)`
