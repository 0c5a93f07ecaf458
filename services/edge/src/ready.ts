import type { BlobStore } from '@kitchen/blob-store'
import { sha256 } from '@kitchen/model'
import { type Measure, measured } from '@kitchen/runtime'
import type { Observed } from './operator.ts'

/** One thing that the kitchen can not do without, and what was found. */
export type Check = { readonly name: string; readonly ok: boolean; readonly found: string }

/** `askDatabase`: something small, of this process's own database, so that a journal that is another's does not stand for it. */
export type ReadyNeeds = {
  readonly observed: readonly Observed[]
  readonly blobs: Pick<BlobStore, 'stat'>
  readonly askDatabase: () => Promise<unknown>
}

const oldestRelayed = 30
const oldestApplied = 120
const nothing = sha256.parse('0'.repeat(64))

/**
 * Whether the kitchen can work: the database answers, stored bytes are reached, the relay moves what was appended, and no consumer is more than two minutes
 * behind (a parked key does not count). Cheap questions, their answers kept for two seconds.
 */
export function readiness({ observed: parts, blobs, askDatabase }: ReadyNeeds): () => Promise<readonly Check[]> {
  const journal = parts.find(({ name }) => name === 'journal')?.measures
  const answers = measured(() => askDatabase().then(() => []))
  const askJournal = measured(journal ?? (async () => []))
  const askBlobs = measured(() => blobs.stat(nothing).then(() => []))
  return async () => {
    const [answered, figures, reached] = await Promise.all([answers(), askJournal(), askBlobs()])
    return [
      { name: 'database', ok: answered !== undefined, found: answered ? 'answers' : 'does not answer' },
      { name: 'blobs', ok: reached !== undefined, found: reached ? 'reached' : 'not reached' },
      caughtUp('relay', figures, 'relay_oldest_seconds', oldestRelayed),
      caughtUp('consumers', figures, 'lag_seconds', oldestApplied),
      ...allPresent(parts),
    ]
  }
}

/** Only where parts are processes of their own. */
function allPresent(parts: readonly Observed[]): Check[] {
  const far = parts.filter(({ present }) => present !== undefined)
  const missing = far.filter(({ present }) => !present?.()).map(({ name }) => name)
  return far.length === 0
    ? []
    : [{ name: 'parts', ok: missing.length === 0, found: missing.length === 0 ? 'present' : `missing: ${missing.join(', ')}` }]
}

function caughtUp(name: string, figures: readonly Measure[] | undefined, figure: Measure['name'], limit: number): Check {
  if (figures === undefined) return { name, ok: false, found: 'not known: the journal does not answer' }
  const [worst] = figures.filter((one) => one.name === figure).sort((a, b) => b.value - a.value)
  const seconds = Math.round(worst?.value ?? 0)
  return {
    name,
    ok: seconds <= limit,
    found: seconds === 0 ? 'caught up' : `${seconds} s behind${worst?.labels.consumer ? `: ${worst.labels.consumer}` : ''}`,
  }
}
