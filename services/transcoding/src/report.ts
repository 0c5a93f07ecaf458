import { type Failure, failure as failureSchema } from '@kitchen/api'
import type { Database } from '@kitchen/database'
import { type CentreId, centreId, type Sha256, sha256 as sha256Schema, storyId } from '@kitchen/model'
import type { Report } from '@kitchen/runtime'
import { refuse } from './refusals.ts'
import { steer } from './steering.ts'
import type { Workers } from './worker.ts'

type Stuck = Report['stuck'][number]
type StuckRow = {
  asset: string
  centre: string
  story: string | null
  name: string
  kind: 'failed' | 'paused' | 'waiting'
  failure: Failure | null
  changed_at: Date
}

const figure = (zh: string, en: string, value: number, unit: string) => ({ name: { zh, en }, value, unit })

/** Waiting, working, failed and the oldest wait; what is stuck, with a button each. */
export async function reportOn(database: Database): Promise<Report> {
  const { rows } = await database.system.query<{ waiting: number; working: number; failed: number; oldest: number }>(FIGURES)
  const { waiting = 0, working = 0, failed = 0, oldest = 0 } = rows[0] ?? {}
  const { rows: stuck } = await database.system.query<StuckRow>(STUCK)
  const figures = [
    figure('等待', 'Waiting', waiting, ''),
    figure('转码中', 'Working', working, ''),
    figure('失败', 'Failed', failed, ''),
    figure('最久等待', 'Oldest wait', Math.round(oldest), 's'),
  ]
  return { part: 'transcoding', state: 'ready', figures, stuck: stuck.map(stuckOf) }
}
const FIGURES = `select count(*) filter (where state = 'waiting') as waiting, count(*) filter (where state = 'working') as working, count(*) filter (where state = 'failed') as failed,
  coalesce(extract(epoch from now() - min(created_at) filter (where state = 'waiting')), 0)::float8 as oldest from transcoding.job`
const STUCK = `select distinct on (r.asset) r.asset, r.centre, r.story, r.name, coalesce(job.failure, broken.failure) as failure, job.changed_at,
    case when job.state = 'failed' or broken.failure is not null then 'failed' when r.paused then 'paused' else 'waiting' end as kind
  from transcoding.reference r join transcoding.job job using (sha256)
  left join lateral (select failure from transcoding.rendition where sha256 = r.sha256 and failure is not null limit 1) broken on true
  where r.owner and (job.state = 'failed' or broken.failure is not null or (r.paused and job.state in ('waiting', 'working')) or (job.state = 'waiting' and job.created_at < now() - interval '2 minutes'))
  order by r.asset, job.state = 'failed' desc limit 200`

function stuckOf({ asset, centre, story, name, kind, failure, changed_at }: StuckRow): Stuck {
  const common = {
    part: 'transcoding',
    id: asset,
    what: { zh: `素材 ${name}`, en: `Asset ${name}` },
    centre: centreId.parse(centre),
    story: story === null ? null : storyId.parse(story),
    since: changed_at.toISOString(),
  }
  switch (kind) {
    case 'failed': {
      const { says, next } = failureSchema.parse(failure)
      return { ...common, kind: 'failed', why: says, next, actions: [{ do: 'retry', label: { zh: '重试', en: 'Retry' } }] }
    }
    case 'paused':
      return {
        ...common,
        kind: 'person',
        why: { zh: '有人暂停了转码。', en: 'Somebody paused the rendering.' },
        next: { zh: '需要时点“继续”。', en: 'Press resume when it is wanted.' },
        actions: [{ do: 'resume', label: { zh: '继续', en: 'Resume' } }],
      }
    case 'waiting':
      return {
        ...common,
        kind: 'waiting',
        why: { zh: '前面还有别的素材在转码。', en: 'Other assets are being rendered before it.' },
        next: { zh: '会自动轮到；急用可暂停其他素材。', en: 'Its turn comes by itself; pause others if it is urgent.' },
        actions: [],
      }
    default:
      return kind satisfies never
  }
}

/** A button of the System page: `id` is an asset. Refuses an asset that is not there. */
export async function act(database: Database, workers: Workers, id: string, action: string): Promise<void> {
  const { rows } = await database.system.query<{ centre: string; sha256: string }>(
    'select centre, sha256 from transcoding.reference where asset::text = $1 and owner',
    [id],
  )
  const [row] = rows
  if (!row || (action !== 'retry' && action !== 'resume' && action !== 'pause')) throw refuse('transcoding/no-asset')
  const place: { asset: string; centre: CentreId; sha256: Sha256 } = {
    asset: id,
    centre: centreId.parse(row.centre),
    sha256: sha256Schema.parse(row.sha256),
  }
  await steer(database, workers, place, action)
}
