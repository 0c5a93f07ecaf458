import type { Database } from '@kitchen/database'
import { type Measure, waitingMeasures } from '@kitchen/runtime'

/** Stories that wait, by step and centre: one look at the index of open stories. */
export async function measuresOf({ system }: Database): Promise<readonly Measure[]> {
  return waitingMeasures((await system.query<Parameters<typeof waitingMeasures>[0][number]>({ name: 'measures', text: MEASURES })).rows)
}
const MEASURES = `select case state when 'draft' then 'writing' when 'filed' then 'sealing' else 'signing' end as stage, centre,
  count(*)::int as many, extract(epoch from now() - min(since))::float8 as oldest from editing.story
  where state in ('draft', 'filed', 'sealed') group by 1, 2`
