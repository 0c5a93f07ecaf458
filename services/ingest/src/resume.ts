import type { ServiceNeeds } from '@kitchen/runtime'
import { type AssetRow, deleteArriving } from './asset.ts'
import type { Settle } from './settle.ts'
import type { Spool } from './spool.ts'

type Needs = Pick<ServiceNeeds, 'database' | 'logger' | 'clock'> & { readonly spool: Spool; readonly settle: Settle }

const patience = 7 * 24 * 60 * 60 * 1000

/**
 * After a start: uploads whose last byte had come are settled, rows without bytes and bytes without rows are cleared away, the rest waits for its sender.
 * What nobody has continued for a week is given up.
 */
export async function resumeUploads(needs: Needs): Promise<void> {
  const { rows } = await needs.database.system.query<AssetRow>(`select * from ingest.asset where state = 'arriving' order by id`)
  for (const row of rows)
    await resumeOne(needs, row).catch((trouble: unknown) =>
      needs.logger.error({ err: trouble, asset: row.id }, 'an upload could not be resumed'),
    )
  await sweep(needs)
}

async function resumeOne({ database, spool, settle, clock }: Needs, row: AssetRow): Promise<void> {
  const found = await spool.sizeOf(row.id)
  if (found?.bytes === row.size) return settle(row.id)
  if (found !== undefined && clock().getTime() - found.changed.getTime() < patience) return
  if (found === undefined && clock().getTime() - row.created.getTime() < 60_000) return // its file is about to be made
  await deleteArriving(database, row.id)
  await spool.remove(row.id)
}

async function sweep({ database, spool }: Needs): Promise<void> {
  const ids = (await spool.ids()).filter((id) => /^[0-9a-f-]{36}$/.test(id))
  const { rows } = await database.system.query<{ id: string }>(
    `select id from ingest.asset where state = 'arriving' and id = any($1::uuid[])`,
    [ids],
  )
  const known = new Set(rows.map(({ id }) => id))
  for (const id of ids) if (!known.has(id)) await spool.remove(id)
}
