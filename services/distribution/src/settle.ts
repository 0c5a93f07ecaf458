import { append, type Database, systemTransaction, type Tx } from '@kitchen/database'
import { type Draft, draft } from '@kitchen/events'
import { type Delivery, type Next, nextOf, type Outcome, type Pace } from './delivery.ts'
import type { Held } from './queue.ts'

/** A held delivery with how its attempt ended. */
export type Ended = { readonly held: Held; readonly outcome: Outcome }
type Settled = Ended & { readonly next: Next; readonly before: Delivery }

/**
 * Writes the ends of many attempts in one transaction: states, receipts, events. A receipt is written once; only then is there an event.
 * What a worker no longer holds is left alone: another one has it.
 */
export async function settle(
  database: Database,
  worker: number,
  ended: readonly Ended[],
  { pace, now, random }: { pace: Pace; now: Date; random: () => number },
): Promise<void> {
  const stories = [...new Set(ended.map(({ held }) => held.delivery.story))]
  await systemTransaction(database, stories, async (tx) => {
    const current = await lock(tx, worker, ended)
    const settled = ended.flatMap((one): Settled[] => {
      const before = current.get(one.held.delivery.id)
      return before ? [{ ...one, before, next: nextOf(before.wanted, one.held.action, before.tries, one.outcome, pace, random) }] : []
    })
    if (settled.length === 0) return
    await store(tx, settled, now)
    const proved = await keepReceipts(tx, settled, now)
    await supersede(tx, stories, now)
    await append(
      tx,
      settled.flatMap((one) => eventsOf(one, proved, now)),
    )
  })
}

async function lock(tx: Tx, worker: number, ended: readonly Ended[]): Promise<Map<string, Delivery>> {
  const { rows } = await tx.query<Delivery>({ name: 'hold', text: HOLD, values: [ended.map(({ held }) => held.delivery.id), worker] })
  return new Map(rows.map((row) => [row.id, row]))
}
const HOLD = 'select * from distribution.delivery where id = any($1) and worker = $2 order by id for update'

async function store(tx: Tx, settled: readonly Settled[], now: Date): Promise<void> {
  const column = <T>(pick: (one: Settled) => T) => settled.map(pick)
  const due = column(({ next }) => (next.afterMs === null ? null : new Date(now.getTime() + next.afterMs)))
  const values = [
    column(({ before }) => before.id),
    column(({ next }) => next.state),
    due,
    column(({ next }) => next.failure && JSON.stringify(next.failure)),
    column(urlOf),
    column(resets),
    now,
  ]
  await tx.query({ name: 'store', text: STORE, values })
}
const STORE = `update distribution.delivery d set worker = null, state = s.state, due = s.due, failure = s.failure, url = coalesce(s.url, d.url), at = $7,
  since = case when d.state = s.state or (s.state in ('retrying', 'person') and d.failure->>'code' = s.failure->>'code') then d.since else $7 end, tries = case when s.resets then 0 else d.tries end,
  told = case s.state when 'person' then s.failure->>'code' when 'retrying' then d.told when 'withdrawing' then d.told end
  from unnest($1::text[], $2::text[], $3::timestamptz[], $4::jsonb[], $5::text[], $6::bool[]) as s(id, state, due, failure, url, resets) where d.id = s.id`
const urlOf = ({ outcome }: Settled) => (outcome.is === 'there' ? outcome.url : null)
/** A look that only waits is no failed try; and the tries of sending are not those of withdrawing. */
const resets = ({ outcome, next, held, before }: Settled) =>
  next.state === 'delivered' || outcome.is === 'later' || before.wanted !== held.action

/** Receipts of effects that were seen, also of one that has to be taken back at once. Gives the ids whose receipt is new. */
async function keepReceipts(tx: Tx, settled: readonly Settled[], now: Date): Promise<ReadonlySet<string>> {
  const seen = settled.flatMap(({ outcome, before, held }) =>
    outcome.is === 'there' || outcome.is === 'gone'
      ? [
          {
            before,
            action: held.action === 'out' ? 'publish' : 'withdraw',
            receipt: outcome.receipt,
            remains: outcome.is === 'gone' ? outcome.remains : null,
          },
        ]
      : [],
  )
  if (seen.length === 0) return new Set()
  const column = <T>(pick: (one: (typeof seen)[number]) => T) => seen.map(pick)
  const names = [
    column((s) => s.before.subject_kind),
    column((s) => s.before.subject_id),
    column((s) => s.before.outlet),
    column((s) => s.action),
    column((s) => s.before.centre),
    column((s) => s.before.origin),
  ]
  const { rows } = await tx.query<{ id: string }>({
    name: 'receipts',
    text: RECEIPTS,
    values: [...names, column((s) => JSON.stringify(s.receipt)), column((s) => s.remains && JSON.stringify(s.remains)), now],
  })
  return new Set(rows.map(({ id }) => id))
}
const RECEIPTS = `with kept as (insert into distribution.receipt (subject_kind, subject_id, outlet, action, centre, origin, receipt, remains, at)
  select *, $9::timestamptz from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::jsonb[], $8::jsonb[]) on conflict do nothing returning *)
select d.id from kept k join distribution.delivery d using (subject_kind, subject_id, outlet)`

/** Once a newer version is seen at an outlet, older ones have to go; those of which nothing went out are stopped. */
export async function supersede(tx: Tx, stories: readonly string[], now: Date): Promise<void> {
  await tx.query({ name: 'supersede', text: SUPERSEDE, values: [stories, now] })
}
const SUPERSEDE = `update distribution.delivery old set wanted = 'gone', why = 'superseded', since = $2, at = $2, tries = 0,
  state = case when old.state = 'waiting' then 'stopped' else 'withdrawing' end, due = case when old.state = 'waiting' then null else $2::timestamptz end
  from distribution.delivery new where old.story = any($1) and old.wanted = 'out' and old.state <> 'stopped' and old.worker is null
  and new.story = old.story and new.outlet = old.outlet and new.version > old.version and new.state = 'delivered'`

function eventsOf({ before, outcome, next }: Settled, proved: ReadonlySet<string>, now: Date): Draft[] {
  const { story, version, centre, origin, outlet, channel } = before
  const about = {
    story,
    version,
    centre,
    origin,
    outlet,
    channel,
    subject: { kind: before.subject_kind, id: before.subject_id },
    at: now.toISOString(),
  }
  if (outcome.is === 'there' && proved.has(before.id))
    return [draft('delivery.confirmed', story, { ...about, receipt: { ...outcome.receipt, url: outcome.url } })]
  if (outcome.is === 'gone' && proved.has(before.id))
    return [draft('delivery.withdrawn', story, { ...about, receipt: { ...outcome.receipt }, remains: outcome.remains })]
  if (next.state === 'person' && next.failure && isNews(before, next))
    return [draft('delivery.stuck', story, { ...about, failure: next.failure })]
  return []
}

/** Stuck is told once per reason, not after every quiet try. */
const isNews = (before: Delivery, next: Next) => before.told !== next.failure?.code
