import type { ProductFile } from '@kitchen/api'
import { type Bilingual, Refusal, type Severity, type Sha256 } from '@kitchen/model'
import type { RefusalCode } from './refusals.ts'

/** A product on its way to one outlet. `mark` is what the adapter asked to be remembered in earlier attempts. */
export type Parcel = {
  readonly id: string
  readonly subject: { readonly kind: 'product' | 'edition'; readonly id: string }
  readonly story: string
  readonly version: number
  readonly outlet: string
  readonly centre: string
  readonly channel: string
  readonly product: string
  readonly hash: string
  readonly headline: string
  readonly files: readonly ProductFile[]
  readonly media: readonly Sha256[]
  readonly madeAt: Date
  /** Of another centre, by standing authorisation: it never takes this outlet's push. */
  readonly carried: boolean
  readonly tries: number
  readonly why: 'recall' | 'superseded' | 'copied' | null
  /** What this version corrects, when it is a correction. */
  readonly correction: Correction | null
  /** The newest version after this one that was released. */
  readonly replacement: ({ readonly version: number } & Omit<Correction, 'previous'>) | null
  readonly mark: Mark
}
export type Correction = { readonly previous: number; readonly severity: Severity; readonly note: string }
export type Mark = Readonly<Record<string, unknown>>
export type Receipt = Readonly<Record<string, unknown>>

/** What a look at the outlet, from outside, has shown. `gone` after a withdrawal; `remains` is what can't be pulled back. */
export type Sight =
  | { readonly is: 'there'; readonly receipt: Receipt; readonly url: string | null }
  | { readonly is: 'absent'; readonly detail: string }
  | { readonly is: 'gone'; readonly receipt: Receipt; readonly remains: Bilingual | null }

/**
 * What an act has come to: look now; or the outlet's answer itself said what it holds, which is a look; or look again later, with `refusal` when it
 * waits for a person.
 */
export type Acted =
  | { readonly look: 'now' }
  | { readonly look: 'seen'; readonly sight: Sight }
  | { readonly look: 'later'; readonly afterMs: number | null; readonly refusal: Refusal | null }
export const lookNow: Acted = { look: 'now' }

/**
 * One outlet as the worker sees it. `send` and `withdraw` may be called again at any time and then change nothing; after a withdrawal a late `send` refuses.
 * `probe` asks the outlet itself and never an own record. `remember` is on disk when it answers. All stop when the signal says so.
 */
export type OutletAdapter = {
  /** How many deliveries it takes at the same time. */
  readonly concurrency: number
  readonly send: (parcel: Parcel, with_: Attempt) => Promise<Acted>
  readonly probe: (parcel: Parcel, with_: Attempt) => Promise<Sight>
  readonly withdraw: (parcel: Parcel, with_: Attempt) => Promise<Acted>
}
export type Attempt = { readonly signal: AbortSignal; readonly remember: (mark: Mark) => Promise<void> }

/** retriable: tried again by itself · person: somebody has to do something first · never: this product can't go there as it is. */
export type TroubleClass = 'retriable' | 'person' | 'never'
const persons: readonly RefusalCode[] = [
  'distribution/wechat-no-account',
  'distribution/wechat-press-send',
  'distribution/wechat-no-push-left',
  'distribution/wechat-change-by-hand',
  'distribution/wechat-repost-by-hand',
  'distribution/wechat-delete-by-hand',
  'distribution/wechat-quota',
  'distribution/wechat-address',
  'distribution/wechat-not-allowed',
  'distribution/wechat-secret',
  'distribution/foreign-address',
]
const nevers: readonly RefusalCode[] = [
  'distribution/unfit-product',
  'distribution/unsafe-path',
  'distribution/withdrawn-already',
  'distribution/passed',
  'distribution/wechat-refused',
]

/** Anything that is not one of our refusals is trouble from outside, and passes. */
export function classOf(error: unknown): TroubleClass {
  if (!(error instanceof Refusal)) return 'retriable'
  if (persons.some((code) => code === error.code)) return 'person'
  return nevers.some((code) => code === error.code) ? 'never' : 'retriable'
}
