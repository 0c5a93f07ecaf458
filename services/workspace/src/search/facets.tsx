import { CloseOutlined } from '@ant-design/icons'
import type { FacetName, SearchHits, SearchQuestion } from '@kitchen/api'
import { useWords } from '../words/provider.tsx'

type Props = { readonly answer: SearchHits; readonly question: SearchQuestion; readonly ask: (next: SearchQuestion) => void }

/** Without one facet's choice. */
const without = (filters: SearchQuestion['filters'], facet: FacetName): SearchQuestion['filters'] =>
  Object.fromEntries(Object.entries(filters).filter(([name]) => name !== facet))

/** What the answer can be narrowed to, with how many there would be. On a phone it folds away. */
export function Facets({ answer, question, ask }: Props) {
  const { words } = useWords()
  const wide = matchMedia('(min-width: 801px)').matches
  const chosen = Object.keys(question.filters).length
  return (
    <details className="facets" open={wide || undefined}>
      <summary>
        {words.search.facets}
        {chosen > 0 && ` (${chosen})`}
      </summary>
      {answer.facets
        .filter(({ values, facet }) => values.length > 0 || question.filters[facet] !== undefined)
        .map(({ facet, values }) => (
          <Facet key={facet} facet={facet} values={values} question={question} ask={ask} />
        ))}
    </details>
  )
}

type FacetProps = Omit<Props, 'answer'> & { readonly facet: FacetName; readonly values: SearchHits['facets'][number]['values'] }

function Facet({ facet, values, question, ask }: FacetProps) {
  const { words, say } = useWords()
  const { filters } = question
  const press = (value: string) =>
    ask({ ...question, filters: filters[facet] === value ? without(filters, facet) : { ...filters, [facet]: value } })
  return (
    <fieldset className="facet">
      <legend>{words.search.facet[facet]}</legend>
      {values.map(({ value, name, count }) => (
        <button key={value} type="button" aria-pressed={filters[facet] === value} onClick={() => press(value)}>
          <span>{say(name)}</span>
          <span className="facet-count">{count}</span>
        </button>
      ))}
    </fieldset>
  )
}

/** What is chosen now, each with a way out. */
export function Chosen({ answer, question, ask }: Props) {
  const { words, say } = useWords()
  const chosen = answer.facets.flatMap(({ facet, values }) => {
    const value = question.filters[facet]
    const name = values.find((one) => one.value === value)?.name
    return value === undefined ? [] : [{ facet, says: name ? say(name) : value }]
  })
  if (chosen.length === 0) return null
  return (
    <p className="chosen">
      {chosen.map(({ facet, says }) => (
        <button
          key={facet}
          type="button"
          aria-label={words.search.without(words.search.facet[facet], says)}
          onClick={() => ask({ ...question, filters: without(question.filters, facet) })}
        >
          {says} <CloseOutlined />
        </button>
      ))}
      {chosen.length > 1 && (
        <button type="button" className="chosen-clear" onClick={() => ask({ ...question, filters: {} })}>
          {words.search.clear}
        </button>
      )}
    </p>
  )
}
