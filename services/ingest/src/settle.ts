import type { Receipt } from '@kitchen/blob-store'
import { append, transaction } from '@kitchen/database'
import { draft } from '@kitchen/events'
import { type Facts, probe, sniff } from '@kitchen/media'
import { Refusal } from '@kitchen/model'
import { failureOf, type ServiceNeeds } from '@kitchen/runtime'
import { type AssetRow, assetById, markReceived, markRefused, markTrouble, type Verdict } from './asset.ts'
import { refuse } from './refusals.ts'
import type { Spool } from './spool.ts'

/** Settles an upload whose last byte is there; the same upload is settled once at a time, and once in all. Rejects with `ingest/trouble` when the machine, not the file, is at fault. */
export type Settle = (id: string) => Promise<void>
type Needs = Pick<ServiceNeeds, 'database' | 'blobs' | 'clock' | 'logger' | 'hints'> & { readonly spool: Spool }
type Judged = Omit<Verdict, 'sha256'> & { readonly label: Facts['aigc'] }

/** Photographs above this are refused: no camera of a newsroom writes them, decoding them starves the others. */
export const photoLimit = 200_000_000

/** `idle` waits for what is under way: nothing of it may outlive the database. */
export function settling(needs: Needs): { readonly settle: Settle; readonly idle: () => Promise<void> } {
  const open = new Map<string, Promise<void>>()
  const settle = (id: string) => {
    const running = open.get(id) ?? settleOnce(needs, id).finally(() => open.delete(id))
    open.set(id, running)
    return running
  }
  return { settle, idle: async () => void (await Promise.allSettled(open.values())) }
}

/** Judge the bytes, store them, commit row and event; only then let the spool go. A crash at any point leaves an upload that is settled again at the next start. */
async function settleOnce(needs: Needs, id: string): Promise<void> {
  const asset = await assetById(needs.database, id)
  if (asset === undefined || asset.state !== 'arriving') return needs.spool.remove(id)
  try {
    const [judged, receipt] = await Promise.all([judge(needs.spool.path(id), asset.size), needs.spool.receipt(id)])
    await (judged instanceof Refusal ? commitRefused(needs, asset, judged) : commitReceived(needs, asset, judged, receipt))
  } catch (cause) {
    needs.logger.error({ err: cause, asset: id, centre: asset.centre }, 'an upload has arrived and could not be stored')
    await markTrouble(needs.database, asset.id, failureOf(cause instanceof Refusal ? cause : refuse('ingest/trouble')))
    throw refuse('ingest/trouble')
  }
  await needs.spool.remove(id)
  needs.hints.send({ about: 'assets', id: asset.story }, { centres: [asset.centre] })
}

/** What the bytes are, or the refusal to keep. Trouble of the machine (status 5xx: a tool is missing) is thrown: the file may be fine. */
async function judge(file: string, size: number): Promise<Judged | Refusal> {
  try {
    if (size === 0) throw refuse('ingest/empty')
    const { kind, mediaType } = await sniff(file)
    if (kind === 'photo' && size > photoLimit) throw refuse('ingest/photo-too-large', { limit: photoLimit / 1_000_000 })
    const { width, height, durationMs, aigc } = await probe(file, kind)
    return {
      kind,
      mediaType,
      width,
      height,
      durationMs: durationMs === null ? null : Math.round(durationMs),
      aigc: aigc !== null,
      label: aigc,
    }
  } catch (error) {
    if (error instanceof Refusal && error.status < 500) return error
    throw error
  }
}

async function commitReceived(
  { spool, blobs, database, clock }: Needs,
  asset: AssetRow,
  { label, ...judged }: Judged,
  receipt: Receipt | undefined,
): Promise<void> {
  const { sha256, bytes } = await blobs.put(await spool.twin(asset.id), { move: true, receipt })
  const { id, centre, person, story, name } = asset
  const { kind, mediaType, width, height, durationMs } = judged
  const now = clock()
  await transaction(database, { centre, person, keys: [id] }, async (tx) => {
    if (!(await markReceived(tx, id, { ...judged, sha256 }, now))) return
    const body = {
      asset: id,
      centre,
      person,
      story,
      name,
      kind,
      sha256,
      bytes,
      mediaType,
      width,
      height,
      durationMs,
      aigc: label,
      at: now.toISOString(),
    }
    await append(tx, [draft('asset.received', id, body)])
  })
}

async function commitRefused({ database, clock }: Needs, { id, centre, person, story, name }: AssetRow, refusal: Refusal): Promise<void> {
  const [failure, now] = [failureOf(refusal), clock()]
  await transaction(database, { centre, person, keys: [id] }, async (tx) => {
    if (!(await markRefused(tx, id, failure, now))) return
    await append(tx, [draft('asset.refused', id, { asset: id, centre, person, story, name, failure, at: now.toISOString() })])
  })
}
