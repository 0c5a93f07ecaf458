import type { Tx } from '@kitchen/database'
import type { Body } from '@kitchen/events'

/**
 * A centre releases its own copy of a story: what it carries of the original by standing authorisation is withdrawn there, and no newer version of the
 * original comes. Readers of one outlet never have both.
 */
export async function yieldToCopy(tx: Tx, { story: copy, centre, origin, at }: Body<'story.released'>): Promise<void> {
  if (!origin || origin.centre === centre) return
  await tx.query({
    name: 'copied',
    text: 'insert into distribution.copied values ($1, $2, $3, $4) on conflict do nothing',
    values: [copy, origin.story, centre, at],
  })
  await tx.query({ name: 'yield', text: YIELD, values: [origin.story, centre, at] })
}
const YIELD = `update distribution.delivery set wanted = 'gone', why = 'copied', since = $3, at = $3, tries = 0, failure = null, told = null, mark = mark - 'handled',
  state = case when state = 'waiting' then 'stopped' else 'withdrawing' end,
  due = case when state = 'waiting' or worker is not null then null else $3::timestamptz end
  where story = $1 and centre = $2 and wanted = 'out' and state not in ('stopped', 'withdrawn')`

/** A recalled copy stands in nobody's place any more: the next version of the original goes out there again. */
export async function forgetCopy(tx: Tx, copy: string): Promise<void> {
  await tx.query({ name: 'forget copy', text: 'delete from distribution.copied where copy = $1', values: [copy] })
}
