import type { SearchHits, SearchQuestion } from '@kitchen/api'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Alert, Button } from 'antd'
import { useDeferredValue, useState } from 'react'
import { useSearchParams } from 'react-router'
import { Loaded } from '../api/loaded.tsx'
import { parametersOf, searchQuery } from '../api/queries.ts'
import { Nothing, Page } from '../session/page.tsx'
import { useWords } from '../words/provider.tsx'
import { Chosen, Facets } from './facets.tsx'
import { Hit } from './hit.tsx'
import { questionIn } from './question.ts'
import { SaveButton, SavedList } from './saved.tsx'
import { SearchField } from './search-field.tsx'
import './search.css'

const step = 20
const most = 50

/** Ranked search over stories and assets: a word of any length, narrowed by facets; the address holds the question. */
export function SearchPage() {
  const { words } = useWords()
  const [search, setSearch] = useSearchParams()
  const question = questionIn(search)
  const ask = (next: SearchQuestion) => setSearch(parametersOf(next), { replace: true })
  const empty = question.text.trim() === '' && Object.keys(question.filters).length === 0
  return (
    <Page title={words.search.title} wide>
      <SearchField text={question.text} change={(text) => ask({ ...question, text })} />
      {empty ? <Nothing says={words.search.start} /> : <Results question={question} ask={ask} />}
      {empty && <SavedList />}
    </Page>
  )
}

type Asking = { readonly question: SearchQuestion; readonly ask: (next: SearchQuestion) => void }

function Results({ question, ask }: Asking) {
  const deferred = useDeferredValue(question)
  const key = parametersOf(question).toString()
  const [shown, setShown] = useState({ key, limit: step })
  const limit = shown.key === key ? shown.limit : step
  const found = useQuery({ ...searchQuery(deferred, limit), placeholderData: keepPreviousData })
  return (
    <Loaded query={found}>
      {(answer) => (
        <div className="found-body">
          <Facets answer={answer} question={question} ask={ask} />
          <Found answer={answer} question={question} ask={ask} more={limit < most ? () => setShown({ key, limit: most }) : undefined} />
        </div>
      )}
    </Loaded>
  )
}

type FoundProps = Asking & { readonly answer: SearchHits; readonly more: (() => void) | undefined }

function Found({ answer, question, ask, more }: FoundProps) {
  const { words } = useWords()
  const { hits, total, took } = answer
  return (
    <section className="found-main" aria-label={words.search.title}>
      {answer.fellBack && <Alert type="warning" showIcon title={words.search.fellBack} />}
      <div className="found-head">
        <p className="found-count" role="status">
          {total === 0 ? words.search.none(question.text) : words.search.took(total, Math.round(took))}
        </p>
        <SaveButton question={question} answer={answer} />
      </div>
      <Chosen answer={answer} question={question} ask={ask} />
      {hits.length === 0 && <Nothing says={words.search.noneHint} />}
      <ul className="found">
        {hits.map((hit) => (
          <Hit key={hit.id} hit={hit} query={question.text} />
        ))}
      </ul>
      {more && hits.length < total && <Button onClick={more}>{words.search.more}</Button>}
    </section>
  )
}
