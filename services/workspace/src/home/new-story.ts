import { storyView } from '@kitchen/api'
import { useNavigate } from 'react-router'
import { ask } from '../api/ask.ts'
import { useDoing } from '../api/doing.ts'

/** Opens an empty story and goes to it. */
export function useNewStory() {
  const navigate = useNavigate()
  return useDoing<void, { id: string }>({
    act: () => ask(storyView, '/api/stories', 'POST', {}),
    renews: [['stories']],
    after: ({ id }) => void navigate(`/stories/${id}/edit`),
  })
}
