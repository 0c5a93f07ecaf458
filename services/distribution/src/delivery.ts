import type { DeliveryView, Failure } from '@kitchen/api'
import type { Bilingual, CentreId, Channel, OutletId, StoryId } from '@kitchen/model'
import { classOf, type Mark, type Receipt } from './outlet.ts'

/**
 * waiting ─claim─▶ sending ─seen there─▶ delivered
 *    │               ├─trouble──────────▶ retrying ─claim─▶ sending …
 *    │               └─tries used up, or only a person can─▶ person ─retry, done by hand─▶ sending …
 *    └─recall or newer version─▶ stopped            (nothing had gone out)
 *
 * sending · retrying · delivered · person ─recall, or a newer version has arrived─▶ withdrawing ─seen gone─▶ withdrawn
 *                                                                                    └─▶ person ─▶ withdrawing …
 */
export type DeliveryState = DeliveryView['state']

/** A row of `distribution.delivery`: the product or edition, the outlet, what is wanted there and how far it is. */
export type Delivery = {
  readonly id: string
  readonly subject_kind: 'product' | 'edition'
  readonly subject_id: string
  readonly story: StoryId
  readonly version: number
  readonly outlet: OutletId
  readonly centre: CentreId
  readonly origin: CentreId
  readonly channel: Channel
  readonly product: string
  readonly hash: string
  readonly wanted: 'out' | 'gone'
  readonly why: 'recall' | 'superseded' | 'copied' | null
  readonly state: DeliveryState
  readonly tries: number
  readonly due: Date | null
  readonly mark: Mark
  readonly failure: Failure | null
  /** Code of the failure that a person was last told of. */
  readonly told: string | null
  readonly url: string | null
  readonly since: Date
  readonly at: Date
}

/** How an attempt ended. */
export type Outcome =
  | { readonly is: 'there'; readonly receipt: Receipt; readonly url: string | null }
  | { readonly is: 'gone'; readonly receipt: Receipt; readonly remains: Bilingual | null }
  | { readonly is: 'later'; readonly afterMs: number }
  | { readonly is: 'trouble'; readonly error: unknown; readonly failure: Failure }

/** Milliseconds between attempts, how long one may take, and after how many a person is called. */
export type Pace = {
  readonly first: number
  readonly most: number
  readonly tries: number
  readonly deadline: number
  readonly aside: number
}
/** Named after about 12 s of refusals, then tried every 20 s: an outlet that was away for a minute has what it missed half a minute later, by itself. */
export const usualPace: Pace = { first: 400, most: 60_000, tries: 6, deadline: 20_000, aside: 20_000 }

/** What becomes of a delivery by an outcome; `wanted` may have changed to `gone` while the attempt was running. */
export type Next = { readonly state: DeliveryState; readonly afterMs: number | null; readonly failure: Failure | null }
export function nextOf(
  wanted: Delivery['wanted'],
  action: Delivery['wanted'],
  tries: number,
  outcome: Outcome,
  pace: Pace,
  random: () => number,
): Next {
  if (wanted !== action) return { state: 'withdrawing', afterMs: 0, failure: null }
  switch (outcome.is) {
    case 'there':
      return { state: 'delivered', afterMs: null, failure: null }
    case 'gone':
      return { state: 'withdrawn', afterMs: null, failure: null }
    case 'later':
      return { state: under(wanted), afterMs: outcome.afterMs, failure: null }
    case 'trouble':
      return afterTrouble(wanted, tries, outcome, pace, random)
    default:
      return outcome satisfies never
  }
}

const under = (wanted: Delivery['wanted']): DeliveryState => (wanted === 'out' ? 'sending' : 'withdrawing')

function afterTrouble(
  wanted: Delivery['wanted'],
  tries: number,
  { error, failure }: Outcome & { is: 'trouble' },
  pace: Pace,
  random: () => number,
): Next {
  if (classOf(error) !== 'retriable') return { state: 'person', afterMs: null, failure }
  if (tries >= pace.tries) return { state: 'person', afterMs: spread(pace.aside, random), failure } // named to a person, and tried on quietly
  return { state: wanted === 'out' ? 'retrying' : 'withdrawing', afterMs: backOff(tries, pace, random), failure }
}

/** Doubles with every try up to the most, spread by half either way so that a mended outlet is not stormed. */
export const backOff = (tries: number, { first, most }: Pick<Pace, 'first' | 'most'>, random: () => number): number =>
  spread(Math.min(most, first * 2 ** Math.max(0, tries - 1)), random)
const spread = (ms: number, random: () => number) => Math.round(ms * (0.5 + random()))
