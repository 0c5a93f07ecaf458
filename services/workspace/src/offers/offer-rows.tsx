import { adopted, type OfferView } from '@kitchen/api'
import { Button } from 'antd'
import { useState } from 'react'
import { Link, useNavigate } from 'react-router'
import { ask } from '../api/ask.ts'
import { useDoing } from '../api/doing.ts'
import { useRegion } from '../api/queries.ts'
import { mayDo, useWho } from '../session/who.tsx'
import { DocumentText } from '../story/document-text.tsx'
import { useWords } from '../words/provider.tsx'
import { Time } from '../words/time.tsx'
import './offers.css'

/** Offers with adopt: the next step is one click. */
export function OfferRows({ offers }: { readonly offers: readonly OfferView[] }) {
  return (
    <ul className="offers">
      {offers.map((offer) => (
        <Offer key={offer.story} offer={offer} />
      ))}
    </ul>
  )
}

function Offer({ offer }: { readonly offer: OfferView }) {
  const { words, say } = useWords()
  const region = useRegion()
  const [open, setOpen] = useState(false)
  const from = region.data?.centres.find(({ id }) => id === offer.from)
  return (
    <li className="offer" data-offer={offer.story}>
      <div className="offer-line">
        <div className="offer-what">
          <p className="offer-headline">{offer.headline || words.home.untitled}</p>
          <p className="offer-facts">
            {from && <span>{say(from.name)}</span>}
            <span>{words.offers.version(offer.version)}</span>
            <Time at={offer.at} />
          </p>
        </div>
        <Button type="text" aria-expanded={open} onClick={() => setOpen(!open)}>
          {words.offers.preview}
        </Button>
        <Next offer={offer} />
      </div>
      {open && <DocumentText document={offer.document} />}
    </li>
  )
}

function Next({ offer }: { readonly offer: OfferView }) {
  const { words } = useWords()
  const who = useWho()
  const adopt = useAdopt(offer.story)
  if (offer.state === 'recalled') return <span className="state state-recalled">{words.offers.recalled}</span>
  if (offer.copy) return <Link to={`/stories/${offer.copy}/edit`}>{words.offers.openCopy}</Link>
  if (!mayDo(who, 'offer.adopt')) return null
  return (
    <Button onClick={() => adopt.mutate()} loading={adopt.isPending}>
      {words.offers.adopt}
    </Button>
  )
}

/** Takes a story over and opens the copy. Editing may need a moment: the page of the copy waits for it. */
function useAdopt(story: string) {
  const { words } = useWords()
  const navigate = useNavigate()
  return useDoing<void, { copy: string }>({
    act: () => ask(adopted, `/api/offers/${story}/adopt`, 'POST', {}),
    says: words.offers.done,
    renews: [['offers'], ['stories']],
    after: ({ copy }) => void navigate(`/stories/${copy}/edit?new=1`),
  })
}
