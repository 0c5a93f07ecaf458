import type { StuckView } from '@kitchen/api'
import type { Database } from '@kitchen/database'
import { type Channel, channelNames, channels, type Region } from '@kitchen/model'
import type { Report } from '@kitchen/runtime'
import type { Delivery } from '../delivery.ts'
import { refuse } from '../refusals.ts'

/** What distribution shows on the System page: waiting per channel, the oldest, what is out and what is gone, and all that is stuck. */
export async function reportOf(database: Database, region: Region, now: Date): Promise<Report> {
  const [counts, stuck, unmade] = await Promise.all([countsOf(database), stuckOf(database, now), unmadeOf(database, now)])
  return {
    part: 'distribution',
    state: 'ready',
    figures: figuresOf(counts, now),
    stuck: [...stuck.map((row) => stuckView(region, row)), ...unmade.map(unmadeView)],
  }
}

type Count = { readonly channel: Channel; readonly state: Delivery['state']; readonly many: number; readonly oldest: Date }
const countsOf = async ({ system }: Database) =>
  (
    await system.query<Count>({
      name: 'counts',
      text: 'select channel, state, count(*)::int as many, min(since) as oldest from distribution.delivery group by 1, 2',
    })
  ).rows

function figuresOf(counts: readonly Count[], now: Date): Report['figures'] {
  const under = counts.filter(({ state }) => ['waiting', 'sending', 'retrying', 'person'].includes(state))
  const sum = (rows: readonly Count[]) => rows.reduce((total, { many }) => total + many, 0)
  const oldest = Math.min(now.getTime(), ...under.map((row) => row.oldest.getTime()))
  return [
    ...channels.map((channel) => ({
      name: { zh: `待投递·${channelNames[channel].zh}`, en: `waiting, ${channelNames[channel].en}` },
      value: sum(under.filter((row) => row.channel === channel)),
      unit: '',
    })),
    { name: { zh: '最久等待', en: 'oldest waiting' }, value: Math.round((now.getTime() - oldest) / 1000), unit: 's' },
    { name: { zh: '已投递', en: 'delivered' }, value: sum(counts.filter(({ state }) => state === 'delivered')), unit: '' },
    {
      name: { zh: '已撤下', en: 'withdrawn' },
      value: sum(counts.filter(({ state }) => state === 'withdrawn' || state === 'stopped')),
      unit: '',
    },
    { name: { zh: '撤稿未完成', en: 'recall outstanding' }, value: sum(counts.filter(({ state }) => state === 'withdrawing')), unit: '' },
  ]
}

type Stuck = Delivery & { readonly headline: string }
/** All that a person has to do, and what has gone wrong for more than half a minute. */
const stuckOf = async ({ system }: Database, now: Date) =>
  (
    await system.query<Stuck>({
      name: 'stuck',
      values: [new Date(now.getTime() - 30_000)],
      text: `select d.*, p.headline from distribution.delivery d join distribution.product p using (product, hash)
    where d.state = 'person' or (d.since < $1 and (d.state in ('retrying', 'withdrawing', 'sending') or (d.state = 'waiting' and d.due < $1))) order by d.since limit 200`,
    })
  ).rows

function stuckView(region: Region, { id, state, wanted, centre, story, channel, headline, failure, since }: Stuck): StuckView {
  const place = region.centres.find((one) => one.id === centre)?.name ?? { zh: centre, en: centre }
  const told = failure ?? refuse('distribution/no-answer', { seconds: 30 })
  return {
    part: 'distribution',
    kind: state === 'person' ? 'person' : state === 'waiting' ? 'waiting' : 'retrying',
    id,
    centre,
    story,
    since: since.toISOString(),
    why: told.says,
    next: told.next,
    what: {
      zh: `${place.zh}${channelNames[channel].zh}${wanted === 'gone' ? '撤稿' : ''}：${headline}`,
      en: `${place.en} ${channelNames[channel].en}${wanted === 'gone' ? ' withdrawal' : ''}: ${headline}`,
    },
    actions: [{ do: 'retry', label: { zh: '重试', en: 'Retry' } }],
  }
}

type Unmade = { readonly story: Delivery['story']; readonly origin: Delivery['centre']; readonly many: number; readonly since: Date }
/** Released a minute ago, and the signed product has never arrived. */
const unmadeOf = async ({ system }: Database, now: Date) =>
  (
    await system.query<Unmade>({
      name: 'unmade',
      values: [new Date(now.getTime() - 60_000)],
      text: `select r.story, r.origin, count(*)::int as many, min(r.at) as since from distribution.release r where r.at < $1 and not exists (select from distribution.product p where (p.story, p.version, p.outlet, p.hash) = (r.story, r.version, r.outlet, r.hash))
    and not exists (select from distribution.recall c where c.story = r.story) group by 1, 2 limit 50`,
    })
  ).rows
function unmadeView({ story, origin, many, since }: Unmade): StuckView {
  const { says, next } = refuse('distribution/not-made')
  return {
    part: 'distribution',
    kind: 'waiting',
    id: story,
    what: { zh: `${many} 份成品未到投递`, en: `${many} products have not arrived` },
    why: says,
    next,
    centre: origin,
    story,
    since: since.toISOString(),
    actions: [],
  }
}
