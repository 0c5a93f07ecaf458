import type { OfferBoard, RegionView } from '@kitchen/api'
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { Loaded } from '../api/loaded.tsx'
import { givenQuery, useRegion } from '../api/queries.ts'
import { Forbidden } from '../session/no-page.tsx'
import { Nothing, Page } from '../session/page.tsx'
import { mayDo, useWho } from '../session/who.tsx'
import { useWords } from '../words/provider.tsx'
import { Time } from '../words/time.tsx'
import './given.css'
import { Stage } from './stage.tsx'
import { TermsDialog } from './terms-dialog.tsx'

type Row = OfferBoard['rows'][number]
type Cell = Row['cells'][number]

/** What my centre has offered: each story, each centre, how far, in whose hands; live. */
export function GivenPage() {
  const { words } = useWords()
  const who = useWho()
  const given = useQuery(givenQuery)
  if (!mayDo(who, 'offer.adopt')) return <Forbidden />
  return (
    <Page title={words.given.title} hint={words.given.hint} actions={<Link to="/ledger">{words.given.ledger}</Link>} wide>
      <Loaded query={given} rows={8}>
        {(rows) => (rows.length === 0 ? <Nothing says={words.given.none} hint={words.given.noneHint} /> : <Rows rows={rows} />)}
      </Loaded>
    </Page>
  )
}

function Rows({ rows }: { readonly rows: readonly Row[] }) {
  const region = useRegion()
  const [terms, setTerms] = useState<Row | null>(null)
  return (
    <>
      <ul className="given">
        {rows.map((row) => (
          <Story key={row.story} row={row} region={region.data} edit={() => setTerms(row)} />
        ))}
      </ul>
      {terms && region.data && <TermsDialog key={terms.story} row={terms} region={region.data} close={() => setTerms(null)} />}
    </>
  )
}

function Story({ row, region, edit }: { readonly row: Row; readonly region: RegionView | undefined; readonly edit: () => void }) {
  const { words } = useWords()
  const who = useWho()
  const taken = row.cells.filter(({ copy, stage }) => copy && stage !== 'recalled').length
  const out = row.cells.filter(({ stage }) => stage === 'delivered').length
  return (
    <li className="given-story" data-offered={row.story}>
      <div className="given-head">
        <Link to={`/stories/${row.story}`} className="offer-headline">
          {row.headline || words.home.untitled}
        </Link>
        <span className="given-facts">
          {words.offers.version(row.version)} · {words.original.leave[row.terms.leave]} · {words.given.sum(taken, row.cells.length, out)} ·{' '}
          <Time at={row.at} />
        </span>
        {mayDo(who, 'story.release') && (
          <Button size="small" onClick={edit}>
            {words.given.terms}
          </Button>
        )}
      </div>
      <ul className="given-cells">
        {row.cells.map((cell) => (
          <CellView key={cell.centre} cell={cell} region={region} />
        ))}
      </ul>
    </li>
  )
}

function CellView({ cell, region }: { readonly cell: Cell; readonly region: RegionView | undefined }) {
  const { words, say } = useWords()
  const centre = region?.centres.find(({ id }) => id === cell.centre)
  const name = centre ? say(centre.name) : cell.centre
  const more = [
    cell.stage === 'localised' ? words.given.signatures(cell.signatures) : '',
    cell.waits ? words.given.waits : '',
    cell.asked > 0 ? words.given.asked(cell.asked) : '',
    cell.unread > 0 ? words.given.unread(cell.unread) : '',
  ].filter((part) => part !== '')
  return (
    <li
      className="given-cell"
      data-centre={cell.centre}
      data-stage={cell.stage}
      title={words.given.cell(name, words.given.stage[cell.stage], cell.person ?? '')}
    >
      <Stage stage={cell.stage} />
      <span className="given-centre">{name}</span>
      <span className="given-stage">{words.given.stage[cell.stage]}</span>
      {cell.person && <span className="given-person">{cell.person}</span>}
      {more.length > 0 && <span className="given-more">{more.join(' · ')}</span>}
    </li>
  )
}
