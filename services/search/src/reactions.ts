import type { Tx } from '@kitchen/database'
import type { Reactions } from '@kitchen/event-log'
import type { Body } from '@kitchen/events'
import type { Facts } from './facts.ts'
import { lockRow, nextVersion, type Row, writeRow } from './postgres/rows.ts'
import { noteMatches } from './saved/match.ts'
import { captionsOf, factsOfStory } from './story-facts.ts'
import type { Tokens } from './tokens.ts'

/** `found`: told of each centre for which a saved search has found something. */
export type ReactionNeeds = {
  readonly tokens: Tokens
  readonly facts: Facts
  readonly clock: () => Date
  readonly found: (centre: string) => void
}

/** What the index knows of stories. No order exists between topics: an offer or a recall may come before its story. */
export function storyReactions(needs: ReactionNeeds): Reactions {
  return {
    'story.released': async (tx, { body }) => {
      const row = await change(tx, needs, body.story, body.centre, (old) => ({
        ...factsOfStory(needs.facts, body),
        centre: body.centre,
        seenBy: together(old.seenBy, [body.centre]),
      }))
      await noteUsage(tx, needs, body, row)
    },
    'story.offered': async (tx, { body }) => {
      const row = await change(tx, needs, body.story, body.centre, (old) => ({
        headline: old.headline || body.headline,
        seenBy: together(old.seenBy, [body.centre, ...body.to]),
      }))
      await tx.query('update search.usage set seen_by = $2 where story = $1', [body.story, row.seenBy])
      for (const asset of await assetsIn(tx, body.story)) await changeAsset(tx, needs, asset)
    },
    'story.recalled': async (tx, { body }) => {
      await change(tx, needs, body.story, body.centre, () => ({ recalled: true }))
      const assets = await assetsIn(tx, body.story)
      await tx.query('delete from search.usage where story = $1', [body.story])
      for (const asset of assets) await changeAsset(tx, needs, asset)
    },
  }
}

/** What the index knows of assets: found by name in their own centre, by their captions wherever a story shows them. */
export function assetReactions(needs: ReactionNeeds): Reactions {
  return {
    'asset.received': async (tx, { body }) => {
      const { asset, centre, kind, story, name, at } = body
      await lockAsset(tx, asset)
      await change(tx, needs, asset, centre, (old) => ({
        kind,
        story,
        headline: name,
        centre,
        at: new Date(at),
        seenBy: together(old.seenBy, [centre]),
      }))
      await changeAsset(tx, needs, asset)
    },
  }
}

const empty = { kind: 'story', story: null, headline: '', plain: '', channels: [], subjects: [], people: [], places: [] } as const

/** Changes one row and lets saved searches look at it. What was recalled stays so, whatever comes late. */
async function change(tx: Tx, needs: ReactionNeeds, id: string, centre: string, how: (old: Row) => Partial<Row>): Promise<Row> {
  const old: Row = (await lockRow(tx, id)) ?? { ...empty, id, centre, seenBy: [centre], at: null, recalled: false, version: 0 }
  const row = { ...old, ...how(old), version: nextVersion(old.version, needs.clock()) }
  await writeRow(tx, needs.tokens, row)
  for (const found of await noteMatches(tx, needs, row)) needs.found(found)
  return row
}

async function noteUsage(tx: Tx, needs: ReactionNeeds, { story, document }: Body<'story.released'>, row: Row): Promise<void> {
  const before = await assetsIn(tx, story)
  await tx.query('delete from search.usage where story = $1', [story])
  const captions = row.recalled ? new Map<string, string>() : captionsOf(document)
  for (const [asset, caption] of captions)
    await tx.query('insert into search.usage (asset, story, caption, seen_by) values ($1, $2, $3, $4)', [asset, story, caption, row.seenBy])
  for (const asset of together(before, [...captions.keys()])) await changeAsset(tx, needs, asset)
}

const assetsIn = async (tx: Tx, story: string): Promise<string[]> =>
  (await tx.query<{ asset: string }>('select asset from search.usage where story = $1 order by asset', [story])).rows.map(
    ({ asset }) => asset,
  )

/** Who may find an asset, and by which words, follows from the stories that show it now. */
async function changeAsset(tx: Tx, needs: ReactionNeeds, asset: string): Promise<void> {
  await lockAsset(tx, asset)
  const known = await lockRow(tx, asset)
  if (!known) return // its own event makes the row, and looks here
  const { rows } = await tx.query<{ caption: string; seenBy: string[] }>(
    'select caption, seen_by as "seenBy" from search.usage where asset = $1 order by story',
    [asset],
  )
  const plain = [...new Set(rows.map(({ caption }) => caption))].join('\n')
  const seenBy = together(
    [known.centre],
    rows.flatMap((one) => one.seenBy),
  )
  await change(tx, needs, asset, known.centre, () => ({ plain, seenBy, ...needs.facts.of(known.headline, plain) }))
}

/** A story and its asset may come at the same time, from two topics: the second sees what the first wrote. */
const lockAsset = (tx: Tx, asset: string) => tx.query(`select pg_advisory_xact_lock(hashtextextended('search ' || $1, 0))`, [asset])

const together = (some: readonly string[], more: readonly string[]) => [...new Set([...some, ...more])].sort()
