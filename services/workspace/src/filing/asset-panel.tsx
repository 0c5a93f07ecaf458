import { type RenditionsView, renditionsView, type StoryView } from '@kitchen/api'
import { Button, Switch } from 'antd'
import { useId } from 'react'
import { ask } from '../api/ask.ts'
import { useDoing } from '../api/doing.ts'
import { useRegion } from '../api/queries.ts'
import { assetOf } from '../uploads/line.ts'
import { UploadList } from '../uploads/upload-list.tsx'
import { useUploads } from '../uploads/use-uploads.ts'
import { size } from '../words/amounts.ts'
import { useWords } from '../words/provider.tsx'
import { AsideList } from './aside-list.tsx'
import type { Known } from './use-sources.ts'

type Kind = 'picture' | 'video'
type Props = {
  readonly story: StoryView
  readonly sources: ReadonlyMap<string, Known>
  readonly used: readonly string[]
  readonly mustCarry: boolean
  readonly setMustCarry: (on: boolean) => void
  readonly bring: (files: readonly File[]) => void
  readonly insert: (asset: string, kind: Kind) => void
}
/** HEIC is named apart: not every browser counts it among the pictures. */
export const accepted = 'image/*,.heic,.heif,video/*,audio/*,.mxf,.docx,.md,.txt,.html,.htm'

/** Must-carry, and what belongs to the story: on its way, arrived, transcoded. */
export function AssetPanel(props: Props) {
  const { words } = useWords()
  const { story, sources, used, bring } = props
  const lines = useUploads().filter((line) => line.story === story.id && line.state !== 'done')
  const moving = new Set(lines.map(assetOf))
  const arrived = [...sources].filter(([id, { asset }]) => asset && !moving.has(id))
  return (
    <aside className="filing-side" aria-label={words.assets.title}>
      <MustCarry {...props} />
      <h2>{words.assets.title}</h2>
      <label className="pick pick-wide">
        {words.assets.add}
        <input
          type="file"
          multiple
          accept={accepted}
          onChange={({ target }) => {
            bring([...(target.files ?? [])])
            target.value = ''
          }}
        />
      </label>
      <p className="side-hint">{words.assets.hint}</p>
      {lines.length > 0 && <UploadList lines={lines} />}
      <ul className="assets">
        {arrived.map(([id, known]) => (
          <Arrived key={id} id={id} known={known} used={used.includes(id)} insert={props.insert} />
        ))}
      </ul>
      <AsideList story={story.id} />
    </aside>
  )
}

function MustCarry({ story, mustCarry, setMustCarry }: Props) {
  const { words } = useWords()
  const region = useRegion()
  const id = useId()
  const allowed =
    story.origin === null && story.published === null && (region.data?.standing.some(({ from }) => from === story.centre) ?? false)
  if (!allowed) return null
  return (
    <div className="must-carry">
      <label htmlFor={id}>{words.filing.mustCarry}</label>
      <Switch id={id} checked={mustCarry} onChange={setMustCarry} aria-describedby={`${id}-hint`} />
      <p id={`${id}-hint`}>{words.filing.mustCarryHint}</p>
    </div>
  )
}

function Arrived({
  id,
  known,
  used,
  insert,
}: {
  readonly id: string
  readonly known: Known
  readonly used: boolean
  readonly insert: Props['insert']
}) {
  const { words } = useWords()
  const { asset, url, name, kind, says, rendering } = known
  const usable = asset?.state !== 'refused' && (kind === 'photo' || kind === 'video')
  return (
    <li className="asset">
      {url ? <img src={url} alt="" /> : <span className="upload-blank" aria-hidden />}
      <div>
        <p className="upload-name" title={name}>
          {name}
        </p>
        <p className="upload-facts">
          {asset && <span>{size(asset.bytes)}</span>}
          <span>{says ?? (rendering?.state === 'done' ? words.assets.rendered : words.assets.state.done)}</span>
          {asset?.aigc && <span>{words.assets.label}</span>}
        </p>
        <div className="upload-buttons">
          {used ? (
            <span className="asset-used">{words.assets.inserted}</span>
          ) : (
            usable && (
              <Button size="small" type="text" onClick={() => insert(id, kind === 'video' ? 'video' : 'picture')}>
                {words.assets.insert}
              </Button>
            )
          )}
          {rendering && <Steer rendering={rendering} />}
        </div>
      </div>
    </li>
  )
}

/** Pause, go on, try again: the transcoding of one asset. */
function Steer({ rendering }: { readonly rendering: RenditionsView }) {
  const { words } = useWords()
  const steer = useDoing({
    act: (what: 'pause' | 'resume' | 'retry') => ask(renditionsView, `/api/renditions/${rendering.asset}`, 'POST', { do: what }),
    renews: [['renditions']],
  })
  const button = (what: 'pause' | 'resume' | 'retry', says: string) => (
    <Button size="small" type="text" loading={steer.isPending} onClick={() => steer.mutate(what)}>
      {says}
    </Button>
  )
  switch (rendering.state) {
    case 'working':
    case 'waiting':
      return button('pause', words.assets.pause)
    case 'paused':
      return button('resume', words.assets.resume)
    case 'failed':
      return button('retry', words.assets.retry)
    case 'done':
      return null
  }
}
