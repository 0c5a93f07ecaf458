import { Button } from 'antd'
import { type MouseEvent, useContext } from 'react'
import { useWords } from '../words/provider.tsx'
import { Field } from './fields.tsx'
import type { Host } from './hosts.ts'
import { Sources } from './sources.ts'

/** A picture or video in the text: what it shows, caption, credit, alternative text, and where the eye goes. */
export function Figure({ host }: { readonly host: Host }) {
  const { words } = useWords()
  const isPicture = host.node.type.name === 'picture'
  const source = useContext(Sources).get(String(host.node.attrs.asset))
  return (
    <figure className="figure" data-selected={host.selected || undefined}>
      {isPicture ? (
        <Focusable host={host} url={source?.url ?? null} name={source?.name ?? words.filing.picture} />
      ) : (
        <Film url={source?.url ?? null} film={source?.film ?? null} name={source?.name ?? words.filing.video} />
      )}
      {source?.says && <p className="figure-state">{source.says}</p>}
      <figcaption>
        <Field host={host} name="caption" label={isPicture ? words.filing.caption : words.filing.captionVideo} />
        <div className="figure-line">
          <Field host={host} name="credit" label={words.filing.credit} />
          <Field host={host} name="alt" label={words.filing.alt} />
        </div>
        <Button size="small" type="text" onClick={host.drop}>
          {words.filing.removeBlock}
        </Button>
        {isPicture && host.node.attrs.focus !== null && (
          <Button size="small" type="text" onClick={() => host.set({ focus: null })}>
            {words.filing.focusDrop}
          </Button>
        )}
      </figcaption>
    </figure>
  )
}

function Focusable({ host, url, name }: { readonly host: Host; readonly url: string | null; readonly name: string }) {
  const { words } = useWords()
  if (!url) return <div className="figure-blank">{name}</div>
  const [x, y] = String(host.node.attrs.focus ?? '')
    .split(' ')
    .map(Number)
  const set = (event: MouseEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect()
    const part = (value: number) => Math.min(1, Math.max(0, value)).toFixed(3)
    host.set({ focus: `${part((event.clientX - box.left) / box.width)} ${part((event.clientY - box.top) / box.height)}` })
  }
  return (
    <button type="button" className="focusable" onClick={set} title={words.filing.focus} aria-label={`${name}: ${words.filing.focus}`}>
      <img src={url} alt="" draggable={false} />
      {x !== undefined && y !== undefined && Number.isFinite(x) && Number.isFinite(y) && (
        <span className="focus" style={{ left: `${x * 100}%`, top: `${y * 100}%` }} />
      )}
    </button>
  )
}

function Film({ url, film, name }: { readonly url: string | null; readonly film: string | null; readonly name: string }) {
  // biome-ignore lint/a11y/useMediaCaption: raw footage has no captions yet
  if (film) return <video src={film} controls preload="none" poster={url ?? undefined} aria-label={name} />
  return url ? <img src={url} alt={name} /> : <div className="figure-blank">{name}</div>
}
