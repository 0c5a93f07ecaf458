import type { LastHand, LiveRow } from '@kitchen/api'
import type { Tx } from '@kitchen/database'
import { schema } from '@kitchen/document'
import { type Authority, replay, startAuthority } from '@kitchen/document/authority'
import type { CentreId, PersonId, StoryId } from '@kitchen/model'

type Row = {
  story: StoryId
  version: number
  client: string
  commit_id: number
  base: number
  steps: unknown[]
  origins: number[]
  blocks: string[]
  person: PersonId
  name: string
  at: Date
}

/** The confirmed commits of a story after a version, in order, up to another one. */
export async function readLog(tx: Tx, story: StoryId, after: number, until = 2_147_483_647): Promise<LiveRow[]> {
  const { rows } = await tx.query<Row>({ name: 'editing log', text: LOG, values: [story, after, until] })
  return rows.map(rowOf)
}
const columns = 'story, version, client, commit_id, base, steps, origins, blocks, person, name, at'
const LOG = `select ${columns} from editing.commit where story = $1 and version > $2 and version <= $3 order by version`

/** Writes confirmed commits, all or none. Fails where another process was first: whoever writes holds the story's key and has seen the head. */
export async function appendLog(tx: Tx, { id, centre }: { id: StoryId; centre: CentreId }, rows: readonly LiveRow[]): Promise<void> {
  const json = rows.map((row) => ({ ...row, steps: JSON.stringify(row.steps) }))
  await tx.query({ name: 'editing append', text: APPEND, values: [id, centre, JSON.stringify(json)] })
}
const APPEND = `insert into editing.commit (story, centre, version, client, commit_id, base, steps, origins, blocks, person, name, at)
  select $1, $2, r.version, r."clientId", r."commitId", r."baseVersion", r.steps::json,
    array(select jsonb_array_elements_text(r.origins)::int), array(select jsonb_array_elements_text(r.blocks)), r.person, r.name, r.at
  from jsonb_to_recordset($3::jsonb) as r(version int, "clientId" text, "commitId" int, "baseVersion" int, steps text, origins jsonb, blocks jsonb, person text, name text, at timestamptz)`

/** The text of each story at its head: what its row holds, and the commits since. */
export async function headTexts(tx: Tx, rows: readonly { id: StoryId; document: unknown; snapshot: number; revision: number }[]) {
  const behind = rows.filter(({ snapshot, revision }) => snapshot < revision)
  if (behind.length === 0) return new Map<StoryId, unknown>()
  const since = await tx.query<Row>(SINCE, [
    behind.map(({ id }) => id),
    behind.map(({ snapshot }) => snapshot),
    behind.map(({ revision }) => revision),
  ])
  const commits = Map.groupBy(since.rows, ({ story }) => story)
  return new Map(behind.map((row) => [row.id, headOf(row, (commits.get(row.id) ?? []).map(rowOf))] as const))
}
/** Exactly from what the row said to what it said: both may have moved on since it was read. */
const SINCE = `select c.story, c.version, c.client, c.commit_id, c.base, c.steps, c.origins, c.blocks, c.person, c.name, c.at
  from unnest($1::uuid[], $2::int[], $3::int[]) as r(id, snapshot, revision)
  join editing.commit c on c.story = r.id and c.version > r.snapshot and c.version <= r.revision order by c.version`

const headOf = ({ document, snapshot }: { document: unknown; snapshot: number }, rows: readonly LiveRow[]): unknown =>
  replay(startAuthority(schema.nodeFromJSON(document), snapshot), rows).doc.toJSON() as unknown

/** The last commit of each editor that ever wrote in the story. */
export async function lastCommits(tx: Tx, story: StoryId): Promise<Authority['last']> {
  const { rows } = await tx.query<{ client: string; commit_id: number; version: number }>(LAST, [story])
  return new Map(rows.map(({ client, commit_id: commitId, version }) => [client, { commitId, version }]))
}
const LAST = `select client, max(commit_id)::int as commit_id, max(version)::int as version from editing.commit where story = $1 and client <> '' group by client`

/** Who wrote last in each block. */
export async function lastHands(tx: Tx, story: StoryId): Promise<LastHand[]> {
  const { rows } = await tx.query<{ block: string; person: PersonId; name: string; at: Date }>(HANDS, [story])
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }))
}
const HANDS = `select distinct on (block) block, person, name, at from editing.commit, unnest(blocks) block where story = $1 order by block, version desc`

const rowOf = ({ client, commit_id: commitId, base, at, story: _, ...row }: Row): LiveRow => ({
  ...row,
  clientId: client,
  commitId,
  baseVersion: base,
  at: at.toISOString(),
})
