import type { CorrectionPolicy, OfferTerms } from '@kitchen/api'
import { append, type Tx, transaction } from '@kitchen/database'
import { assetsOf, parseDocument } from '@kitchen/document'
import { draft } from '@kitchen/events'
import type { Caller, CentreId, StoryId } from '@kitchen/model'
import type { Desk } from './adopt.ts'
import { refuse } from './refusals.ts'

/**
 * Sets what other centres may do with an offered story of the caller's centre, and to whom it is open. Who has taken it over keeps it under the terms that it
 * had then. Refuses a story that is not the centre's own.
 */
export async function setTerms(desk: Desk, caller: Caller, story: StoryId, terms: OfferTerms): Promise<OfferTerms> {
  const { leave, locked, credit, embargo, expires, to } = terms
  const others = to.filter((id) => id !== caller.centre)
  await transaction(desk.database, { ...caller, keys: [story] }, async (tx) => {
    const { rows } = await tx.query<Offered>(TERMS, [story, leave, JSON.stringify(locked), credit, embargo, expires])
    if (!rows[0]) throw refuse('syndication/not-yours')
    const came = await readdress(tx, story, others)
    const { version, headline, at, document } = rows[0]
    const body = {
      story,
      version,
      centre: caller.centre,
      to: came,
      headline,
      assets: assetsOf(parseDocument(document)),
      at: at.toISOString(),
    }
    if (came.length > 0) await append(tx, [draft('story.offered', story, body)])
  })
  desk.hints.send({ about: 'offers', id: story }, { centres: [caller.centre, ...others] })
  return { ...terms, to: others }
}
type Offered = { version: number; headline: string; at: Date; document: unknown }
const TERMS = `update syndication.offer set leave = $2, locked = $3, credit = $4, embargo = $5, expires = $6 where story = $1 and centre = tenancy.centre()
  returning version, headline, at, document`

/** Gives the centres that are new. */
async function readdress(tx: Tx, story: StoryId, to: readonly CentreId[]): Promise<CentreId[]> {
  const { rows } = await tx.query<{ centre: CentreId }>('select centre from syndication.readdress($1, $2) as centre', [story, to])
  return rows.map(({ centre }) => centre)
}

/** How the caller's centre takes corrections from above; by themselves unless it has said otherwise. */
export async function policyOf(tx: Tx): Promise<CorrectionPolicy> {
  const { rows } = await tx.query<CorrectionPolicy>(
    'select error, "update", refinement from syndication.policy where centre = tenancy.centre()',
  )
  return rows[0] ?? { error: 'itself', update: 'itself', refinement: 'itself' }
}

export async function setPolicy(tx: Tx, { centre, person }: Caller, policy: CorrectionPolicy, now: Date): Promise<CorrectionPolicy> {
  await tx.query(POLICY, [centre, policy.error, policy.update, policy.refinement, person, now])
  return policy
}
const POLICY = `insert into syndication.policy (centre, error, "update", refinement, person, at) values ($1, $2, $3, $4, $5, $6)
  on conflict (centre) do update set error = excluded.error, "update" = excluded."update", refinement = excluded.refinement, person = excluded.person, at = excluded.at`
