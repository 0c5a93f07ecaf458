import { type Session, storyView } from '@kitchen/api'
import { useNavigate } from 'react-router'
import { ask } from '../api/ask.ts'
import { useDoing } from '../api/doing.ts'
import { useWho } from '../session/who.tsx'

/** Opens an empty story and goes to it. */
export function useNewStory() {
  const navigate = useNavigate()
  const who = useWho()
  return useDoing<void, { id: string }>({
    act: () => ask(storyView, '/api/stories', 'POST', who.roles.includes('reporter') ? { document: signed(who) } : {}),
    renews: [['stories']],
    after: ({ id }) => void navigate(`/stories/${id}/edit`),
  })
}

/** A reporter's story starts with their name under it: 记者　马晓岚. */
function signed({ title, name }: Session) {
  const field = (type: string, text = '') => ({ type, attrs: { id: type }, ...(text === '' ? {} : { content: [{ type: 'text', text }] }) })
  const paragraph = { type: 'paragraph', attrs: { id: crypto.randomUUID().replaceAll('-', '').slice(0, 12) } }
  return { type: 'doc', content: [field('kicker'), field('headline'), field('deck'), field('byline', `${title}　${name.zh}`), paragraph] }
}
