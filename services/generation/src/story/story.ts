import type { Block, Picture as PictureBlock, Run, Video as VideoBlock } from '@kitchen/document'
import type { AssetId, CentreId, Severity, StoryId } from '@kitchen/model'

export type Picture = PictureBlock & { readonly asset: AssetId }
export type Video = VideoBlock & { readonly asset: AssetId }

/** A sealed version as every maker reads it: the text work of a version, done once. Everything in it is clean text, nothing is escaped yet. */
export type Story = {
  readonly id: StoryId
  readonly version: number
  /** The centre whose people sealed it. */
  readonly centre: CentreId
  readonly kicker: string
  readonly headline: string
  readonly deck: string
  readonly byline: string
  /** 来源: masthead of the centre that it first came from. */
  readonly source: string
  readonly responsibleEditor: string
  /** When it was sealed. */
  readonly at: Date
  /** When the story first went out; of a first version when it was sealed. With `at` the only dates in any product. */
  readonly publishedAt: Date
  /** Of a correction: how much it matters, and what readers are told (may be empty). */
  readonly correction: { readonly severity: Severity; readonly note: string } | null
  readonly blocks: readonly Block[]
  readonly pictures: readonly Picture[]
  readonly videos: readonly Video[]
  /** The lead, or the first paragraphs, cut at a sentence to 120 characters. */
  readonly summary: string
  readonly keywords: readonly string[]
  /** 字数 of the running text. */
  readonly characters: number
}

/** Running text without its marks; line breaks become spaces. */
export const plain = (runs: readonly Run[]): string =>
  runs
    .map((one) => one.text)
    .join('')
    .replaceAll('\n', ' ')
