import type { partRecall } from '@kitchen/api'
import { append, type Database, systemTransaction, type Tx } from '@kitchen/database'
import { draft } from '@kitchen/events'
import { type Caller, type CentreId, type OutletId, outletOf, type Region, type StoryId } from '@kitchen/model'
import { demand } from '@kitchen/runtime'
import type { z } from 'zod'
import { refuse } from '../refusals.ts'
import { takeBack } from './take-back.ts'

type Part = z.infer<typeof partRecall>
type Out = { readonly outlet: OutletId; readonly origin: CentreId; readonly version: number; readonly headline: string }

/**
 * Takes back what a story has at one centre or on one channel. Its own centre may reach everywhere, any other one its own outlets. What is taken back
 * there can't be sent again; a newer release may go out. Refuses a wrong headline, a part in which nothing is, and what was recalled as a whole.
 */
export async function recallPart(database: Database, region: Region, caller: Caller, story: StoryId, part: Part, now: Date): Promise<void> {
  demand(caller, 'story.recall')
  await systemTransaction(database, [story], async (tx) => {
    const all = await outOf(tx, story)
    if (!all.some(({ outlet, origin }) => mayReach(caller, origin, outlet))) throw refuse('distribution/no-delivery')
    const meant = all.filter(({ outlet, origin }) => isMeant(region, part, outlet) && mayReach(caller, origin, outlet))
    if (meant.length === 0) throw refuse('distribution/nothing-there')
    if (!meant.some(({ headline }) => headline.trim() === part.confirmation.trim())) throw refuse('distribution/wrong-headline')
    const version = Math.max(...meant.map((one) => one.version))
    const outlets = [...new Set(meant.map(({ outlet }) => outlet))]
    const { person, centre } = caller
    await tx.query({ name: 'part recall', text: KEEP, values: [story, outlets, version, centre, person, part.reason, now] })
    await takeBack(tx, story, outlets, now)
    await append(tx, [
      draft('delivery.recalled', story, { story, version, centre, person, reason: part.reason, outlets, at: now.toISOString() }),
    ])
  })
}
const KEEP = `insert into distribution.part_recall as p select $1, outlet, $3, $4, $5, $6, $7 from unnest($2::text[]) as o(outlet)
  on conflict (story, outlet) do update set version = excluded.version, centre = excluded.centre, person = excluded.person, reason = excluded.reason, at = excluded.at
  where p.version < excluded.version`

const isMeant = (region: Region, { centre, channel }: Part, outlet: OutletId) =>
  (centre !== undefined || channel !== undefined) &&
  (centre === undefined || outlet.startsWith(`${centre}-`)) &&
  (channel === undefined || outletOf(region, outlet)?.outlet.channel === channel)
const mayReach = ({ centre }: Caller, origin: CentreId, outlet: OutletId) => origin === centre || outlet.startsWith(`${centre}-`)

async function outOf(tx: Tx, story: string): Promise<readonly Out[]> {
  return (await tx.query<Out>({ name: 'out', text: OUT, values: [story] })).rows
}
const OUT = `select d.outlet, d.origin, d.version, p.headline from distribution.delivery d join distribution.product p using (product, hash)
  where d.story = $1 and d.state not in ('stopped', 'withdrawn') and not exists (select from distribution.recall where story = $1)`

/** A person says that they do what has to be done at this outlet. Refuses what is gone, and what is another centre's. Gives the story. */
export async function takeTask(database: Database, caller: Caller, delivery: string): Promise<StoryId> {
  return systemTransaction(database, [], async (tx) => {
    const { rows } = await tx.query<{ story: StoryId; centre: CentreId; state: string }>({
      name: 'task',
      text: `select story, centre, state from distribution.delivery where id = $1 and wanted = 'gone' for update`,
      values: [delivery],
    })
    const [found] = rows
    if (!found || found.centre !== caller.centre) throw refuse('distribution/no-delivery')
    demand(caller, 'task.finish', found.centre)
    if (found.state === 'withdrawn' || found.state === 'stopped') throw refuse('distribution/nothing-to-do', { state: found.state })
    await tx.query({
      name: 'take task',
      text: `update distribution.delivery set mark = mark || jsonb_build_object('taker', $2::text) where id = $1`,
      values: [delivery, caller.person],
    })
    return found.story
  })
}
