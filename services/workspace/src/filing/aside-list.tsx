import { storyView } from '@kitchen/api'
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useNavigate } from 'react-router'
import { ask } from '../api/ask.ts'
import { useDoing } from '../api/doing.ts'
import { useWho } from '../session/who.tsx'
import { useWords } from '../words/provider.tsx'
import { Time } from '../words/time.tsx'
import { type AsideCopy, asideOf } from './aside.ts'

/** Halves of conflicts that were not chosen: each can still become a story of its own. */
export function AsideList({ story }: { readonly story: string }) {
  const { words } = useWords()
  const navigate = useNavigate()
  const { person } = useWho()
  const copies = useQuery({ queryKey: ['aside', person, story], queryFn: () => asideOf(person, story), staleTime: 0 })
  const open = useDoing({
    act: ({ document, mustCarry }: AsideCopy) => ask(storyView, '/api/stories', 'POST', { document, mustCarry }),
    says: words.filing.bothDone,
    renews: [['stories']],
    after: ({ id }) => void navigate(`/stories/${id}/edit`),
  })
  if (!copies.data || copies.data.length === 0) return null
  return (
    <section className="aside-list">
      <h2>{words.filing.aside}</h2>
      <ul>
        {copies.data.map((copy) => (
          <li key={copy.at}>
            <Time at={copy.at} />
            <Button size="small" type="text" loading={open.isPending && open.variables === copy} onClick={() => open.mutate(copy)}>
              {words.filing.asideOpen}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  )
}
