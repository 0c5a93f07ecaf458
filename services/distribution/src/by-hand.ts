import type { DeliveryView } from '@kitchen/api'
import { type Database, type Tx, transaction } from '@kitchen/database'
import type { Caller } from '@kitchen/model'
import { demand } from '@kitchen/runtime'
import type { DeliveryState } from './delivery.ts'
import { refuse } from './refusals.ts'
import { deliveryOf } from './views/deliveries.ts'
import { type Articles, articleUrl } from './wechat/page.ts'

const open: readonly DeliveryState[] = ['retrying', 'person', 'withdrawing', 'sending', 'waiting']

/** A person asks for another try now. Refuses what is finished, and what belongs to another centre. */
export function retry(database: Database, caller: Caller, id: string, now: Date): Promise<DeliveryView> {
  return change(database, caller, id, 'delivery.retry', (tx) => again(tx, id, {}, now))
}

/** A person says that it is done: the address of a WeChat article, or a note. It counts once a look at the outlet has proved it. */
export function doneByHand(
  database: Database,
  caller: Caller,
  id: string,
  { url, note }: { url?: string | undefined; note?: string | undefined },
  articles: Articles,
  now: Date,
): Promise<DeliveryView> {
  return change(database, caller, id, 'task.finish', async (tx, { channel, state, withdrawal }) => {
    const found =
      url !== undefined && channel === 'wechat' && withdrawal === null && state !== 'withdrawing' ? { url: articleUrl(articles, url) } : {}
    await again(tx, id, { ...found, handled: true, by: caller.person, note: note ?? null }, now)
  })
}

async function change(
  database: Database,
  caller: Caller,
  id: string,
  action: 'delivery.retry' | 'task.finish',
  work: (tx: Tx, delivery: DeliveryView) => Promise<void>,
): Promise<DeliveryView> {
  return transaction(database, { centre: caller.centre, person: caller.person, keys: [] }, async (tx) => {
    const delivery = await deliveryOf(tx, id)
    if (!delivery) throw refuse('distribution/no-delivery')
    demand(caller, action, delivery.centre)
    if (!open.includes(delivery.state)) throw refuse('distribution/nothing-to-do', { state: delivery.state })
    await work(tx, delivery)
    return (await deliveryOf(tx, id))!
  })
}

/** Due now with a fresh count of tries, unless a worker has it in hand at this moment. */
export async function again(tx: Pick<Tx, 'query'>, id: string, mark: Record<string, unknown>, now: Date): Promise<void> {
  await tx.query({ name: 'again', text: AGAIN, values: [id, now, JSON.stringify(mark)] })
}
const AGAIN = `update distribution.delivery set mark = mark || $3::jsonb, at = $2, due = case when worker is null then $2::timestamptz end, tries = least(tries, 1),
  state = case when state = 'person' and wanted = 'out' then 'retrying' when wanted = 'gone' then 'withdrawing' else state end
  where id = $1 and state in ('retrying', 'person', 'withdrawing', 'sending', 'waiting')`
