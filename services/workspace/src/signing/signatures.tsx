import type { Review, StoryView } from '@kitchen/api'
import { useNames } from '../session/names.ts'
import { useWords } from '../words/provider.tsx'
import { Time } from '../words/time.tsx'

const reviews: readonly Review[] = ['first', 'second', 'final']

/** 三审: who signed what when, who is next, and what a signature is bound to. */
export function Signatures({ story }: { readonly story: StoryView }) {
  const { words } = useWords()
  return (
    <section className="panel">
      <h2>{words.story.signatures}</h2>
      <ol className="signatures">
        {reviews.map((review) => (
          <Line key={review} review={review} story={story} />
        ))}
      </ol>
      <p className="signatures-note">{words.story.bound}</p>
      {story.sealed && (
        <p className="signatures-note">
          {words.story.content} <code title={story.sealed.contentHash}>{story.sealed.contentHash.slice(0, 12)}</code>{' '}
          {story.sealed.productsHash && (
            <>
              {words.story.products} <code title={story.sealed.productsHash}>{story.sealed.productsHash.slice(0, 12)}</code>
            </>
          )}
        </p>
      )}
    </section>
  )
}

function Line({ review, story }: { readonly review: Review; readonly story: StoryView }) {
  const { words } = useWords()
  const nameOf = useNames()
  const signature = story.signatures.findLast((one) => one.review === review)
  const next = story.waiting.step === review
  const state = signature?.valid ? 'valid' : next ? 'next' : signature ? 'void' : 'open'
  return (
    <li className="signature" data-state={state} data-review={review}>
      <span className="signature-mark" aria-hidden />
      <span className="signature-review">{words.story.review[review]}</span>
      {signature ? (
        <span className="signature-who">{nameOf(signature.person, signature.name)}</span>
      ) : (
        <span className="signature-who signature-none">{next ? words.step[review] : words.story.reviewer[review]}</span>
      )}
      {signature?.valid && <Time at={signature.at} />}
      {signature && !signature.valid && <span className="signature-none">{words.story.stale}</span>}
      {!signature && <span className="signature-none">{words.story.unsigned}</span>}
    </li>
  )
}
