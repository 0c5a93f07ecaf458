import type { SearchHits } from '@kitchen/api'
import { channelNames } from '@kitchen/model'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { renditionsQuery, useRegion } from '../api/queries.ts'
import { useWho } from '../session/who.tsx'
import { useWords } from '../words/provider.tsx'
import { Time } from '../words/time.tsx'
import { Marked } from './marked.tsx'

type One = SearchHits['hits'][number]

/** One thing that was found: a story, or an asset with its picture. Another centre's story is read where it is offered. */
export function Hit({ hit, query }: { readonly hit: One; readonly query: string }) {
  const { words, say } = useWords()
  const who = useWho()
  const region = useRegion()
  const centre = region.data?.centres.find(({ id }) => id === hit.centre)
  const to = hit.centre === who.centre ? hit.story && `/stories/${hit.story}` : '/offers'
  const headline = hit.headline === '' ? words.search.unnamed : <Marked text={hit.headline} query={query} />
  return (
    <li data-hit={hit.id}>
      {(hit.kind === 'photo' || hit.kind === 'video') && hit.centre === who.centre && <Thumbnail asset={hit.id} />}
      <div>
        {to ? (
          <Link className="found-headline" to={to}>
            {headline}
          </Link>
        ) : (
          <span className="found-headline">{headline}</span>
        )}
        <p className="found-extract">
          <Marked text={hit.extract} query={query} />
        </p>
        <p className="found-facts">
          <span>{words.search.kind[hit.kind]}</span>
          {centre && <span>{say(centre.name)}</span>}
          {hit.channels.length > 0 && (
            <span title={hit.channels.map((one) => say(channelNames[one])).join(' ')}>
              {hit.channels.map((one) => channelNames[one].sign).join(' ')}
            </span>
          )}
          <Time at={hit.at} />
        </p>
      </div>
    </li>
  )
}

/** The smallest picture of it, once there is one. */
function Thumbnail({ asset }: { readonly asset: string }) {
  const known = useQuery(renditionsQuery([asset]))
  const pictures = (known.data?.[0]?.renditions ?? []).filter(
    ({ mediaType }) => mediaType.startsWith('image/') && mediaType !== 'image/avif',
  )
  const smallest = pictures.toSorted((a, b) => (a.width ?? 0) - (b.width ?? 0))[0]
  return smallest ? <img className="found-picture" src={smallest.url} alt="" loading="lazy" /> : <span className="found-picture" />
}
