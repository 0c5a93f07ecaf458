import type { StoryView } from '@kitchen/api'
import { useNames } from '../session/names.ts'
import { useWords } from '../words/provider.tsx'
import { Time } from '../words/time.tsx'

/** What happened, newest first. */
export function History({ story }: { readonly story: StoryView }) {
  const { words } = useWords()
  const nameOf = useNames()
  const names: Record<string, string> = words.story.what
  return (
    <section className="panel">
      <h2>{words.story.history}</h2>
      <ol className="history">
        {story.history.toReversed().map((line) => (
          <li key={`${line.at}${line.what}${line.person}`}>
            <span className="history-what">{names[line.what] ?? words.story.what.other}</span>
            <span>{nameOf(line.person, line.name)}</span>
            <Time at={line.at} />
            {line.reason && <p>{line.reason}</p>}
          </li>
        ))}
      </ol>
    </section>
  )
}
