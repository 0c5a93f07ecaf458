import type { StoryView } from '@kitchen/api'
import { Button } from 'antd'
import { Link } from 'react-router'
import { useNow } from '../words/now.ts'
import { useWords } from '../words/provider.tsx'
import { shortTime } from '../words/times.ts'
import type { SaveState } from './saver.ts'

type Props = {
  readonly story: StoryView
  readonly state: SaveState
  readonly count: number
  readonly busy: boolean
  readonly ready: { readonly headline: boolean; readonly text: boolean }
  /** Photographs and films that arrived and that the text does not show: no product will have them. */
  readonly loose: number
  readonly save: () => void
  readonly go: (what: 'file' | 'seal') => void
  readonly resolve: () => void
}

/** Where the words are safe, how many, and the next step. */
export function FilingBar({ story, state, count, ready, loose, busy, save, go, resolve }: Props) {
  const { words } = useWords()
  const missing = ready.headline ? (ready.text ? null : words.filing.noText) : words.filing.noHeadline
  const advice = missing ?? (loose > 0 ? words.filing.loose(loose) : null)
  const { file, seal } = story.may
  return (
    <div className="filing-bar">
      <h1>{words.filing.title}</h1>
      <Saved state={state} save={save} resolve={resolve} />
      <span className="filing-count" title={words.filing.count}>
        {words.characters(count)}
      </span>
      <span className="filing-steps">
        {advice && <span className="filing-missing">{advice}</span>}
        {story.origin && <Link to={`/stories/${story.id}/slots`}>{words.slots.open}</Link>}
        {story.origin && <Link to={`/stories/${story.id}/original`}>{words.original.open}</Link>}
        <Link to={`/stories/${story.id}`}>{words.filing.view}</Link>
        {file && (
          <Button
            type={seal ? 'default' : 'primary'}
            title={words.filing.fileHint}
            disabled={missing !== null}
            loading={busy}
            onClick={() => go('file')}
          >
            {words.filing.file}
          </Button>
        )}
        {seal && (
          <Button type="primary" title={words.filing.sealHint} disabled={missing !== null} loading={busy} onClick={() => go('seal')}>
            {words.filing.seal}
          </Button>
        )}
      </span>
    </div>
  )
}

function Saved({ state, save, resolve }: { readonly state: SaveState; readonly save: () => void; readonly resolve: () => void }) {
  const { words, say, language } = useWords()
  const now = useNow()
  const { filing } = words
  if (state.kind === 'conflict')
    return (
      <Button size="small" danger onClick={resolve}>
        {filing.save.conflict}
      </Button>
    )
  if (state.kind === 'refused')
    return (
      <span className="saved saved-refused" role="alert" title={say(state.failed.told.next)}>
        {say(state.failed.told.says)}
      </span>
    )
  const says =
    state.kind === 'clean' && state.at ? filing.savedAt(shortTime(state.at.toISOString(), now, language)) : filing.save[state.kind]
  return (
    <button type="button" className={`saved saved-${state.kind}`} onClick={save} aria-live="polite">
      {says}
    </button>
  )
}
