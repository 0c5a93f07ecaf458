import type { Channel } from './channel.ts'
import { correctionRules } from './correction.ts'

/** What an outlet has of the version before, when a correction is released. `edits`: how often a person has changed it there already. */
export type Standing = {
  readonly channel: Channel
  readonly out: boolean
  /** It was pushed to readers; what was published without a push can be taken away and published anew without anybody. */
  readonly pushed: boolean
  /** Characters that differ, in the title and the text. */
  readonly characters: number
  readonly edits: number
}
/** `send`: nothing is out. `in-place` and `new-files` as in `correctionRules`. `repost`: deleted and sent anew by itself; the two by hand are a person's task. */
export type CorrectionStep = {
  readonly does: 'send' | 'in-place' | 'new-files' | 'repost' | 'edit-by-hand' | 'repost-by-hand'
  /** What the platform allows, and what of it is left before this step; null where it allows everything. */
  readonly left: { readonly characters: number; readonly times: number } | null
}

/** What is done at one outlet about a correction. Distribution does what this says. */
export function correctionStepOf({ channel, out, pushed, characters, edits }: Standing): CorrectionStep {
  const { how, characters: most, times } = correctionRules[channel]
  if (!out) return { does: 'send', left: null }
  if (how !== 'by-hand') return { does: how, left: null }
  if (!pushed) return { does: 'repost', left: null }
  const left = { characters: most ?? Number.POSITIVE_INFINITY, times: Math.max(0, (times ?? Number.POSITIVE_INFINITY) - edits) }
  return { does: characters <= left.characters && left.times > 0 ? 'edit-by-hand' : 'repost-by-hand', left }
}
