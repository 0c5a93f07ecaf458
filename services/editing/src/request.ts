import type { Tx } from '@kitchen/database'
import type { Caller, StoryId } from '@kitchen/model'
import { refuse } from './refusals.ts'

type Asked = Pick<Caller, 'centre' | 'person'> & {
  readonly key: string
  readonly what: string
  readonly story: StoryId
  readonly at: string
}

/**
 * Takes note of an Idempotency-Key (draft-ietf-httpapi-idempotency-key-header) in the command's own transaction: false when this person has sent it
 * before, for instance by a second click; a refused command leaves no trace. Refuses a key that was used for something else.
 */
export async function isFirst(tx: Tx, { centre, person, key, what, story, at }: Asked): Promise<boolean> {
  const { rowCount } = await tx.query(NOTE, [centre, person, key, what, story, at])
  if (rowCount === 1) return true
  const { rows } = await tx.query<{ same: boolean }>(SAME, [centre, person, key, what, story])
  if (!rows[0]?.same) throw refuse('editing/key-used')
  return false
}
const NOTE = 'insert into editing.request (centre, person, key, what, story, at) values ($1, $2, $3, $4, $5, $6) on conflict do nothing'
const SAME = `select what = $4 and (what = 'create' or story = $5) as same from editing.request where (centre, person, key) = ($1, $2, $3)`

/** Forgets keys that are older than two days. For role system. */
export const forgetKeys = "delete from editing.request where at < $1::timestamptz - interval '2 days'"
