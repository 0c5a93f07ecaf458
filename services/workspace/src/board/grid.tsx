// biome-ignore-all lint/a11y/noNoninteractiveElementToInteractiveRole: a table is a grid by WAI-ARIA when its cells are reached by arrow keys
import type { RegionView } from '@kitchen/api'
import { channelNames, channels, type Level } from '@kitchen/model'
import { type KeyboardEvent, useRef, useState } from 'react'
import { useWords } from '../words/provider.tsx'
import { columnOf, type Group, sumOf } from './board.ts'
import type { Cell } from './cell.ts'
import { CentreRow, type Looked, type Reach } from './centre-row.tsx'
import { Detail } from './detail.tsx'
import { moved } from './moves.ts'
import { useNaming } from './naming.ts'

type Props = {
  readonly region: RegionView
  readonly groups: readonly Group[]
  readonly recalled: boolean
  readonly open: (cell: Cell) => void
}

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
  const reach: Reach = { at, naming, open, look: setLooked, focus: setAt }
  const seen = rows.flatMap(({ cells }) => cells).find((cell) => cell?.centre === looked?.centre && cell?.channel === looked?.channel)
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: leaving the grid with the mouse closes the detail
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
              group.rows.map((row) => <CentreRow key={row.centre.id} row={row} index={rows.indexOf(row)} reach={reach} />)}
          </tbody>
        ))}
      </table>
      {looked && seen && <Detail cell={seen} box={looked.box} naming={naming} />}
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
