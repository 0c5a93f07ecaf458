import { type Session, type StoryLine, storyView } from '@kitchen/api'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from 'react-router'
import { ask } from '../api/ask.ts'
import { useDoing } from '../api/doing.ts'
import { storiesQuery } from '../api/queries.ts'
import { useWho } from '../session/who.tsx'

/** Opens an empty story and goes to it: the one that the person left empty before, if there is one, so that none pile up. */
export function useNewStory() {
  const navigate = useNavigate()
  const who = useWho()
  const client = useQueryClient()
  return useDoing<void, { id: string }>({
    act: async () =>
      emptyOf(client.getQueryData(storiesQuery.queryKey) ?? [], who.person) ??
      ask(storyView, '/api/stories', 'POST', who.roles.includes('reporter') ? { document: signed(who) } : {}),
    renews: [['stories']],
    after: ({ id }) => void navigate(`/stories/${id}/edit`),
  })
}

const emptyOf = (stories: readonly StoryLine[], person: string): StoryLine | undefined =>
  stories.find(({ state, author, headline, characters }) => state === 'draft' && author === person && headline === '' && characters === 0)

/** A reporter's story starts with their name under it: 记者　马晓岚. */
function signed({ title, name }: Session) {
  const field = (type: string, text = '') => ({ type, attrs: { id: type }, ...(text === '' ? {} : { content: [{ type: 'text', text }] }) })
  const paragraph = { type: 'paragraph', attrs: { id: crypto.randomUUID().replaceAll('-', '').slice(0, 12) } }
  return { type: 'doc', content: [field('kicker'), field('headline'), field('deck'), field('byline', `${title}　${name.zh}`), paragraph] }
}
