import type { Failure } from '@kitchen/api'

/**
 * waiting → sending → done; sending ⇄ paused; sending → waiting when the link is cut (it goes on by itself);
 * sending → failed when the kitchen refuses; after a reload without the bytes: lost, until the file is chosen again.
 */
export type UploadState = 'waiting' | 'sending' | 'paused' | 'failed' | 'done' | 'lost'
export type UploadLine = {
  readonly key: string
  readonly story: string
  readonly name: string
  readonly type: string
  readonly size: number
  readonly sent: number
  /** Bytes a second, lately. */
  readonly rate: number
  readonly state: UploadState
  /** Where the kitchen keeps it; the last part is the asset's id. */
  readonly url: string | null
  readonly failure: Failure | null
  /** An address of the bytes in this browser, for a picture that is still on its way. */
  readonly seen: string | null
}

/** The asset of an upload, known as soon as the kitchen has opened it. */
export const assetOf = ({ url }: Pick<UploadLine, 'url'>): string | null => url?.split('/').at(-1) ?? null

/** At most two at a time, in the order of the queue: those that should start now. */
export function startable(lines: readonly UploadLine[], slots = 2): readonly UploadLine[] {
  const busy = lines.filter(({ state }) => state === 'sending').length
  return lines.filter(({ state }) => state === 'waiting').slice(0, Math.max(0, slots - busy))
}

/** Puts one first; when all slots are taken, the last that is being sent goes back to the queue. */
export function raised(
  lines: readonly UploadLine[],
  key: string,
  slots = 2,
): { readonly lines: readonly UploadLine[]; readonly interrupt: string | null } {
  const found = lines.find((line) => line.key === key)
  if (!found) return { lines, interrupt: null }
  const rest = lines.filter((line) => line !== found)
  const sending = rest.filter(({ state }) => state === 'sending')
  const interrupt = found.state !== 'sending' && sending.length >= slots ? sending.at(-1)!.key : null
  return { lines: [{ ...found, state: found.state === 'sending' ? 'sending' : 'waiting' }, ...rest], interrupt }
}
