import type { StoryView } from '@kitchen/api'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { z } from 'zod'
import { ask } from '../api/ask.ts'
import { useWho } from '../session/who.tsx'
import { forgetDraft, keepDraft } from './draft-copy.ts'
import { makeSaver, type Saver, type SaveState } from './saver.ts'

export type Content = { readonly document: unknown; readonly mustCarry: boolean }
const saved = z.object({ revision: z.int() })

/** The saver of a story for as long as its page is open; leaving the page or hiding it sends at once. */
export function useSaver(story: StoryView): readonly [Saver<Content>, SaveState] {
  const client = useQueryClient()
  const { person } = useWho()
  const [state, setState] = useState<SaveState>({ kind: 'clean', at: null })
  const made = useRef<Saver<Content>>(null)
  made.current ??= makeSaver<Content>({
    revision: story.revision,
    send: async (content, revision) => (await ask(saved, `/api/stories/${story.id}/draft`, 'PUT', { revision, ...content })).revision,
    keep: (content, revision) =>
      content ? keepDraft(person, { story: story.id, revision, ...content, at: new Date().toISOString() }) : forgetDraft(person, story.id),
    told: setState,
  })
  const saver = made.current
  useEffect(() => {
    const hidden = () => document.visibilityState === 'hidden' && void saver.flush()
    const online = () => void saver.flush()
    document.addEventListener('visibilitychange', hidden)
    addEventListener('online', online)
    return () => {
      document.removeEventListener('visibilitychange', hidden)
      removeEventListener('online', online)
      void saver.flush().then(() => client.invalidateQueries({ queryKey: ['stories'] }))
    }
  }, [saver, client])
  return [saver, state]
}
