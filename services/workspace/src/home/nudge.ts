import { storyView } from '@kitchen/api'
import { ask } from '../api/ask.ts'
import { useDoing } from '../api/doing.ts'
import { useWords } from '../words/provider.tsx'

/** 催一下: those who can do the next step are told. */
export function useNudge(story: string) {
  const { words } = useWords()
  return useDoing<void, unknown>({
    act: () => ask(storyView, `/api/stories/${story}/nudge`, 'POST', {}),
    says: words.wait.nudged,
    renews: [['stories'], ['story', story]],
  })
}
