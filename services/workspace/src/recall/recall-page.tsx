import type { RecallView, RegionView, StoryView } from '@kitchen/api'
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { Link, useParams } from 'react-router'
import { Loaded } from '../api/loaded.tsx'
import { copiesQuery, recallQuery, storyQuery, useRegion } from '../api/queries.ts'
import { useNaming } from '../board/naming.ts'
import '../board/board.css'
import { useNames } from '../session/names.ts'
import { Nothing, Page } from '../session/page.tsx'
import { useNow } from '../words/now.ts'
import { useWords } from '../words/provider.tsx'
import { Time } from '../words/time.tsx'
import { fullTime } from '../words/times.ts'
import './recall.css'
import { sumOf } from './sum.ts'
import { Targets } from './targets.tsx'

/** 撤稿台: who ordered what, how many are gone and how many not, and each outlet with its proof or its person. Prints as a report. */
export function RecallPage() {
  const { id = '' } = useParams()
  const region = useRegion()
  const story = useQuery(storyQuery(id))
  const recall = useQuery(recallQuery(id))
  return (
    <Loaded query={region} rows={12} page>
      {(all) => (
        <Loaded query={story} rows={12} page>
          {(one) => (
            <Loaded query={recall} rows={12} page>
              {(view) => <Board region={all} story={one} recall={view} />}
            </Loaded>
          )}
        </Loaded>
      )}
    </Loaded>
  )
}

type Told = { readonly region: RegionView; readonly story: StoryView; readonly recall: RecallView }
function Board({ region, story, recall }: Told) {
  const { words, language } = useWords()
  const now = useNow()
  const title = `${words.recalls.title}：${story.published?.headline ?? story.headline}`
  const print = recall.targets.length > 0 && <Button onClick={() => window.print()}>{words.recalls.print}</Button>
  return (
    <Page
      title={title}
      wide
      actions={
        <>
          <Link to={`/stories/${story.id}`}>{words.story.look}</Link>
          {print}
        </>
      }
    >
      {recall.orders.length === 0 ? (
        <Nothing says={words.recalls.none} hint={words.recalls.noneHint} />
      ) : (
        <>
          <Sentence region={region} recall={recall} />
          <Orders region={region} recall={recall} />
          <Targets region={region} recall={recall} />
          <p className="recall-reported">{words.recalls.reported(fullTime(now.toISOString(), language))}</p>
        </>
      )}
    </Page>
  )
}

function Sentence({ region, recall }: { readonly region: RegionView; readonly recall: RecallView }) {
  const { words } = useWords()
  const naming = useNaming(region)
  const now = useNow()
  const copies = useQuery(copiesQuery(recall.story))
  const { all, gone, overdue, unheard } = sumOf(recall, copies.data ?? [], now)
  const { media } = recall
  const parts = [
    gone === all ? words.recalls.allGone(all) : words.recalls.gone(gone, all),
    ...(gone === all ? [] : [words.recalls.missing(all - gone)]),
    ...(overdue > 0 ? [words.recalls.overdue(overdue)] : []),
    ...(media.all > 0 ? [words.recalls.media(media.gone, media.all)] : []),
    ...(unheard.length > 0 ? [words.recalls.unheard(words.list(unheard.map(naming.centre)))] : []),
  ]
  return (
    <p className="board-sentence" role="status">
      {parts.join(words.board.and) + words.board.stop}
    </p>
  )
}

function Orders({ region, recall }: { readonly region: RegionView; readonly recall: RecallView }) {
  const { words } = useWords()
  const naming = useNaming(region)
  const nameOf = useNames()
  const place = (outlet: string) => {
    const found = region.centres.find(({ id }) => id === outlet.slice(0, 6))?.outlets.find(({ id }) => id === outlet)
    return `${naming.centre(outlet.slice(0, 6))}${found ? naming.channel(found) : ''}`
  }
  return (
    <ul className="recall-orders">
      {recall.orders.map(({ person, reason, at, outlets }) => (
        <li key={`${person} ${at}`}>
          {words.recalls.order(nameOf(person, person), reason)} <Time at={at} />
          {outlets && <span className="recall-part">{words.recalls.part(words.list(outlets.map(place)))}</span>}
        </li>
      ))}
    </ul>
  )
}
