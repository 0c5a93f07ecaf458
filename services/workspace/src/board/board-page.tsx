import type { DeliveryView, ProductView, RegionView, StoryView } from '@kitchen/api'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link, useParams } from 'react-router'
import { Loaded } from '../api/loaded.tsx'
import { deliveriesQuery, productsQuery, storyQuery, useRegion } from '../api/queries.ts'
import { Nothing, Page } from '../session/page.tsx'
import { Correction } from '../story/correction.tsx'
import { useWords } from '../words/provider.tsx'
import './board.css'
import { boardOf, itemsIn } from './board.ts'
import type { CellState } from './cell.ts'
import { CellDrawer } from './drawer.tsx'
import { Grid } from './grid.tsx'
import { useNaming } from './naming.ts'
import { sentenceOf } from './sentence.ts'
import { Shape } from './shape.tsx'

/** A story's products at every centre: one sentence, then the grid. */
export function BoardPage() {
  const { id = '' } = useParams()
  const region = useRegion()
  const story = useQuery(storyQuery(id))
  const out = story.data?.state === 'released' ? story.data.version : undefined // what a dropped correction left behind is not shown
  const products = useQuery({ ...productsQuery(id, out), enabled: story.data !== undefined })
  const deliveries = useQuery(deliveriesQuery(id))
  return (
    <Loaded query={region} rows={12} page>
      {(all) => (
        <Loaded query={story} rows={12} page>
          {(one) => (
            <Loaded query={products} rows={12} page>
              {(made) => (
                <Loaded query={deliveries} rows={12} page>
                  {(sent) => <Board region={all} story={one} products={made} deliveries={sent} />}
                </Loaded>
              )}
            </Loaded>
          )}
        </Loaded>
      )}
    </Loaded>
  )
}

type Told = {
  readonly region: RegionView
  readonly story: StoryView
  readonly products: readonly ProductView[]
  readonly deliveries: readonly DeliveryView[]
}
function Board({ region, story, products, deliveries }: Told) {
  const { words, say } = useWords()
  const naming = useNaming(region)
  const [opened, setOpened] = useState<string | null>(null)
  const groups = boardOf(region, { story, products, deliveries })
  const items = itemsIn(groups)
  const recalled = story.state === 'recalled'
  const cells = groups.flatMap(({ rows }) => rows.flatMap((row) => row.cells))
  const cell = cells.find((one) => one && `${one.centre}.${one.channel}` === opened) ?? null
  return (
    <Page
      title={`${words.board.title}：${story.headline || words.home.untitled}`}
      wide
      actions={<Link to={`/stories/${story.id}`}>{words.story.look}</Link>}
    >
      {items.length === 0 ? (
        <Nothing says={words.board.none} hint={words.board.noneHint} />
      ) : (
        <>
          <p className="board-sentence" role="status">
            {sentenceOf(items, { words, say, centre: naming.centre, channel: naming.channel, recalled })}
          </p>
          <Correction story={story} />
          <div className="board-body">
            <Grid region={region} groups={groups} recalled={recalled} open={(one) => setOpened(`${one.centre}.${one.channel}`)} />
            <Aside region={region} story={story} />
          </div>
        </>
      )}
      <CellDrawer region={region} story={story} cell={cell} close={() => setOpened(null)} />
    </Page>
  )
}

const shown: readonly CellState[] = ['waiting', 'making', 'made', 'delivered', 'person', 'refused', 'recalling', 'recalled', 'stale']

/** The key, who authorised the others, and who presses 群发 here. */
function Aside({ region, story }: { readonly region: RegionView; readonly story: StoryView }) {
  const { words } = useWords()
  return (
    <aside className="board-aside" aria-label={words.board.legend}>
      <ul className="board-legend">
        {shown.map((state) => (
          <li key={state}>
            <Shape state={state} percent={30} /> {words.board.cell[state]}
          </li>
        ))}
      </ul>
      <p className="board-keys">{words.board.keys}</p>
      <Standing region={region} story={story} />
      {region.sample && <p>{words.board.simulator}</p>}
    </aside>
  )
}

function Standing({ region, story }: { readonly region: RegionView; readonly story: StoryView }) {
  const { words, say } = useWords()
  const naming = useNaming(region)
  const others = [
    ...new Map(
      (story.sealed?.outlets ?? []).flatMap(({ outlet, authorisedBy }) =>
        authorisedBy ? [[outlet.slice(0, 6), authorisedBy] as const] : [],
      ),
    ),
  ]
  if (others.length === 0) return null
  const name = (id: string) => {
    const person = region.people.find((one) => one.id === id)
    return person ? say(person.name) : id
  }
  const some =
    words.list(others.slice(0, 3).map(([centre, person]) => `${naming.centre(centre)} ${name(person)}`)) + (others.length > 3 ? '…' : '')
  return (
    <details>
      <summary>{words.board.standing(others.length, some)}</summary>
      <ul>
        {others.map(([centre, person]) => (
          <li key={centre}>
            {naming.centre(centre)} {name(person)}
          </li>
        ))}
      </ul>
    </details>
  )
}
