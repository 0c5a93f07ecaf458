import type { LedgerLine } from '@kitchen/api'
import { channelNames } from '@kitchen/model'
import { useQuery } from '@tanstack/react-query'
import { Segmented } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { Loaded } from '../api/loaded.tsx'
import { ledgerQuery, useRegion } from '../api/queries.ts'
import { Nothing, Page } from '../session/page.tsx'
import { useWho } from '../session/who.tsx'
import { useWords } from '../words/provider.tsx'
import { Time } from '../words/time.tsx'
import './ledger.css'

type Side = 'given' | 'taken'

/** 采用回流: a month of adoptions, each line with its evidence; sums by centre; the same as a workbook. */
export function LedgerPage() {
  const { words } = useWords()
  const [side, setSide] = useState<Side>('given')
  const [month, setMonth] = useState(() => new Date().toLocaleDateString('en-CA', { timeZone: 'Asia/Shanghai' }).slice(0, 7))
  const lines = useQuery(ledgerQuery(month, side))
  const sides = (['given', 'taken'] as const).map((value) => ({ value, label: words.ledger[value] }))
  return (
    <Page title={words.ledger.title} hint={words.ledger.hint} wide>
      <div className="ledger-bar">
        <Segmented<Side> value={side} onChange={setSide} options={sides} aria-label={words.ledger.title} />
        <label>
          {words.ledger.month} <input type="month" value={month} onChange={({ target }) => target.value && setMonth(target.value)} />
        </label>
        <a href={`/api/ledger.xlsx?month=${month}&side=${side}`} download>
          {words.ledger.excel}
        </a>
      </div>
      <Loaded query={lines} rows={8}>
        {(all) =>
          all.length === 0 ? <Nothing says={words.ledger.none} hint={words.ledger.noneHint} /> : <Ledger lines={all} side={side} />
        }
      </Loaded>
    </Page>
  )
}

function Ledger({ lines, side }: { readonly lines: readonly LedgerLine[]; readonly side: Side }) {
  const { words } = useWords()
  const { head } = words.ledger
  return (
    <>
      <Sums lines={lines} side={side} />
      <div className="ledger-scroll">
        <table className="ledger">
          <thead>
            <tr>
              {Object.entries(head).map(([key, label]) => (
                <th key={key} scope="col">
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <Line key={`${line.copy} ${line.version}`} line={line} />
            ))}
          </tbody>
        </table>
      </div>
    </>
  )
}

function Line({ line }: { readonly line: LedgerLine }) {
  const { words, say } = useWords()
  const region = useRegion()
  const who = useWho()
  const name = (id: string) => {
    const centre = region.data?.centres.find((one) => one.id === id)
    return centre ? say(centre.name) : id
  }
  const copy = line.centre === who.centre ? <Link to={`/stories/${line.copy}`}>{line.copyHeadline}</Link> : line.copyHeadline
  const original = line.origin === who.centre ? <Link to={`/stories/${line.story}`}>{line.headline}</Link> : line.headline
  return (
    <tr data-copy={line.copy}>
      <td>
        <Time at={line.at} />
      </td>
      <td>{name(line.origin)}</td>
      <td>{original}</td>
      <td>{name(line.centre)}</td>
      <td>{line.person}</td>
      <td>{copy}</td>
      <td>
        <details>
          <summary>{words.ledger.share(line.kept, line.characters)}</summary>
          <ol className="ledger-blocks" aria-label={words.ledger.evidence}>
            {Object.entries(line.blocks)
              .filter(([, { of }]) => of > 0)
              .map(([id, { kept, of }], at) => (
                <li key={id}>
                  {words.ledger.block(at + 1)} {kept}/{of}
                </li>
              ))}
          </ol>
        </details>
      </td>
      <td className="ledger-places">
        {line.places.map(({ outlet, channel, url }) => {
          const sign = say({ zh: channelNames[channel].sign, en: channelNames[channel].en })
          return url?.startsWith('http') ? (
            <a key={outlet} href={url} target="_blank" rel="noreferrer">
              {sign}
            </a>
          ) : (
            <span key={outlet}>{sign}</span>
          )
        })}
      </td>
    </tr>
  )
}

function Sums({ lines, side }: { readonly lines: readonly LedgerLine[]; readonly side: Side }) {
  const { words, say } = useWords()
  const region = useRegion()
  const groups = [...Map.groupBy(lines, (line) => (side === 'given' ? line.centre : line.origin))]
  return (
    <dl className="ledger-sums" aria-label={words.ledger.sums}>
      {groups.map(([id, all]) => {
        const centre = region.data?.centres.find((one) => one.id === id)
        const total = (pick: (line: LedgerLine) => number) => all.reduce((sum, line) => sum + pick(line), 0)
        return (
          <div key={id}>
            <dt>{centre ? say(centre.name) : id}</dt>
            <dd>
              {words.ledger.count(new Set(all.map(({ copy }) => copy)).size)} ·{' '}
              {words.ledger.share(
                total(({ kept }) => kept),
                total(({ characters }) => characters),
              )}
            </dd>
          </div>
        )
      })}
    </dl>
  )
}
