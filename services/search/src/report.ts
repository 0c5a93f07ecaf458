import type { Database } from '@kitchen/database'
import { storyId } from '@kitchen/model'
import type { Report } from '@kitchen/runtime'
import type { Health } from './document.ts'
import type { Keeper } from './keep.ts'

type Needs = { readonly database: Database; readonly keeper: Keeper; readonly withElastic: boolean; readonly clock: () => Date }
type Stuck = Report['stuck'][number]

/** What the System page says of search: how much can be found, what Elasticsearch has not taken, whether it can be used. */
export async function reportOn({ database, keeper, withElastic, clock }: Needs): Promise<Report> {
  const [{ stories, assets, waiting }, refused] = await Promise.all([countsIn(database), refusedIn(database)])
  const health = keeper.health()
  const trouble = withElastic ? (health?.trouble ?? null) : null
  const filled = keeper.filled()
  return {
    part: 'search',
    state: trouble === null ? 'ready' : 'trouble',
    figures: [
      { name: { zh: '可检索稿件', en: 'stories in the index' }, value: stories, unit: 'count' },
      { name: { zh: '可检索素材', en: 'assets in the index' }, value: assets, unit: 'count' },
      ...(withElastic
        ? [
            { name: { zh: '检索引擎中的条目', en: 'documents in Elasticsearch' }, value: health?.documents ?? 0, unit: 'count' },
            { name: { zh: '待写入检索引擎', en: 'changes for Elasticsearch' }, value: waiting, unit: 'count' },
          ]
        : []),
      ...(filled === null ? [] : [{ name: rebuildFigure, value: filled, unit: 'count' }]),
    ],
    stuck: [...(trouble === null ? [] : [downOf(trouble, clock())]), ...refused],
  }
}

/** While this figure is there, a rebuild is under way. */
export const rebuildFigure = { zh: '重建索引已写入', en: 'documents of the rebuild' }

const rebuildAction = { do: 'rebuild', label: { zh: '重建索引', en: 'Rebuild the index' } }

const downOf = (why: NonNullable<Health['trouble']>, since: Date): Stuck => ({
  part: 'search',
  kind: 'retrying',
  id: 'engine',
  what: { zh: '检索引擎不可用，检索改由数据库回答', en: 'Elasticsearch can’t be used; the database answers instead' },
  why: { zh: why.zh, en: why.en },
  next: {
    zh: '稿件照常流转，恢复后自动补齐。请检查 ELASTICSEARCH_URL 和服务状态，或运行 npm run kitchen -- doctor。',
    en: 'Stories go on; it catches up by itself. Check ELASTICSEARCH_URL and the server, or run npm run kitchen -- doctor.',
  },
  centre: null,
  story: null,
  since: since.toISOString(),
  actions: why.kind === 'unreachable' || why.kind === 'version' ? [] : [rebuildAction], // nothing to write to
})

async function countsIn(database: Database) {
  const { rows } = await database.system.query<{ stories: number; assets: number; waiting: number }>(
    `select count(*) filter (where kind = 'story')::int as stories, count(*) filter (where kind <> 'story')::int as assets,
      (select count(*)::int from search.pending where refused is null) as waiting
    from search.document where not recalled and at is not null`,
  )
  return rows[0]!
}

async function refusedIn(database: Database): Promise<Stuck[]> {
  const { rows } = await database.system.query<{ id: string; refused: string; since: Date; headline: string; story: string | null }>(
    `select p.id, p.refused, p.since, d.headline, coalesce(d.story, d.id) as story from search.pending p join search.document d using (id)
    where p.refused is not null order by p.since limit 100`,
  )
  return rows.map(({ id, refused, since, headline, story }) => ({
    part: 'search',
    kind: 'parked',
    id,
    what: { zh: `检索引擎不收“${headline}”`, en: `Elasticsearch refuses “${headline}”` },
    why: { zh: `引擎的说明：${refused}`, en: refused },
    next: {
      zh: '内容仍在数据库里，其他稿件不受影响。点“重建索引”按本程序的字段重新写入；字段已经修好的，点“重试”。',
      en: 'The database has it, other stories go on. “Rebuild the index” writes all anew with the fields of this program; where they are mended, press “Try again”.',
    },
    centre: null,
    story: storyId.safeParse(story).data ?? null,
    since: since.toISOString(),
    actions: [{ do: 'retry', label: { zh: '重试', en: 'Try again' } }, rebuildAction],
  }))
}
