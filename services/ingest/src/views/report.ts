import type { Database } from '@kitchen/database'
import type { Report } from '@kitchen/runtime'
import type { AssetRow } from '../asset.ts'
import type { Spool } from '../spool.ts'

type Stuck = Report['stuck'][number]
const quiet = 10 * 60 * 1000

/** For the System page: uploads on their way, refused in the last day, those that stand still and those that this machine could not store. */
export async function reportUploads(database: Database, spool: Spool, now: Date): Promise<Report> {
  const { rows } = await database.system.query<AssetRow>(`select * from ingest.asset where state = 'arriving' order by id limit 200`)
  const refused = await database.system.query<{ count: number }>(`select count(*) from ingest.asset where state = 'refused' and at > $1`, [
    new Date(now.getTime() - 86_400_000),
  ])
  const stuck = (await Promise.all(rows.map((row) => stuckOf(spool, row, now)))).filter((one) => one !== undefined)
  const figures = [
    { name: { zh: '正在上传', en: 'Uploads arriving' }, value: rows.length, unit: '' },
    { name: { zh: '一天内拒收', en: 'Refused within a day' }, value: Number(refused.rows[0]?.count ?? 0), unit: '' },
  ]
  return { part: 'ingest', state: rows.some(({ trouble }) => trouble !== null) ? 'trouble' : 'ready', figures, stuck }
}

async function stuckOf(spool: Spool, row: AssetRow, now: Date): Promise<Stuck | undefined> {
  const found = await spool.sizeOf(row.id)
  const of = { part: 'ingest', id: row.id, what: { zh: `素材 ${row.name}`, en: `Asset ${row.name}` }, centre: row.centre, story: row.story }
  const discard = { do: 'discard', label: { zh: '放弃', en: 'Discard' } }
  if (row.trouble !== null)
    return {
      ...of,
      kind: 'failed',
      why: row.trouble.says,
      next: row.trouble.next,
      since: row.at.toISOString(),
      actions: [{ do: 'retry', label: { zh: '重试', en: 'Retry' } }, discard],
    }
  const since = found?.changed ?? row.created
  if (now.getTime() - since.getTime() < quiet) return undefined
  const percent = row.size === 0 ? 0 : Math.floor(((found?.bytes ?? 0) * 100) / row.size)
  return {
    ...of,
    kind: 'waiting',
    why: {
      zh: `传到 ${percent}% 停住了，发送的人可能断了网。`,
      en: `The upload stopped at ${percent} %; its sender may have lost the link.`,
    },
    next: {
      zh: '请发送的人打开发稿页继续上传；一周后自动放弃。',
      en: 'Its sender opens the filing page and resumes; it is given up after a week.',
    },
    since: since.toISOString(),
    actions: [discard],
  }
}
