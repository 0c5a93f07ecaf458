import { BellOutlined, DeleteOutlined } from '@ant-design/icons'
import type { SavedSearch, SearchHits, SearchQuestion } from '@kitchen/api'
import { useQuery } from '@tanstack/react-query'
import { Badge, Button } from 'antd'
import { Link } from 'react-router'
import { tell } from '../api/ask.ts'
import { useDoing } from '../api/doing.ts'
import { parametersOf, savedQuery } from '../api/queries.ts'
import { useWords } from '../words/provider.tsx'
import { Time } from '../words/time.tsx'

/** In one order, without blanks around it. */
function sameAs({ text, filters }: SearchQuestion): string {
  const parameters = parametersOf({ text: text.trim(), filters })
  parameters.sort()
  return parameters.toString()
}

type SaveProps = { readonly question: SearchQuestion; readonly answer: SearchHits }

/** Keeps the question under its own words and the names of its filters, as the person reads them; gone once it is kept. */
export function SaveButton({ question, answer }: SaveProps) {
  const { words, say } = useWords()
  const saved = useQuery(savedQuery)
  const nameOf = (facet: string, value: string) => {
    const known = answer.facets.find((one) => one.facet === facet)?.values.find((one) => one.value === value)
    return known ? say(known.name) : value
  }
  const filters = Object.entries(question.filters).map(([facet, value]) => nameOf(facet, value))
  const name = [question.text.trim(), ...filters].filter(Boolean).join(' · ').slice(0, 60)
  const doing = useDoing({
    act: () => tell('/api/search/saved', 'POST', { name, question: { ...question, text: question.text.trim() } }),
    says: words.search.savedNow,
    renews: [['saved']],
  })
  const kept = (saved.data ?? []).some((one) => sameAs(one.question) === sameAs(question))
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
    <section className="panel saved-searches">
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
