import { type StoryView, storyView } from '@kitchen/api'
import type { Severity } from '@kitchen/model'
import { useQueryClient } from '@tanstack/react-query'
import { ask } from '../api/ask.ts'
import { useDoing } from '../api/doing.ts'
import { failedFrom } from '../api/failed.ts'
import { useWords } from '../words/provider.tsx'

export type CorrectionOrder = { readonly severity: Severity; readonly note: string; readonly reason: string }

export type PhoneOrder = { readonly person: string; readonly note: string; readonly asset: string | null }

/** The steps of a story as calls. Each answers the story as it is then; a refused one asks for it anew. */
export function useSteps(story: StoryView) {
  const { words } = useWords()
  const client = useQueryClient()
  const step = <Input>(act: (input: Input) => Promise<StoryView>, says: string) => ({
    act: (input: Input) =>
      act(input).catch((error: unknown) => {
        if (failedFrom(error).status === 409) void client.invalidateQueries({ queryKey: ['story', story.id] })
        throw error
      }),
    says,
    renews: [['stories'], ['products', story.id], ['deliveries', story.id]],
    after: (next: StoryView) => client.setQueryData(['story', story.id], next),
  })
  const post = (path: string, body: unknown) => ask(storyView, `/api/stories/${story.id}/${path}`, 'POST', body)
  const { sealed, revision, may } = story
  return {
    file: useDoing<void, StoryView>(step(() => post('file', { revision }), words.story.filed)),
    seal: useDoing<void, StoryView>(step(() => post('seal', { revision }), words.story.sealed)),
    sign: useDoing<void, StoryView>(
      step(
        () =>
          post('signatures', {
            version: sealed?.version,
            review: may.sign,
            contentHash: sealed?.contentHash,
            productsHash: sealed?.productsHash,
          }),
        words.story.signed,
      ),
    ),
    record: useDoing<PhoneOrder, StoryView>(
      step(
        (phone) =>
          post('signatures', {
            version: sealed?.version,
            review: may.record?.review,
            contentHash: sealed?.contentHash,
            productsHash: sealed?.productsHash,
            phone,
          }),
        words.story.signed,
      ),
    ),
    release: useDoing<void, StoryView>(step(() => post('release', { version: sealed?.version }), words.story.released)),
    return: useDoing<string, StoryView>(step((reason: string) => post('return', { reason }), words.story.returnDone)),
    correct: useDoing<CorrectionOrder, StoryView>(step((order) => post('correct', order), words.story.correcting)),
    restore: useDoing<void, StoryView>(step(() => post('restore', {}), words.story.restored)),
    discard: useDoing<void, StoryView>({ act: () => post('discard', {}), renews: [['stories']] }),
    abandon: useDoing<void, StoryView>(step(() => post('abandon', {}), words.story.abandoned)),
    recall: useDoing<{ reason: string; confirmation: string }, StoryView>(step((order) => post('recall', order), words.story.recalled)),
  }
}
