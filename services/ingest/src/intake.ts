import { writeFile } from 'node:fs/promises'
import { type AssetId, type Caller, type StoryId, uuidv7 } from '@kitchen/model'
import type { ServiceNeeds } from '@kitchen/runtime'
import { type AssetRow, assetById, insertArrival } from './asset.ts'
import type { Settle } from './settle.ts'
import type { Spool } from './spool.ts'

type Needs = Pick<ServiceNeeds, 'database' | 'clock'> & { readonly spool: Spool; readonly settle: Settle }

/** Bytes that are here already (a picture inside a manuscript) go the way of every upload: same checks, same events. Answers with the asset, received or refused. */
export async function takeBytes(
  needs: Needs,
  caller: Caller,
  { name, bytes, story }: { name: string; bytes: Uint8Array; story: StoryId | null },
): Promise<AssetRow> {
  const now = needs.clock()
  const id = uuidv7(now.getTime()) as AssetId
  await needs.spool.demandRoom(bytes.length)
  await insertArrival(needs.database, { id, centre: caller.centre, person: caller.person, story, name, size: bytes.length }, now)
  await writeFile(needs.spool.path(id), bytes)
  await needs.settle(id)
  const asset = await assetById(needs.database, id)
  if (asset === undefined) throw new Error(`asset ${id} is gone while it arrives`)
  return asset
}
