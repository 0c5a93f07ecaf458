import { useQuery } from '@tanstack/react-query'
import { copiesQuery, useRegion } from '../api/queries.ts'
import { useWords } from '../words/provider.tsx'
import { Time } from '../words/time.tsx'

/** Who took the story over. Silent when nobody did. */
export function Copies({ story }: { readonly story: string }) {
  const { words, say } = useWords()
  const region = useRegion()
  const copies = useQuery(copiesQuery(story))
  if (!copies.data || copies.data.length === 0) return null
  return (
    <section className="panel">
      <h2>{words.story.copies}</h2>
      <ol className="history">
        {copies.data.map((copy) => {
          const centre = region.data?.centres.find(({ id }) => id === copy.centre)
          return (
            <li key={copy.copy}>
              <span className="history-what">{centre ? say(centre.name) : copy.centre}</span>
              <span>{copy.person}</span>
              <Time at={copy.at} />
              {copy.recalledAt && <p>{words.story.copyRecalled}</p>}
            </li>
          )
        })}
      </ol>
    </section>
  )
}
