import type { Failure } from '@kitchen/api'
import { append, type Database, systemTransaction } from '@kitchen/database'
import { type Draft, draft } from '@kitchen/events'
import type { OutletId, Refusal } from '@kitchen/model'
import type { StoredProduct } from '../product.ts'
import { failureIn, refusedDraft } from './enqueue.ts'
import { type ProductRow, productId } from './product-row.ts'

/** How one product came out: it is there, it was refused, or it failed and is tried again. */
export type Outcome =
  | { readonly row: ProductRow; readonly result: 'made'; readonly made: StoredProduct }
  | { readonly row: ProductRow; readonly result: 'refused'; readonly refusal: Refusal }
  | { readonly row: ProductRow; readonly result: 'again'; readonly waitMs: number }

/** Writes outcomes of one version and their events in one transaction. Only what this worker still holds is written, so an event is told once. Answers how many were. */
export async function finish(
  database: Database,
  worker: number,
  outcomes: readonly Outcome[],
  headline: string,
  now: Date,
): Promise<number> {
  const [first] = outcomes
  if (!first) return 0
  const { story, version } = first.row
  return systemTransaction(database, [story], async (tx) => {
    const { rows } = await tx.query<{ outlet: OutletId }>(write, [story, version, worker, now, JSON.stringify(outcomes.map(changeOf))])
    const held = new Set(rows.map(({ outlet }) => outlet))
    await append(
      tx,
      outcomes.filter(({ row }) => held.has(row.outlet)).flatMap((one) => draftsOf(one, headline, now)),
    )
    return held.size
  })
}
const write = `update generation.product p set state = c.state, product = c.product, hash = case when c.state = 'waiting' then p.hash else c.hash end, files = c.files, media = c.media, notes = c.notes, failure = c.failure, claimed_by = null, tries = p.tries + (c.state = 'waiting')::int,
    at = case when c.state = 'waiting' then null else $4::timestamptz end, retry_at = $4::timestamptz + make_interval(secs => c.wait)
  from jsonb_to_recordset($5) as c(outlet text, state text, product text, hash text, files jsonb, media jsonb, notes jsonb, failure jsonb, wait float)
  where p.story = $1 and p.version = $2 and p.outlet = c.outlet and p.state = 'making' and p.claimed_by = $3 returning p.outlet`

type Change = {
  outlet: string
  state: ProductRow['state']
  product: string | null
  hash: string | null
  files: unknown
  media: unknown
  notes: unknown
  failure: Failure | null
  wait: number
}
const nothing = { product: null, hash: null, files: [], media: [], notes: [], failure: null, wait: 0 } as const

function changeOf(outcome: Outcome): Change {
  const { row, result } = outcome
  switch (result) {
    case 'made':
      return { ...nothing, outlet: row.outlet, state: 'made', product: productId(row), ...outcome.made }
    case 'refused':
      return { ...nothing, outlet: row.outlet, state: 'refused', failure: failureIn(outcome.refusal) }
    case 'again':
      return { ...nothing, outlet: row.outlet, state: 'waiting', wait: outcome.waitMs / 1000 }
    default:
      return result satisfies never
  }
}

function draftsOf(outcome: Outcome, headline: string, now: Date): Draft[] {
  const { story, version, centre, outlet, channel } = outcome.row
  if (outcome.result === 'again') return []
  if (outcome.result === 'refused') return [refusedDraft({ ...outcome.row, failure: failureIn(outcome.refusal) }, now)]
  const { hash, files, media, notes } = outcome.made
  return [
    draft('product.made', story, {
      story,
      version,
      centre,
      outlet,
      channel,
      product: productId(outcome.row),
      hash,
      ...(outcome.row.hash !== null && outcome.row.hash !== hash && { replaces: outcome.row.hash }),
      headline,
      files: [...files],
      media: [...media],
      notes: [...notes],
      at: now.toISOString(),
    }),
  ]
}
