import { Refusal } from '@kitchen/model'
import { failureOf } from '@kitchen/runtime'
import type { Outcome } from './delivery.ts'
import type { Acted, Attempt, OutletAdapter, Parcel } from './outlet.ts'
import { refuse } from './refusals.ts'

/**
 * One attempt at one delivery. Whatever an earlier attempt may have done is first read back from the outlet, never guessed; what is done now is
 * looked at from outside before it counts. Never throws: trouble is an outcome.
 */
export async function attempt(
  adapter: OutletAdapter,
  wanted: 'out' | 'gone',
  parcel: Parcel,
  needs: { deadline: number; signal: AbortSignal; remember: Attempt['remember'] },
): Promise<Outcome> {
  const signal = AbortSignal.any([needs.signal, AbortSignal.timeout(needs.deadline)])
  const mark = { ...parcel.mark } // what is remembered in this attempt is seen by its later steps
  const known = { ...parcel, mark }
  const with_: Attempt = {
    signal,
    remember: async (more) => {
      Object.assign(mark, more)
      await needs.remember(more)
    },
  }
  try {
    return await inTime(wanted === 'out' ? put(adapter, known, with_) : remove(adapter, known, with_), signal, needs.deadline)
  } catch (error) {
    return troubleOf(error)
  }
}

async function put(adapter: OutletAdapter, parcel: Parcel, with_: Attempt): Promise<Outcome> {
  if (parcel.tries > 1) {
    const seen = await adapter.probe(parcel, with_)
    if (seen.is === 'there') return seen
  }
  const acted = await adapter.send(parcel, with_)
  if (acted.look === 'later') return later(acted)
  const seen = acted.look === 'seen' ? acted.sight : await adapter.probe(parcel, with_)
  if (seen.is === 'there') return seen
  throw seen.is === 'gone' ? refuse('distribution/withdrawn-already') : refuse('distribution/not-as-sent', { detail: seen.detail })
}

async function remove(adapter: OutletAdapter, parcel: Parcel, with_: Attempt): Promise<Outcome> {
  const acted = await adapter.withdraw(parcel, with_)
  if (acted.look === 'later') return later(acted)
  await with_.remember({ answeredAt: new Date().toISOString() }) // it has acknowledged the withdrawal; that it is gone is seen from outside
  const seen = acted.look === 'seen' ? acted.sight : await adapter.probe(parcel, with_)
  if (seen.is === 'gone') return seen
  throw refuse('distribution/still-there', { detail: seen.is === 'there' ? (seen.url ?? parcel.product) : seen.detail })
}

function later({ afterMs, refusal }: Acted & { look: 'later' }): Outcome {
  if (refusal) throw refusal
  return { is: 'later', afterMs: afterMs ?? 1000 }
}

/** An adapter that does not heed its signal is left behind; what it does late is refused by the outlet's own tombstone or read back. */
function inTime<T>(work: Promise<T>, signal: AbortSignal, deadline: number): Promise<T> {
  work.catch(() => {})
  return new Promise((resolve, reject) => {
    const late = () => reject(refuse('distribution/no-answer', { seconds: Math.ceil(deadline / 1000) }))
    if (signal.aborted) late()
    signal.addEventListener('abort', late, { once: true })
    work
      .then(resolve, (error: unknown) => (signal.aborted ? late() : reject(error)))
      .finally(() => signal.removeEventListener('abort', late))
  })
}

const troubleOf = (error: unknown): Outcome => {
  const told = error instanceof Refusal ? error : refuse('distribution/unreachable', { detail: detailOf(error) })
  return { is: 'trouble', error: told, failure: failureOf(told) }
}

/** What an error of the network or the disk says, with what lies below it; one line, without paths of this machine. */
export function detailOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  const cause = error.cause instanceof Error ? `: ${detailOf(error.cause)}` : ''
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.message.split('\n')[0]
  return `${code}${cause}`.slice(0, 160)
}
