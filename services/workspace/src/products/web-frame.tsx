import type { ProductView } from '@kitchen/api'
import { Segmented } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { useWords } from '../words/provider.tsx'
import { fileUrl } from './files.ts'
import { PageFrame } from './page-frame.tsx'

const widths = { phone: 390, desk: 1200 } as const

/** A browser at phone and desk width; a page wider than the screen is scaled down whole. */
export function WebFrame({
  product,
  title,
  address,
}: {
  readonly product: ProductView
  readonly title: string
  readonly address: string | null
}) {
  const { words } = useWords()
  const [kind, setKind] = useState<'phone' | 'desk'>(() => (matchMedia('(max-width: 900px)').matches ? 'phone' : 'desk'))
  const [box, room] = useRoom()
  const width = widths[kind]
  const scale = Math.min(1, room / width)
  return (
    <figure className="frame frame-web" aria-label={title}>
      <div className="frame-bar">
        <span className="frame-address">{address ?? `/sites/${product.centre}/stories/${product.story}/`}</span>
        <Segmented
          size="small"
          aria-label={title}
          value={kind}
          onChange={setKind}
          options={[
            { value: 'desk', label: words.frame.desk },
            { value: 'phone', label: words.frame.phone },
          ]}
        />
      </div>
      <div className="web-room" ref={box}>
        <div className="web-page" style={{ width: width * scale }}>
          <div style={{ width, height: `${100 / scale}%`, transform: `scale(${scale})`, transformOrigin: '0 0' }}>
            <PageFrame src={fileUrl(product, 'index.html')} title={title} />
          </div>
        </div>
      </div>
    </figure>
  )
}

/** How wide the frame's room is, live. */
function useRoom() {
  const box = useRef<HTMLDivElement>(null)
  const [room, setRoom] = useState(800)
  useEffect(() => {
    const watch = new ResizeObserver(([entry]) => entry && setRoom(Math.max(240, entry.contentRect.width)))
    if (box.current) watch.observe(box.current)
    return () => watch.disconnect()
  }, [])
  return [box, room] as const
}
