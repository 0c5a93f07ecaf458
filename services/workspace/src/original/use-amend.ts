import { amended } from '@kitchen/api'
import { useQueryClient } from '@tanstack/react-query'
import { ask } from '../api/ask.ts'
import { useDoing } from '../api/doing.ts'

/** A step on a copy against its original: the answer is shown at once, without asking again. */
export function useAmend<Input extends object>(story: string, step: 'take' | 'undo' | 'choose' | 'read', says?: string) {
  const client = useQueryClient()
  return useDoing<Input, { story: { id: string }; original: unknown }>({
    act: (input) => ask(amended, `/api/stories/${story}/original/${step}`, 'POST', input),
    says,
    renews: [['stories']],
    after: (answer) => {
      client.setQueryData(['story', story], answer.story)
      client.setQueryData(['original', story], answer.original)
    },
  })
}
