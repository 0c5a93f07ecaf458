import type { StoryView } from '@kitchen/api'
import { Button } from 'antd'
import { Link } from 'react-router'
import type { Together } from '../editor/together/store.ts'
import { useNow } from '../words/now.ts'
import { useWords } from '../words/provider.tsx'
import { shortTime } from '../words/times.ts'

type Props = {
  readonly story: StoryView
  readonly together: Together | null
  /** How many steps are not confirmed. */
  readonly pending: number
  readonly count: number
  readonly busy: boolean
  readonly ready: { readonly headline: boolean; readonly text: boolean }
  /** Photographs and films that arrived and that the text does not show: no product will have them. */
  readonly loose: number
  readonly save: () => void
  readonly go: (what: 'file' | 'seal') => void
}

/** Where the words are safe, how many, and the next step. */
export function FilingBar({ story, together, pending, count, ready, loose, busy, save, go }: Props) {
  const { words } = useWords()
  const missing = ready.headline ? (ready.text ? null : words.filing.noText) : words.filing.noHeadline
  const advice = missing ?? (loose > 0 ? words.filing.loose(loose) : null)
  const { file, seal } = story.may
  return (
    <div className="filing-bar">
      <h1>{words.filing.title}</h1>
      <Saved together={together} pending={pending} save={save} />
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

/** Where the words are: with the kitchen, on the way, or in this browser until the link is back. */
function Saved({ together, pending, save }: { readonly together: Together | null; readonly pending: number; readonly save: () => void }) {
  const { words, say, language } = useWords()
  const now = useNow()
  const { filing } = words
  if (together?.refused)
    return (
      <span className="saved saved-refused" role="alert" title={say(together.refused.next)}>
        {say(together.refused.says)}
      </span>
    )
  const kind = together?.link === 'away' ? 'offline' : pending > 0 ? 'saving' : together?.link === 'live' ? 'clean' : 'opening'
  const says =
    kind === 'clean' && together?.savedAt ? filing.savedAt(shortTime(together.savedAt.toISOString(), now, language)) : filing.save[kind]
  return (
    <button type="button" className={`saved saved-${kind}`} onClick={save} aria-live="polite">
      {says}
    </button>
  )
}
