import type { BlockHold, LastHand, LivePerson } from '@kitchen/api'
import type { Bilingual } from '@kitchen/model'
import type { Link, Meanwhile } from './session.ts'

/** What the screen shows of working together. */
export type Together = {
  readonly link: Link
  /** When everything was last with the kitchen. */
  readonly savedAt: Date | null
  readonly people: readonly LivePerson[]
  readonly hands: ReadonlyMap<string, LastHand>
  readonly holds: readonly BlockHold[]
  readonly meanwhile: Meanwhile
  readonly refused: { readonly says: Bilingual; readonly next: Bilingual } | null
}
export type Store = {
  readonly now: () => Together
  readonly set: (change: Partial<Together>) => void
  readonly subscribe: (changed: () => void) => () => void
}

/** Its state outside React. */
export function makeStore(): Store {
  const listeners = new Set<() => void>()
  let state: Together = { link: 'opening', savedAt: null, people: [], hands: new Map(), holds: [], meanwhile: [], refused: null }
  return {
    now: () => state,
    set: (change) => {
      state = { ...state, ...change }
      for (const changed of listeners) changed()
    },
    subscribe: (changed) => {
      listeners.add(changed)
      return () => listeners.delete(changed)
    },
  }
}
