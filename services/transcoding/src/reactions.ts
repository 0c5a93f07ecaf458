import type { Tx } from '@kitchen/database'
import type { Reactions } from '@kitchen/event-log'
import type { Body, Draft } from '@kitchen/events'
import type { CentreId } from '@kitchen/model'
import { lanesOf } from './job.ts'
import { draftOf, lockSource, outcomesOf } from './store.ts'

/** What transcoding hears. */
export const reactions: Reactions = {
  'asset.received': (tx, { body }) => receive(tx, body),
  'story.offered': (tx, { body }) => grantSight(tx, body.to, body.assets ?? []),
  'copy.adopted': (tx, { body }) => grantSight(tx, [body.centre], namedIn(body.document)),
  'copy.corrected': (tx, { body }) => grantSight(tx, [body.centre], namedIn(body.document)),
}

/** New bytes get their jobs; bytes that are known are never worked again: the asset is told at once what there is. */
async function receive(tx: Tx, body: Body<'asset.received'>): Promise<readonly Draft[]> {
  const { asset, centre, sha256, kind, width, aigc, at, story, name } = body
  await tx.query(`insert into transcoding.source (sha256, kind, width, aigc, made_at) values ($1, $2, $3, $4, $5) on conflict do nothing`, [
    sha256,
    kind,
    width,
    aigc && JSON.stringify(aigc),
    at,
  ])
  await lockSource(tx, sha256)
  await tx.query(
    `insert into transcoding.reference (asset, centre, sha256, story, name, owner, at) values ($1, $2, $3, $4, $5, true, $6) on conflict do nothing`,
    [asset, centre, sha256, story, name, at],
  )
  for (const { lane, rank } of lanesOf(kind))
    await tx.query('insert into transcoding.job (sha256, lane, rank) values ($1, $2, $3) on conflict do nothing', [sha256, lane, rank])
  const outcomes = await outcomesOf(tx, sha256)
  return outcomes.map((outcome) => draftOf({ asset, centre }, sha256, outcome, new Date(at)))
}

/** Who is offered a story, or has it, sees the renditions of the pictures and videos in exactly that version. */
async function grantSight(tx: Tx, centres: readonly CentreId[], assets: readonly string[]): Promise<void> {
  if (assets.length > 0) await tx.query(GRANT, [centres, assets])
}
const GRANT = `insert into transcoding.reference (asset, centre, sha256, story, name, owner, at)
  select asset, to_centre, sha256, null, name, false, at from transcoding.reference, unnest($1::text[]) to_centre where owner and asset = any($2::uuid[]) on conflict do nothing`

const namedIn = (document: unknown): string[] => [
  ...new Set([...JSON.stringify(document).matchAll(/"asset":"([0-9a-f-]{36})"/g)].map(([, asset]) => asset!)),
]
