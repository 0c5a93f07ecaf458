import { createContext } from 'react'

/** What the editor knows of an asset: something to show, a film to play, and a word on its state. */
export type Source = {
  readonly name: string
  readonly kind: 'photo' | 'video' | 'audio' | null
  readonly url: string | null
  readonly film: string | null
  readonly says: string | null
}
export const Sources = createContext<ReadonlyMap<string, Source>>(new Map())
