import type { Tx } from '@kitchen/database'

/**
 * A rendition that was given up has come after all: what was made without it is made again, unless it is released, recalled or overtaken. A moment is
 * left for the other renditions of the same asset, which come one by one.
 */
export async function remake(tx: Tx, needs: readonly string[], now: Date): Promise<void> {
  await tx.query(again, [needs, now])
}
const again = `update generation.product p set state = 'waiting', failure = null, at = null, tries = 0, claims = 0, claimed_by = null, since = $2,
    retry_at = $2::timestamptz + interval '3 seconds'
  where needs && $1 and not released and not exists (select from generation.tombstone t where t.story = p.story)
    and not exists (select from generation.product n where n.story = p.story and n.version > p.version)`
