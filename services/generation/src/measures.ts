import type { Database } from '@kitchen/database'
import { type Measure, waitingMeasures } from '@kitchen/runtime'

/** Products that wait or are being made, by the centre of their story: one look at the index of open products. */
export async function measuresOf({ system }: Database): Promise<readonly Measure[]> {
  return waitingMeasures((await system.query<Parameters<typeof waitingMeasures>[0][number]>({ name: 'measures', text: MEASURES })).rows)
}
const MEASURES = `select state as stage, origin as centre, count(*)::int as many, extract(epoch from now() - min(since))::float8 as oldest
  from (select case state when 'waiting' then 'products' else 'making' end as state, origin, since from generation.product
    where state in ('waiting', 'making')) open group by 1, 2`
