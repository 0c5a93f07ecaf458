import { type Commit, type Confirmed, receive, replay, startAuthority } from '@kitchen/document/authority'
import { inBatches } from '../../../services/editing/src/live/batches.ts'
import type { Document } from './editors.ts'

/** A server in this process, without a database. `answer`: false where a commit has to be made anew. */
export type Server = { readonly take: (commit: Commit) => boolean; readonly stop: () => void }
type Tell = (rows: readonly Confirmed[]) => void

/** Ours: rebases what was made on an older text, and tells everybody in batches. */
export function ourServer(doc: Document, tell: Tell): Server {
  let authority = startAuthority(doc)
  const telling = inBatches<Confirmed>(tell)
  const take = (commit: Commit) => {
    const answer = receive(authority, commit)
    if (answer.kind !== 'confirmed') return false
    authority = answer.next
    telling.add(answer.rows)
    return true
  }
  return { take, stop: telling.stop }
}

/** The textbook's: takes only what was made on the newest text, and tells at once. */
export function textbookServer(first: Document, tell: Tell): Server {
  let text = startAuthority(first)
  const take = (commit: Commit) => {
    if (commit.baseVersion !== text.version) return false
    const row = { ...commit, version: text.version + 1, origins: commit.steps.map((_, index) => index) }
    text = replay(text, [row])
    tell([row])
    return true
  }
  return { take, stop: () => {} }
}
