import type { ReactNode } from 'react'
import { size } from '../words/amounts.ts'
import { useWords } from '../words/provider.tsx'
import { Time } from '../words/time.tsx'
import type { Cell, Item } from './cell.ts'
import type { Naming } from './naming.ts'
import { Shape } from './shape.tsx'

/** Time, size and reason of a cell, floating beside it. */
export function Detail({ cell, box, naming }: { readonly cell: Cell; readonly box: DOMRect; readonly naming: Naming }) {
  const below = box.bottom + 190 < innerHeight
  const left = Math.max(8, Math.min(innerWidth - 288, box.left + box.width / 2 - 140))
  return (
    <div className="board-detail" aria-hidden style={below ? { left, top: box.bottom + 4 } : { left, bottom: innerHeight - box.top + 4 }}>
      {cell.items.map((item) => (
        <One key={item.outlet} item={item} naming={naming} />
      ))}
    </div>
  )
}

function One({ item, naming }: { readonly item: Item; readonly naming: Naming }) {
  const { words } = useWords()
  const bytes = item.product?.files.filter(({ path }) => !path.startsWith('preview/')).reduce((sum, file) => sum + file.bytes, 0) ?? 0
  const why = naming.why(item)
  return (
    <div>
      <p className="board-detail-head">
        <Shape state={item.state} percent={item.percent} /> {naming.centre(item.centre)} {naming.channel(item)} · {naming.state(item)}
      </p>
      <dl>
        {item.at && <Fact name={words.board.at} value={<Time at={item.at} />} />}
        {bytes > 0 && <Fact name={words.board.size} value={size(bytes)} />}
        {item.delivery && item.delivery.tries > 1 && <Fact name="" value={words.board.tries(item.delivery.tries)} />}
        {why && <Fact name={words.board.why} value={why} />}
      </dl>
    </div>
  )
}

const Fact = ({ name, value }: { readonly name: string; readonly value: ReactNode }) => (
  <>
    <dt>{name}</dt>
    <dd>{value}</dd>
  </>
)
