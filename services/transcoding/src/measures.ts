import type { Database } from '@kitchen/database'
import { type Measure, waitingMeasures } from '@kitchen/runtime'

/** Assets that wait or are being rendered, by centre: one look at the index of open jobs. */
export async function measuresOf({ system }: Database): Promise<readonly Measure[]> {
  return waitingMeasures((await system.query<Parameters<typeof waitingMeasures>[0][number]>({ name: 'measures', text: MEASURES })).rows)
}
const MEASURES = `select case j.state when 'waiting' then 'transcoding' else 'rendering' end as stage, r.centre, count(*)::int as many,
  extract(epoch from now() - min(j.created_at))::float8 as oldest
  from transcoding.job j join transcoding.reference r using (sha256) where j.state in ('waiting', 'working') and r.owner group by 1, 2`
