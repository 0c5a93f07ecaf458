import type { BlockHold } from '@kitchen/api'
import type { Tx } from '@kitchen/database'
import type { Caller, PersonId, StoryId } from '@kitchen/model'

/** Who has which block of a story. */
export async function readHolds(tx: Tx, story: StoryId): Promise<BlockHold[]> {
  type Row = { block: string; person: PersonId; name: string; note: string; giver: string | null; at: Date }
  const { rows } = await tx.query<Row>('select block, person, name, note, giver, at from editing.hold where story = $1 order by at', [
    story,
  ])
  return rows.map(({ giver, at, ...row }) => ({ ...row, from: giver, at: at.toISOString() }))
}

type Wish = {
  readonly story: StoryId
  readonly block: string
  readonly to: { readonly id: PersonId; readonly name: string } | null
  readonly note: string
}

/** Takes a block, hands it over, or lets it go. A hold is a word among colleagues: whoever writes may change it, and it locks nobody out. */
export async function changeHold(tx: Tx, caller: Caller, { story, block, to, note }: Wish, at: string): Promise<BlockHold[]> {
  if (to) {
    const giver = to.id === caller.person ? null : caller.name
    await tx.query(HOLD, [story, block, caller.centre, to.id, to.name, note, giver, at])
  } else await tx.query('delete from editing.hold where (story, block) = ($1, $2)', [story, block])
  return readHolds(tx, story)
}
const HOLD = `insert into editing.hold (story, block, centre, person, name, note, giver, at) values ($1, $2, $3, $4, $5, $6, $7, $8)
  on conflict (story, block) do update set (person, name, note, giver, at) = (excluded.person, excluded.name, excluded.note, excluded.giver, excluded.at)`
