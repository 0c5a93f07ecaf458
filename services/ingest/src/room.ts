import { type Database, transaction } from '@kitchen/database'
import type { Caller, StoryId } from '@kitchen/model'
import { refuse } from './refusals.ts'
import type { Spool } from './spool.ts'

/** What one person may have open, in all centres alike. */
export const mostOpen = 200
/** Milliseconds after which an upload that has not moved keeps no room; it may go on all the same. */
const restful = 3_600_000

/** Refuses a new upload: of a person with too many open ones, into a story that is known to be another centre's, or without room beside what is under way. */
export async function demandPlace(
  needs: { readonly database: Database; readonly spool: Spool },
  caller: Pick<Caller, 'centre' | 'person'>,
  asked: { readonly size: number; readonly story: StoryId | null },
): Promise<void> {
  const { rows } = await transaction(needs.database, { ...caller, keys: [] }, (tx) => tx.query<{ open: number }>(OPEN, [caller.person]))
  const { open = 0 } = rows[0] ?? {}
  if (open >= mostOpen) throw refuse('ingest/too-many-open', { open, most: mostOpen })
  await demandOwn(needs.database, caller, asked.story)
  await needs.spool.demandRoom(asked.size + (await promised(needs)))
}
const OPEN = `select count(*)::int as open from ingest.asset where state = 'arriving' and person = $1`

/** A draft is not known here until it is filed; its bytes are seen by the sender's own centre alone. */
async function demandOwn(database: Database, { centre }: Pick<Caller, 'centre'>, story: StoryId | null): Promise<void> {
  if (story === null) return
  const { rows } = await database.system.query<{ centre: string }>('select centre from ingest.story where story = $1', [story])
  if (rows[0] && rows[0].centre !== centre) throw refuse('ingest/foreign-story')
}

/** Bytes that uploads under way have still to bring. */
async function promised({ database, spool }: { readonly database: Database; readonly spool: Spool }): Promise<number> {
  const { rows } = await database.system.query<{ id: string; size: number }>(
    `select id, size::float8 as size from ingest.asset where state = 'arriving'`,
  )
  const missing = await Promise.all(
    rows.map(async ({ id, size }) => {
      const found = await spool.sizeOf(id)
      return found && Date.now() - found.changed.getTime() < restful ? Math.max(0, size - found.bytes) : 0
    }),
  )
  return missing.reduce((sum, one) => sum + one, 0)
}
