import type { StoryView } from '@kitchen/api'
import { useNames } from '../session/names.ts'
import { useWords } from '../words/provider.tsx'
import { Time } from '../words/time.tsx'

/** What happened, newest first. */
export function History({ story }: { readonly story: StoryView }) {
  const { words } = useWords()
  const nameOf = useNames()
  const names: Record<string, string> = words.story.what
  const whatOf = ({ what, person, at, review }: StoryView['history'][number]): string => {
    const signature = story.signatures.find((one) => what === 'story.signed' && one.person === person && one.at === at)
    const signing = review ?? signature?.review
    return signing ? words.story.review[signing] : (names[what] ?? words.story.what.other)
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
            {line.by && (
              <span className="history-by">
                {words.story.by[line.by]}
                {line.signer && `，${words.story.recordedFor(nameOf(line.signer, line.signer))}`}
              </span>
            )}
            {line.reason && <p>{line.reason}</p>}
          </li>
        ))}
      </ol>
    </section>
  )
}
