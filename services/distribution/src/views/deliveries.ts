import type { DeliveryView } from '@kitchen/api'
import type { Tx } from '@kitchen/database'
import type { Bilingual } from '@kitchen/model'
import type { Delivery } from '../delivery.ts'
import type { Receipt } from '../outlet.ts'

type Row = Delivery & { readonly receipt: Receipt | null; readonly withdrawal: Receipt | null; readonly remains: Bilingual | null }

/** The deliveries of a story that the transaction's centre may see: those at the centre itself, and those of its own stories anywhere. */
export async function deliveriesOf(tx: Tx, story: string): Promise<DeliveryView[]> {
  const { rows } = await tx.query<Row>({
    name: 'deliveries of story',
    text: `${SELECT} where d.story = $1 order by d.centre, d.channel, d.version`,
    values: [story],
  })
  return rows.map(viewOf)
}

/** One delivery, if the transaction's centre may see it. */
export async function deliveryOf(tx: Tx, id: string): Promise<DeliveryView | undefined> {
  const { rows } = await tx.query<Row>({ name: 'delivery', text: `${SELECT} where d.id = $1`, values: [id] })
  return rows[0] && viewOf(rows[0])
}

const SELECT = `select d.*, p.receipt, w.receipt as withdrawal, w.remains from distribution.delivery d
  left join distribution.receipt p on (p.subject_kind, p.subject_id, p.outlet, p.action) = (d.subject_kind, d.subject_id, d.outlet, 'publish')
  left join distribution.receipt w on (w.subject_kind, w.subject_id, w.outlet, w.action) = (d.subject_kind, d.subject_id, d.outlet, 'withdraw')`

const viewOf = ({
  id,
  story,
  version,
  centre,
  origin,
  outlet,
  channel,
  product,
  state,
  tries,
  due,
  receipt,
  withdrawal,
  remains,
  failure,
  since,
  at,
  url,
}: Row): DeliveryView => ({
  id,
  story,
  version,
  centre,
  origin,
  outlet,
  channel,
  product,
  state,
  tries,
  nextTry: due?.toISOString() ?? null,
  receipt: receipt && { ...receipt },
  withdrawal: withdrawal && { ...withdrawal },
  remains,
  failure,
  since: since.toISOString(),
  at: at.toISOString(),
  url,
})
