import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { similarQuery, useRegion } from '../api/queries.ts'
import { useWho } from '../session/who.tsx'
import { useWords } from '../words/provider.tsx'
import { Time } from '../words/time.tsx'

/** Released stories about the same. Silent where there are none. */
export function Similar({ story }: { readonly story: string }) {
  const { words, say } = useWords()
  const who = useWho()
  const region = useRegion()
  const similar = useQuery(similarQuery(story))
  if (!similar.data || similar.data.length === 0) return null
  return (
    <section className="panel">
      <h2>{words.search.similar}</h2>
      <ol className="history">
        {similar.data.map(({ id, centre, headline, at }) => {
          const house = region.data?.centres.find((one) => one.id === centre)
          return (
            <li key={id}>
              <Link to={centre === who.centre ? `/stories/${id}` : '/offers'}>{headline}</Link>
              {house && centre !== who.centre && <span>{say(house.name)}</span>}
              <Time at={at} />
            </li>
          )
        })}
      </ol>
    </section>
  )
}
