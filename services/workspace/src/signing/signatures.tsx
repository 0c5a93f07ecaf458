import type { SignatureView, StoryView } from '@kitchen/api'
import type { Signing } from '@kitchen/model'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { assetsByIdQuery } from '../api/queries.ts'
import { useNames } from '../session/names.ts'
import { useWords } from '../words/provider.tsx'
import { Time } from '../words/time.tsx'
import { fullTime } from '../words/times.ts'

/** 三审: who signed what when, who is next, and what a signature is bound to. */
export function Signatures({ story }: { readonly story: StoryView }) {
  const { words } = useWords()
  return (
    <section className="panel">
      <h2>{story.chain.length > 3 ? words.story.signaturesAndProofs : words.story.signatures}</h2>
      <ol className="signatures">
        {story.chain.map((review) => (
          <Line key={review} review={review} story={story} />
        ))}
      </ol>
      <p className="signatures-note">
        {story.chain.length === 3 && words.story.withReviews} {words.story.bound}
      </p>
      <p className="signatures-note">
        <Link to="/stand-ins">{words.story.standIns}</Link>
      </p>
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

function Line({ review, story }: { readonly review: Signing; readonly story: StoryView }) {
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
      {signature && <How signature={signature} />}
    </li>
  )
}

/** How a signature came, when not from its own person at the screen. */
function How({ signature: { standIn, phone } }: { readonly signature: SignatureView }) {
  const { words, language } = useWords()
  const nameOf = useNames()
  if (!standIn && !phone) return null
  return (
    <p className="signature-how">
      {standIn && words.story.standIn(nameOf(standIn.grantedBy, standIn.grantedName), fullTime(standIn.until, language))}
      {standIn && phone && '；'}
      {phone && words.story.phone(nameOf(phone.recordedBy, phone.recordedName), phone.note)}
      {phone?.asset && <Evidence asset={phone.asset} />}
    </p>
  )
}

/** The file that proves it, as it was uploaded. */
function Evidence({ asset }: { readonly asset: string }) {
  const { words } = useWords()
  const found = useQuery(assetsByIdQuery([asset])).data?.[0]
  const href = found?.sha256 ? `/media/${found.sha256}/${encodeURIComponent(found.name)}` : null
  return href ? <a href={href}> {words.story.evidence}</a> : <span> {found?.name ?? words.story.evidence}</span>
}
