import type { Database } from '@kitchen/database'
import { type Measure, waitingMeasures } from '@kitchen/runtime'

/** Uploads on their way, by centre: one look at the index of arriving assets. */
export async function measuresOf({ system }: Database): Promise<readonly Measure[]> {
  return waitingMeasures((await system.query<Parameters<typeof waitingMeasures>[0][number]>({ name: 'measures', text: MEASURES })).rows)
}
const MEASURES = `select 'uploading' as stage, centre, count(*)::int as many, extract(epoch from now() - min(created))::float8 as oldest
  from ingest.asset where state = 'arriving' group by 2`
