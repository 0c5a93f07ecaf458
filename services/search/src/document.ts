import type { CentreId, PersonId } from '@kitchen/model'

export const kinds = ['story', 'photo', 'video', 'audio'] as const
export type Kind = (typeof kinds)[number]

/** What can be found: a released story, or an asset by its name and captions. `story`: where an asset was brought to. */
export type Document = {
  readonly id: string
  readonly kind: Kind
  readonly story: string | null
  readonly centre: string
  /** The centres that may find it. */
  readonly seenBy: readonly string[]
  readonly headline: string
  readonly plain: string
  readonly channels: readonly string[]
  readonly subjects: readonly string[]
  readonly people: readonly string[]
  readonly places: readonly string[]
  readonly at: Date
}

export const facetNames = ['kind', 'centre', 'channel', 'subject', 'person', 'date'] as const
export type FacetName = (typeof facetNames)[number]
/** The days back from now that a date facet offers. */
export const spans = { day: 1, week: 7, month: 30, year: 365 } as const

/** Words (possibly none: then the newest first) and what the answer is narrowed to. */
export type Question = { readonly text: string; readonly filters: Readonly<Partial<Record<FacetName, string>>> }
/** Who asks: nothing that the centre may not see is found, counted or suggested. */
export type Reader = { readonly centre: CentreId; readonly person: PersonId }
export type Window = { readonly limit: number; readonly from: number }

export type Found = Pick<Document, 'id' | 'kind' | 'story' | 'centre' | 'headline' | 'plain' | 'channels' | 'at'>
/** How many there would be by each value of a facet, under the filters of the other facets. */
export type Counts = Readonly<Record<FacetName, ReadonlyMap<string, number>>>
/** Counts of every facet, each by `of`. */
export const countsBy = (of: (name: FacetName) => ReadonlyMap<string, number>): Counts => ({
  kind: of('kind'),
  centre: of('centre'),
  channel: of('channel'),
  subject: of('subject'),
  person: of('person'),
  date: of('date'),
})
export type Answer = { readonly found: readonly Found[]; readonly total: number; readonly counts: Counts }
/** A name, how many documents of the reader's have it. */
export type Suggestion = { readonly kind: 'place' | 'person'; readonly name: string; readonly count: number }

/** What an engine says of itself; `trouble` in both languages where it can't be used. */
export type Health = {
  readonly reachable: boolean
  readonly version: string
  readonly documents: number
  readonly wordList: string
  readonly trouble: {
    readonly kind: 'unreachable' | 'version' | 'alias' | 'mapping' | 'words'
    readonly zh: string
    readonly en: string
  } | null
}

/**
 * The port that every adapter keeps. A version that is lower than what the adapter has of that id changes nothing, removals included: whatever comes
 * late stays out. `rebuild` fills anew from the rows of PostgreSQL while searches and changes go on.
 */
export type SearchIndex = {
  readonly adapter: 'postgresql' | 'elasticsearch'
  readonly index: (document: Document, version: number) => Promise<void>
  readonly remove: (id: string, version: number) => Promise<void>
  readonly search: (question: Question, reader: Reader, window: Window) => Promise<Answer>
  readonly suggest: (text: string, reader: Reader) => Promise<readonly Suggestion[]>
  readonly similar: (id: string, reader: Reader, limit: number) => Promise<readonly Found[]>
  readonly rebuild: (progress?: (done: number) => void) => Promise<number>
  readonly health: () => Promise<Health>
}
