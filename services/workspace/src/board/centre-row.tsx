// biome-ignore-all lint/a11y/noNoninteractiveElementToInteractiveRole: a table is a grid by WAI-ARIA when its cells are reached by arrow keys
import { channels } from '@kitchen/model'
import type { KeyboardEvent } from 'react'
import { useMedia } from '../theme/media.ts'
import { useWords } from '../words/provider.tsx'
import { clockTime } from '../words/times.ts'
import type { Row } from './board.ts'
import type { Cell } from './cell.ts'
import type { Naming } from './naming.ts'
import { Shape } from './shape.tsx'

/** A cell that is looked at, and where it stands on the screen. */
export type Looked = { readonly centre: string; readonly channel: string; readonly box: DOMRect }
export type Reach = {
  readonly at: readonly [row: number, column: number]
  readonly naming: Naming
  readonly open: (cell: Cell) => void
  readonly look: (looked: Looked | null) => void
  readonly focus: (at: readonly [row: number, column: number]) => void
}

/** A centre and its five cells. */
export function CentreRow({ row, index, reach }: { readonly row: Row; readonly index: number; readonly reach: Reach }) {
  const { say } = useWords()
  return (
    <tr>
      <th scope="row">{say(row.centre.name)}</th>
      {row.cells.map((cell, column) => (
        <Box key={channels[column]} cell={cell} place={[index, column]} reach={reach} />
      ))}
    </tr>
  )
}

type BoxProps = { readonly cell: Cell | null; readonly place: readonly [row: number, column: number]; readonly reach: Reach }
function Box({ cell, place, reach }: BoxProps) {
  const { words } = useWords()
  const here = reach.at[0] === place[0] && reach.at[1] === place[1]
  const common = { role: 'gridcell', 'data-at': place.join(), tabIndex: here ? 0 : -1 } as const
  if (!cell) return <td {...common} aria-label={words.board.cell.none} className="board-none" onFocus={() => reach.focus(place)} />
  const { centre, channel } = cell
  const show = (target: HTMLElement) => reach.look({ centre, channel, box: target.getBoundingClientRect() })
  const open = () => {
    reach.look(null)
    reach.open(cell)
  }
  const pressed = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' && event.key !== ' ') return
    event.preventDefault()
    open()
  }
  return (
    <td
      {...common}
      data-cell={`${centre}-${channel}`}
      data-state={cell.state}
      aria-label={reach.naming.label(cell)}
      onMouseOver={(event) => show(event.currentTarget)}
      onFocus={(event) => {
        reach.focus(place)
        if (event.currentTarget.matches(':focus-visible')) show(event.currentTarget)
      }}
      onBlur={() => reach.look(null)}
      onClick={open}
      onKeyDown={pressed}
    >
      <Content cell={cell} />
    </td>
  )
}

/** The shape; with room also the time, and always the percent of what is being made. */
function Content({ cell }: { readonly cell: Cell }) {
  const { language } = useWords()
  const roomy = useMedia('(min-width: 900px)')
  const [first] = cell.items
  const time = roomy && first?.at ? clockTime(first.at, language) : null
  const beside = cell.state === 'making' ? `${first?.percent ?? 0}%` : time
  return (
    <span className="board-cell">
      <Shape state={cell.state} percent={first?.percent ?? 0} />
      {beside !== null && <small>{beside}</small>}
    </span>
  )
}
