import type { Database } from '@kitchen/database'
import { type Measure, waitingMeasures } from '@kitchen/runtime'

type Row = { readonly state: string; readonly centre: string; readonly many: number; readonly oldest: number }

/** Deliveries under way by centre, those of the last day by result, and recalls that are not proved yet: two indexes, neither of which grows with the years. */
export async function measuresOf({ system }: Database): Promise<readonly Measure[]> {
  const { rows } = await system.query<Row>({ name: 'measures', text: MEASURES })
  const under = rows.filter(({ state }) => ['waiting', 'sending', 'retrying'].includes(state))
  const stages = Map.groupBy(under, ({ centre }) => centre)
  return [
    ...waitingMeasures(
      [...stages].map(([centre, all]) => ({
        stage: 'delivery',
        centre,
        many: sum(all),
        oldest: Math.max(...all.map(({ oldest }) => oldest)),
      })),
    ),
    ...[...Map.groupBy(rows, ({ state }) => state)].map(
      ([result, all]): Measure => ({ name: 'deliveries', labels: { result }, value: sum(all) }),
    ),
    ...rows
      .filter(({ state }) => state === 'withdrawing')
      .map(({ centre, many }): Measure => ({ name: 'recall_outstanding', labels: { centre }, value: many })),
  ]
}
const sum = (rows: readonly Row[]) => rows.reduce((total, { many }) => total + many, 0)
const MEASURES = `select state, centre, count(*)::int as many, extract(epoch from now() - min(since))::float8 as oldest from distribution.delivery
    where state not in ('delivered', 'withdrawn', 'stopped') group by 1, 2
  union all select state, '', count(*)::int, 0 from distribution.delivery
    where state in ('delivered', 'withdrawn', 'stopped') and at > now() - interval '1 day' group by 1`
