import type { Tx } from '@kitchen/database'

/**
 * Everything of a story, or what it has at these outlets, has to go. What nobody has begun to send is stopped; what is being sent at this moment is
 * withdrawn as soon as that has ended. That a person has sent it by hand does not say that they have taken it back.
 */
export async function takeBack(tx: Tx, story: string, outlets: readonly string[] | null, at: Date): Promise<void> {
  await tx.query({ name: 'recall deliveries', text: RECALL, values: [story, at, outlets] })
}
const RECALL = `update distribution.delivery set wanted = 'gone', why = 'recall', since = $2, at = $2, tries = 0, failure = null, told = null,
  mark = mark - 'handled' - 'answeredAt' - 'taker', state = case when state = 'waiting' then 'stopped' else 'withdrawing' end,
  due = case when state = 'waiting' or worker is not null then null else $2::timestamptz end
  where story = $1 and state not in ('stopped', 'withdrawn') and ($3::text[] is null or outlet = any($3))`
