import { BellOutlined, DeleteOutlined } from '@ant-design/icons'
import type { SavedSearch, SearchQuestion } from '@kitchen/api'
import { useQuery } from '@tanstack/react-query'
import { Badge, Button } from 'antd'
import { Link } from 'react-router'
import { tell } from '../api/ask.ts'
import { useDoing } from '../api/doing.ts'
import { parametersOf, savedQuery } from '../api/queries.ts'
import { useWords } from '../words/provider.tsx'
import { Time } from '../words/time.tsx'

/** Keeps the question under its own words; gone once it is kept. */
export function SaveButton({ question }: { readonly question: SearchQuestion }) {
  const { words } = useWords()
  const saved = useQuery(savedQuery)
  const name = [question.text.trim(), ...Object.values(question.filters)].filter(Boolean).join(' · ').slice(0, 60)
  const doing = useDoing({
    act: () => tell('/api/search/saved', 'POST', { name, question: { ...question, text: question.text.trim() } }),
    says: words.search.savedNow,
    renews: [['saved']],
  })
  const kept = (saved.data ?? []).some((one) => one.name === name)
  if (kept || name === '') return null
  return (
    <Button icon={<BellOutlined />} loading={doing.isPending} onClick={() => doing.mutate(undefined)}>
      {words.search.save}
    </Button>
  )
}

/** The person's saved searches, each with what has come since it was looked at; hints make the numbers new. */
export function SavedList() {
  const { words } = useWords()
  const saved = useQuery(savedQuery)
  if (!saved.data || saved.data.length === 0) return null
  return (
    <section className="panel saved">
      <h2>{words.search.saved}</h2>
      <p className="saved-hint">{words.search.savedHint}</p>
      <ul>
        {saved.data.map((one) => (
          <Saved key={one.id} one={one} />
        ))}
      </ul>
    </section>
  )
}

function Saved({ one }: { readonly one: SavedSearch }) {
  const { words } = useWords()
  const see = useDoing({ act: () => tell(`/api/search/saved/${one.id}/seen`, 'POST', {}), renews: [['saved']] })
  const remove = useDoing({ act: () => tell(`/api/search/saved/${one.id}`, 'DELETE'), says: words.search.removed, renews: [['saved']] })
  return (
    <li data-saved={one.name}>
      <Link to={`/search?${parametersOf(one.question)}`} onClick={() => one.fresh > 0 && see.mutate(undefined)}>
        {one.name}
      </Link>
      {one.fresh > 0 && <Badge status="processing" text={words.search.fresh(one.fresh)} />}
      {one.newest && <Time at={one.newest} />}
      <Button type="text" icon={<DeleteOutlined />} aria-label={words.search.remove(one.name)} onClick={() => remove.mutate(undefined)} />
    </li>
  )
}
