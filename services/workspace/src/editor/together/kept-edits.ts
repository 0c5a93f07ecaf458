import type { Kept } from '@kitchen/document/client'
import { shelf } from '../../kept/shelf.ts'

type Entry = { readonly person: string; readonly story: string; readonly kept: Kept; readonly at: string }
const edits = shelf<Entry>('edits', 'relaxed')

/** What this person left unconfirmed of a story in this browser, if no other tab has it open; from now on it is this tab's. Nobody else who uses it gets it. */
export async function takeKept(person: string, story: string): Promise<Kept | null> {
  const all = await edits.all().catch(() => [])
  const left = all.filter((one) => one.story === story && one.person === person).toSorted((one, other) => (one.at < other.at ? -1 : 1))
  for (const { kept } of left) if (await claim(kept.clientId)) return kept
  return null
}

/** Says that this tab is the editor of that id, until the tab is gone. */
export async function claim(clientId: string): Promise<boolean> {
  if (!('locks' in navigator)) return true
  return new Promise((resolve) => {
    navigator.locks
      .request(`edit ${clientId}`, { ifAvailable: true }, (lock) => {
        resolve(lock !== null)
        return lock ? new Promise<never>(() => {}) : undefined
      })
      .catch(() => resolve(true))
  })
}

/** Keeps the newest state of one editor; while one is being written only the newest of the others waits. Ends when the last is written, or cannot be. */
export function keeper(person: string, story: string, clientId: string): (kept: Kept | null) => Promise<void> {
  let next: { readonly kept: Kept | null } | null = null
  let running: Promise<void> | null = null
  let holds = true
  const run = async () => {
    while (next) {
      const { kept } = next
      next = null
      if (kept) await edits.put(clientId, { person, story, kept, at: new Date().toISOString() }).catch(() => {})
      else if (holds) await edits.drop(clientId).catch(() => {})
      holds = kept !== null
    }
    running = null
  }
  return (kept) => {
    next = { kept }
    running ??= run()
    return running
  }
}
