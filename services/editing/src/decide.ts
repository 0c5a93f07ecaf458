import type { AssetId, Caller, OutletId, PersonId, Sha256, Signing } from '@kitchen/model'
import type { Copy } from './copies/copy.ts'
import { decideAbandon, decideCorrect } from './correct.ts'
import { decideDiscard, decideRestore } from './discard.ts'
import type { House } from './duties.ts'
import { refuse } from './refusals.ts'
import { decideSeal, type KnownAsset } from './seal.ts'
import { decideRelease, decideSign } from './sign.ts'
import { decideFile, decideNudge, decideRecall, decideReturn, decideSave } from './steps.ts'
import type { Correction, Fact, Story } from './story.ts'
import { decideSupplement } from './supplement.ts'
import type { Text } from './text.ts'

/** What a person can do with a story that is there. */
export type Command =
  | { readonly do: 'save'; readonly revision: number; readonly text?: Text | undefined; readonly mustCarry?: boolean | undefined }
  | { readonly do: 'file'; readonly revision: number }
  | { readonly do: 'seal'; readonly revision: number }
  | {
      readonly do: 'sign'
      readonly version: number
      readonly review: Signing
      readonly contentHash: Sha256
      readonly productsHash: Sha256
      /** Given by telephone by this person; the caller writes it down. */
      readonly phone?: { readonly person: PersonId; readonly note: string; readonly asset: AssetId | null } | undefined
    }
  | { readonly do: 'return'; readonly reason: string }
  | { readonly do: 'release'; readonly version: number }
  | { readonly do: 'supplement'; readonly version: number; readonly outlet: OutletId; readonly hash: Sha256 }
  | { readonly do: 'recall'; readonly reason: string; readonly confirmation: string }
  | ({ readonly do: 'correct'; readonly reason: string } & Correction)
  | { readonly do: 'abandon' }
  | { readonly do: 'discard' }
  | { readonly do: 'restore' }
  | { readonly do: 'nudge' }
export type CommandOf<Do extends Command['do']> = Extract<Command, { do: Do }>

/** What a decision looks at beside the story: the house at that instant, and the assets that the centre may show. */
export type Around = House & {
  readonly assets: ReadonlyMap<string, KnownAsset>
  /** Of a copy: what it was taken from. */
  readonly copy?: Copy | undefined
}

/**
 * What follows from a command: facts, or a Refusal that is thrown. Pure. What is already so gives no facts, so that a second click does no harm.
 */
export function decide(story: Story, command: Command, caller: Caller, around: Around): readonly Fact[] {
  if (story.discarded && command.do !== 'restore' && command.do !== 'discard') throw refuse('editing/no-story')
  switch (command.do) {
    case 'save':
      return decideSave(story, command, caller, around)
    case 'file':
      return decideFile(story, command, caller, around)
    case 'seal':
      return decideSeal(story, command, caller, around)
    case 'sign':
      return decideSign(story, command, caller, around)
    case 'return':
      return decideReturn(story, command, caller, around)
    case 'release':
      return decideRelease(story, command, caller, around)
    case 'supplement':
      return decideSupplement(story, command, caller, around)
    case 'recall':
      return decideRecall(story, command, caller, around)
    case 'correct':
      return decideCorrect(story, command, caller, around)
    case 'discard':
      return decideDiscard(story, command, caller, around)
    case 'restore':
      return decideRestore(story, command, caller, around)
    case 'abandon':
      return decideAbandon(story, command, caller, around)
    case 'nudge':
      return decideNudge(story, command, caller, around)
    default:
      return command satisfies never
  }
}
