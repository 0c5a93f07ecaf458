import type { ProductView } from '@kitchen/api'
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { askText } from '../api/ask.ts'
import { useWords } from '../words/provider.tsx'
import { fileUrl, has } from './files.ts'

/** The 16:9 picture with a lower third; the prompter beside it. */
export function TvFrame({ product, title }: { readonly product: ProductView; readonly title: string }) {
  const script = useText(product, 'script.txt')
  const lines = (useText(product, 'lower-thirds.txt') ?? '')
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter(Boolean)
  const [at, setAt] = useState(0)
  return (
    <figure className="frame frame-tv" aria-label={title}>
      <div className="tv-side">
        <div className="tv-screen">
          <Picture product={product} title={title} />
          {lines[at] && !has(product, 'preview/video.mp4') && !has(product, 'video.mp4') && <p className="tv-lower">{lines[at]}</p>}
        </div>
        <LowerThirds lines={lines} at={at} choose={setAt} />
      </div>
      {script !== undefined && <Prompter script={script} />}
    </figure>
  )
}

function Picture({ product, title }: { readonly product: ProductView; readonly title: string }) {
  const film = ['preview/video.mp4', 'video.mp4'].find((path) => has(product, path))
  const still = ['still.jpg', 'preview/still.jpg', 'preview/poster.jpg'].find((path) => has(product, path))
  const poster = still && fileUrl(product, still)
  // biome-ignore lint/a11y/useMediaCaption: the words are in the prompter beside it
  if (film) return <video src={fileUrl(product, film)} controls preload="metadata" poster={poster} aria-label={title} />
  return still ? <img src={fileUrl(product, still)} alt={title} /> : null
}

function LowerThirds({
  lines,
  at,
  choose,
}: {
  readonly lines: readonly string[]
  readonly at: number
  readonly choose: (at: number) => void
}) {
  const { words } = useWords()
  if (lines.length === 0) return null
  return (
    <div className="tv-lines">
      <p className="frame-title">{words.frame.lower}</p>
      <ol>
        {lines.map((line, index) => (
          <li key={line}>
            <button type="button" aria-pressed={index === at} onClick={() => choose(index)}>
              {line}
            </button>
          </li>
        ))}
      </ol>
    </div>
  )
}

/** White on black, as an anchor reads it; about four and a half characters a second. */
function Prompter({ script }: { readonly script: string }) {
  const { words } = useWords()
  const [rolling, setRolling] = useState(false)
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (!rolling) return
    const timer = setInterval(() => box.current?.scrollBy(0, 1), 33)
    return () => clearInterval(timer)
  }, [rolling])
  return (
    <div className="prompter">
      <div className="prompter-bar">
        <span>{words.frame.prompter}</span>
        <Button size="small" onClick={() => setRolling(!rolling)} aria-pressed={rolling}>
          {rolling ? words.frame.stop : words.frame.start}
        </Button>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reached by keys */}
      <section className="prompter-text" ref={box} tabIndex={0} aria-label={words.frame.prompter}>
        {script}
      </section>
    </div>
  )
}

function useText(product: ProductView, path: string): string | undefined {
  const there = has(product, path)
  return useQuery({
    queryKey: ['file', product.product, path],
    queryFn: () => askText(fileUrl(product, path)),
    enabled: there,
    staleTime: Number.POSITIVE_INFINITY,
  }).data
}
