import type { SearchHits as Hits } from '@kitchen/api'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Input } from 'antd'
import { useDeferredValue, useState } from 'react'
import { Link, useSearchParams } from 'react-router'
import { Loaded } from '../api/loaded.tsx'
import { searchQuery, useRegion } from '../api/queries.ts'
import { Nothing, Page } from '../session/page.tsx'
import { useWords } from '../words/provider.tsx'
import { Time } from '../words/time.tsx'
import { Marked } from './marked.tsx'
import './search.css'

/** A word of any length finds what the person may see. */
export function SearchPage() {
  const { words } = useWords()
  const [search, setSearch] = useSearchParams()
  const [typed, setTyped] = useState(search.get('q') ?? '')
  const query = useDeferredValue(search.get('q') ?? '')
  const found = useQuery({ ...searchQuery({ text: query, filters: {} }), placeholderData: keepPreviousData })
  const change = (text: string) => {
    setTyped(text)
    setSearch(text === '' ? {} : { q: text }, { replace: true })
  }
  return (
    <Page title={words.search.title}>
      <Input
        type="search"
        size="large"
        autoFocus
        aria-label={words.search.label}
        placeholder={words.search.placeholder}
        value={typed}
        onChange={(event) => change(event.target.value)}
        maxLength={100}
        allowClear
      />
      {query.trim() === '' ? (
        <Nothing says={words.search.start} />
      ) : (
        <Loaded query={found}>{(answer) => <Found answer={answer} query={query} />}</Loaded>
      )}
    </Page>
  )
}

function Found({ answer, query }: { readonly answer: Hits; readonly query: string }) {
  const { words } = useWords()
  return (
    <>
      <p className="found-count" role="status">
        {answer.hits.length === 0 ? words.search.none(query) : words.search.took(answer.hits.length, Math.round(answer.took))}
      </p>
      {answer.hits.length === 0 && <Nothing says={words.search.noneHint} />}
      <ul className="found">
        {answer.hits.map((hit) => (
          <Hit key={hit.id} hit={hit} query={query} />
        ))}
      </ul>
    </>
  )
}

function Hit({ hit, query }: { readonly hit: Hits['hits'][number]; readonly query: string }) {
  const { say } = useWords()
  const region = useRegion()
  const centre = region.data?.centres.find(({ id }) => id === hit.centre)
  return (
    <li>
      <Link className="found-headline" to={`/stories/${hit.story ?? hit.id}`}>
        <Marked text={hit.headline} query={query} />
      </Link>
      <p className="found-extract">
        <Marked text={hit.extract} query={query} />
      </p>
      <p className="found-facts">
        {centre && <span>{say(centre.name)}</span>}
        <Time at={hit.at} />
      </p>
    </li>
  )
}
