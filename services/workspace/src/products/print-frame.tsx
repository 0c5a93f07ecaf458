import type { ProductView } from '@kitchen/api'
import { Button } from 'antd'
import { useState } from 'react'
import { useWords } from '../words/provider.tsx'
import { fileUrl, has, pagesOf } from './files.ts'

const zooms = [1, 1.5, 2, 3] as const

/** Newspaper pages on grey, with zoom; the PDF itself is one click away. */
export function PrintFrame({ product, title }: { readonly product: ProductView; readonly title: string }) {
  const { words } = useWords()
  const [zoom, setZoom] = useState(0)
  const pages = pagesOf(product)
  const wide = zooms[zoom] ?? 1
  return (
    <figure className="frame frame-print" aria-label={title}>
      <div className="frame-bar">
        <Button size="small" onClick={() => setZoom(Math.max(0, zoom - 1))} disabled={zoom === 0} aria-label={words.frame.zoomOut}>
          −
        </Button>
        <span className="frame-zoom">{zoom === 0 ? words.frame.fit : `${Math.round(wide * 100)}%`}</span>
        <Button
          size="small"
          onClick={() => setZoom(Math.min(zooms.length - 1, zoom + 1))}
          disabled={zoom === zooms.length - 1}
          aria-label={words.frame.zoomIn}
        >
          +
        </Button>
        {has(product, 'page.pdf') && (
          <a className="frame-open" href={fileUrl(product, 'page.pdf')} target="_blank" rel="noreferrer">
            {words.frame.pdf}
          </a>
        )}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reached by keys */}
      <section className="print-desk" tabIndex={0} aria-label={title}>
        {pages.map(({ path }, index) => (
          <img
            key={path}
            src={fileUrl(product, path)}
            alt={words.frame.page(index + 1, pages.length)}
            style={zoom === 0 ? undefined : { width: `${wide * 100}%`, maxWidth: 'none', maxHeight: 'none' }}
            loading="lazy"
          />
        ))}
      </section>
    </figure>
  )
}
