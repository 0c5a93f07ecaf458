import type { ProductView } from '@kitchen/api'
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { askText } from '../api/ask.ts'
import { useWords } from '../words/provider.tsx'
import { fileUrl, has } from './files.ts'
import { type LowerThird, lowerThirdsOf } from './lower-thirds.ts'

/** The 16:9 picture with a lower third; the prompter beside it. A film starts without one, a still with the first. */
export function TvFrame({ product, title }: { readonly product: ProductView; readonly title: string }) {
  const script = useText(product, 'script.txt')
  const thirds = lowerThirdsOf(useText(product, 'lower-thirds.txt') ?? '')
  const [chosen, setChosen] = useState<number | null>()
  const at = chosen === undefined ? (filmOf(product) ? null : 0) : chosen
  const shown = at === null ? undefined : thirds[at]
  return (
    <figure className="frame frame-tv" aria-label={title}>
      <div className="tv-side">
        <div className="tv-screen">
          <Picture product={product} title={title} />
          {shown && (
            <p className="tv-lower">
              {shown.large}
              {shown.small && <small>{shown.small}</small>}
            </p>
          )}
        </div>
        <LowerThirds thirds={thirds} at={at} choose={(index) => setChosen(index === at ? null : index)} />
      </div>
      {script !== undefined && <Prompter script={script} />}
    </figure>
  )
}

const filmOf = (product: ProductView) => ['preview/video.mp4', 'video.mp4'].find((path) => has(product, path))

function Picture({ product, title }: { readonly product: ProductView; readonly title: string }) {
  const film = filmOf(product)
  const still = ['still.jpg', 'preview/still.jpg', 'preview/poster.jpg'].find((path) => has(product, path))
  const poster = still && fileUrl(product, still)
  // biome-ignore lint/a11y/useMediaCaption: the words are in the prompter beside it
  if (film) return <video src={fileUrl(product, film)} controls preload="metadata" poster={poster} aria-label={title} />
  return still ? <img src={fileUrl(product, still)} alt={title} /> : null
}

type Thirds = { readonly thirds: readonly LowerThird[]; readonly at: number | null; readonly choose: (at: number) => void }
function LowerThirds({ thirds, at, choose }: Thirds) {
  const { words } = useWords()
  if (thirds.length === 0) return null
  return (
    <div className="tv-lines">
      <p className="frame-title">{words.frame.lower}</p>
      <ol>
        {thirds.map((third, index) => (
          <li key={`${third.kind}${third.large}`}>
            <button type="button" aria-pressed={index === at} onClick={() => choose(index)}>
              {third.kind && <span>{third.kind}</span>} {third.large} {third.small && <small>{third.small}</small>}
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
