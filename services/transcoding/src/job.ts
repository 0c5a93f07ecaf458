import { type AiLabel, type Kind, openingRecipes, photoRecipes, videoRecipes } from '@kitchen/media'
import type { Sha256 } from '@kitchen/model'

/**
 * One lane of a source's work.
 *
 *   waiting ─▶ working ─▶ done
 *     ▲  ▲        │  └──▶ failed ──retry──▶ waiting
 *     │  └────────┤ trouble: later; paused or stopped: at once
 *     └── lease run out (the worker was killed)
 */
export type JobState = 'waiting' | 'working' | 'done' | 'failed'
export type Lane = 'opening' | 'bulk'
export type Source = {
  readonly sha256: Sha256
  readonly kind: Kind
  readonly width: number | null
  readonly aigc: AiLabel | null
  readonly madeAt: Date
}
export type Job = Source & { readonly lane: Lane; readonly attempts: number }

/** Smaller is sooner. What a person waits for comes first, the bulk of a video last. */
export const bulkRank = 2
export const leaseSeconds = 30
export const mostAttempts = 4

/** The lanes of a kind of source with their ranks. Photographs and sounds have one, for they are quick. */
export function lanesOf(kind: Kind): { lane: Lane; rank: number }[] {
  switch (kind) {
    case 'photo':
      return [{ lane: 'opening', rank: 0 }]
    case 'audio':
      return [{ lane: 'opening', rank: 1 }]
    case 'video':
      return [
        { lane: 'opening', rank: 0 },
        { lane: 'bulk', rank: bulkRank },
      ]
    default:
      return kind satisfies never
  }
}

/** The recipes that a lane makes: all of these are told as failed when the source cannot be read. */
export function recipesOf({ kind, width }: Pick<Source, 'kind' | 'width'>, lane: Lane): readonly string[] {
  if (kind === 'photo') return photoRecipes(width ?? 1920)
  if (kind === 'audio') return ['audio.m4a']
  return lane === 'opening' ? openingRecipes : videoRecipes
}

/** Seconds to wait before the next attempt after trouble. */
export const patience = (attempts: number): number => 5 * 4 ** Math.max(0, attempts - 1)
