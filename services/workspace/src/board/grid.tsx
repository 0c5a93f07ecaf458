import type { RegionView } from '@kitchen/api'
import { channelNames, channels, type Level } from '@kitchen/model'
import { type KeyboardEvent, useRef, useState } from 'react'
import { useMedia } from '../theme/media.ts'
import { useWords } from '../words/provider.tsx'
import { clockTime } from '../words/times.ts'
import { columnOf, type Group, type Row, sumOf } from './board.ts'
import type { Cell } from './cell.ts'
import { Detail } from './detail.tsx'
import { moved } from './moves.ts'
import { useNaming } from './naming.ts'
import { Shape } from './shape.tsx'

type Props = {
  readonly region: RegionView
  readonly groups: readonly Group[]
  readonly recalled: boolean
  readonly open: (cell: Cell) => void
}
type Looked = { readonly cell: Cell; readonly box: DOMRect }

/** The 20 × 5 grid: arrows move, Enter opens; hover and focus tell more. */
export function Grid({ region, groups, recalled, open }: Props) {
  const { words, say } = useWords()
  const [folded, setFolded] = useState<ReadonlySet<Level>>(new Set())
  const [at, setAt] = useState<readonly [number, number]>([0, 0])
  const [looked, setLooked] = useState<Looked | null>(null)
  const table = useRef<HTMLTableElement>(null)
  const naming = useNaming(region)
  const rows = groups.flatMap((group) => (folded.has(group.level) ? [] : group.rows))
  const pressed = (event: KeyboardEvent) => {
    const next = moved(at, event.key, rows.length, channels.length)
    if (next === at) return
    event.preventDefault()
    setAt(next)
    table.current?.querySelector<HTMLElement>(`[data-at="${next[0]},${next[1]}"]`)?.focus()
  }
  const fold = (level: Level) =>
    setFolded((now) => (now.has(level) ? new Set([...now].filter((one) => one !== level)) : new Set([...now, level])))
  return (
    <div className="board-scroll" onMouseLeave={() => setLooked(null)}>
      <table ref={table} role="grid" className="board" aria-label={words.board.grid} onKeyDown={pressed}>
        <thead>
          <tr>
            <th scope="col">{words.board.centre}</th>
            {channels.map((channel) => (
              <th key={channel} scope="col">
                <abbr title={say(channelNames[channel])}>{say({ zh: channelNames[channel].sign, en: channelNames[channel].en })}</abbr>
              </th>
            ))}
          </tr>
        </thead>
        {groups.map((group) => (
          <tbody key={group.level}>
            <GroupRow group={group} folded={folded.has(group.level)} recalled={recalled} fold={() => fold(group.level)} />
            {!folded.has(group.level) &&
              group.rows.map((row) => (
                <CentreRow
                  key={row.centre.id}
                  row={row}
                  index={rows.indexOf(row)}
                  at={at}
                  naming={naming}
                  open={open}
                  look={setLooked}
                  focus={setAt}
                />
              ))}
          </tbody>
        ))}
      </table>
      {looked && <Detail cell={looked.cell} box={looked.box} naming={naming} />}
    </div>
  )
}

function GroupRow({
  group,
  folded,
  recalled,
  fold,
}: {
  readonly group: Group
  readonly folded: boolean
  readonly recalled: boolean
  readonly fold: () => void
}) {
  const { words } = useWords()
  return (
    <tr className="board-group">
      <th scope="rowgroup">
        <button type="button" aria-expanded={!folded} onClick={fold}>
          <span aria-hidden>{folded ? '▸' : '▾'}</span> {words.board.groups[group.level]}
        </button>
      </th>
      {channels.map((channel, column) => {
        const { done, all } = sumOf(columnOf(group.rows, column), recalled)
        return <td key={channel}>{all > 0 && words.board.sum(done, all)}</td>
      })}
    </tr>
  )
}

type RowProps = {
  readonly row: Row
  readonly index: number
  readonly at: readonly [number, number]
  readonly naming: ReturnType<typeof useNaming>
  readonly open: (cell: Cell) => void
  readonly look: (looked: Looked | null) => void
  readonly focus: (at: readonly [number, number]) => void
}
function CentreRow({ row, index, at, naming, open, look, focus }: RowProps) {
  const { words, say, language } = useWords()
  const roomy = useMedia('(min-width: 900px)')
  return (
    <tr>
      <th scope="row">{say(row.centre.name)}</th>
      {row.cells.map((cell, column) => {
        const here = at[0] === index && at[1] === column
        const place = `${index},${column}`
        const key = channels[column]
        if (!cell)
          return (
            <td
              key={key}
              role="gridcell"
              data-at={place}
              tabIndex={here ? 0 : -1}
              aria-label={words.board.cell.none}
              className="board-none"
            />
          )
        const [first] = cell.items
        const show = (target: HTMLElement) => look({ cell, box: target.getBoundingClientRect() })
        return (
          // biome-ignore lint/a11y/useKeyWithMouseEvents: focus shows the same
          <td
            key={key}
            role="gridcell"
            data-at={place}
            data-cell={`${cell.centre}-${cell.channel}`}
            data-state={cell.state}
            tabIndex={here ? 0 : -1}
            aria-label={naming.label(cell)}
            onMouseOver={(event) => show(event.currentTarget)}
            onFocus={(event) => {
              focus([index, column])
              if (event.currentTarget.matches(':focus-visible')) show(event.currentTarget)
            }}
            onBlur={() => look(null)}
            onClick={() => {
              look(null)
              open(cell)
            }}
            onKeyDown={(event) => {
              if (event.key === 'Enter' || event.key === ' ') {
                event.preventDefault()
                look(null)
                open(cell)
              }
            }}
          >
            <span className="board-cell">
              <Shape state={cell.state} percent={first?.percent ?? 0} />
              {roomy && (
                <small>
                  {first && shortOf(first.state === 'making' ? `${first.percent}%` : first.at ? clockTime(first.at, language) : '')}
                </small>
              )}
              {!roomy && cell.state === 'making' && <small>{first?.percent}%</small>}
            </span>
          </td>
        )
      })}
    </tr>
  )
}

const shortOf = (text: string) => text
