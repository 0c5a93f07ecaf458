import type { StoryView } from '@kitchen/api'
import { useNames } from '../session/names.ts'
import { useWords } from '../words/provider.tsx'
import { Time } from '../words/time.tsx'

/** What happened, newest first. */
export function History({ story }: { readonly story: StoryView }) {
  const { words } = useWords()
  const nameOf = useNames()
  const names: Record<string, string> = words.story.what
  const whatOf = ({ what, person, at }: StoryView['history'][number]): string => {
    const signature = story.signatures.find((one) => what === 'story.signed' && one.person === person && one.at === at)
    return signature ? words.story.review[signature.review] : (names[what] ?? words.story.what.other)
  }
  return (
    <section className="panel">
      <h2>{words.story.history}</h2>
      <ol className="history">
        {story.history.toReversed().map((line) => (
          <li key={`${line.at}${line.what}${line.person}`}>
            <span className="history-what">{whatOf(line)}</span>
            <span>{nameOf(line.person, line.name)}</span>
            <Time at={line.at} />
            {line.reason && <p>{line.reason}</p>}
          </li>
        ))}
      </ol>
    </section>
  )
}
