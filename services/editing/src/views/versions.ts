import type { ComparedTexts, VersionLine } from '@kitchen/api'
import type { Tx } from '@kitchen/database'
import { type PersonId, personOf, type Region, type StoryId } from '@kitchen/model'
import { refuse } from '../refusals.ts'
import { seenStory } from '../rows.ts'

/** The sealed versions of a story, newest first, and whether that person has signed them. Refuses a story that the caller's centre has not. */
export async function versionsOf(tx: Tx, story: StoryId, person: PersonId, region: Region): Promise<VersionLine[]> {
  type Row = { version: number; headline: string; person: PersonId; at: Date; signed: boolean }
  const [found, { rows }] = await Promise.all([seenStory(tx, story), tx.query<Row>(VERSIONS, [story, person])])
  if (!found || found.discarded) throw refuse('editing/no-story')
  return rows.map((row) => ({ ...row, at: row.at.toISOString(), name: personOf(region, row.person)?.name.zh ?? row.person }))
}
const VERSIONS = `select v.version, v.headline, v.person, v.at,
    exists (select from editing.signature s where (s.story, s.version, s.person) = (v.story, v.version, $2)) as signed
  from editing.version v where v.story = $1 order by v.version desc`

/** Two texts of a story, the newer one as it stands now when none is named, and who wrote in which block between them. */
export async function comparedTexts(tx: Tx, story: StoryId, from: number, to?: number): Promise<ComparedTexts> {
  const found = await seenStory(tx, story)
  if (!found || found.discarded) throw refuse('editing/no-story')
  const older = await sealedText(tx, story, from)
  const newer = to === undefined ? { version: null, at: found.updatedAt, document: found.document } : await sealedText(tx, story, to)
  return { story, from: older, to: newer, hands: await handsBetween(tx, story, older.at, newer.at) }
}

async function sealedText(tx: Tx, story: StoryId, version: number): Promise<ComparedTexts['from']> {
  type Row = { at: Date; document: unknown }
  const { rows } = await tx.query<Row>('select at, document from editing.version where (story, version) = ($1, $2)', [story, version])
  if (!rows[0]) throw refuse('editing/no-story')
  return { version, at: rows[0].at.toISOString(), document: rows[0].document }
}

async function handsBetween(tx: Tx, story: StoryId, since: string, until: string): Promise<ComparedTexts['hands']> {
  type Row = { block: string; people: { person: PersonId; name: string }[] }
  return (await tx.query<Row>(HANDS, [story, since, until])).rows
}
const HANDS = `select block, json_agg(json_build_object('person', person, 'name', name) order by person) as people
  from (select distinct block, person, name from editing.commit, unnest(blocks) block where story = $1 and at > $2 and at <= $3) hand group by block`
