import { adopted, type OfferView } from '@kitchen/api'
import { Button } from 'antd'
import { type KeyboardEvent, useState } from 'react'
import { Link, useNavigate } from 'react-router'
import { ask, tell } from '../api/ask.ts'
import { useDoing } from '../api/doing.ts'
import { useRegion } from '../api/queries.ts'
import { mayDo, useWho } from '../session/who.tsx'
import { useWords } from '../words/provider.tsx'
import { Time } from '../words/time.tsx'
import { OfferPreview } from './offer-preview.tsx'
import './offers.css'

/** Offers with adopt: the next step is one click, or one key: arrows move, Enter opens, A adopts. Rows out of sight cost nothing. */
export function OfferRows({ offers }: { readonly offers: readonly OfferView[] }) {
  return (
    <ul className="offers" onKeyDown={along}>
      {offers.map((offer) => (
        <Offer key={offer.story} offer={offer} />
      ))}
    </ul>
  )
}

function along(event: KeyboardEvent<HTMLUListElement>): void {
  const row =
    event.target instanceof HTMLElement && !event.target.closest('input') ? event.target.closest<HTMLElement>('[data-offer]') : null
  if (!row || event.ctrlKey || event.metaKey || event.altKey) return
  const press = (what: string) => row.querySelector<HTMLElement>(what)?.click()
  const go = (to: Element | null) => to?.querySelector<HTMLElement>('[data-open]')?.focus()
  if (event.key === 'ArrowDown') go(row.nextElementSibling)
  else if (event.key === 'ArrowUp') go(row.previousElementSibling)
  else if (event.key === 'a' || event.key === 'A') press('[data-adopt]')
  else return
  event.preventDefault()
}

function Offer({ offer }: { readonly offer: OfferView }) {
  const { words, say } = useWords()
  const region = useRegion()
  const who = useWho()
  const [open, setOpen] = useState(false)
  const from = region.data?.centres.find(({ id }) => id === offer.from)
  const look = () => {
    setOpen(!open)
    if (!open && mayDo(who, 'offer.adopt')) tell(`/api/offers/${offer.story}/open`, 'POST', {}).catch(() => {}) // the other centre is told later, or not
  }
  return (
    <li className="offer" data-offer={offer.story}>
      <div className="offer-line">
        <div className="offer-what">
          <p className="offer-headline">{offer.headline || words.home.untitled}</p>
          <p className="offer-facts">
            {from && <span>{say(from.name)}</span>}
            <span>{words.offers.version(offer.version)}</span>
            {offer.mustCarry && <span className="row-mark">{words.inbox.mustCarry}</span>}
            {offer.leave !== 'adapt' && <span>{words.original.leave[offer.leave]}</span>}
            {offer.slots > 0 && <span>{words.inbox.slots(offer.slots)}</span>}
            {offer.takers > 0 && <span>{words.inbox.takers(offer.takers)}</span>}
            <Time at={offer.at} />
            {offer.expires && (
              <span>
                {words.inbox.expires} <Time at={offer.expires} />
              </span>
            )}
          </p>
        </div>
        <Button type="text" aria-expanded={open} onClick={look} data-open>
          {words.offers.preview}
        </Button>
        <Next offer={offer} />
      </div>
      {open && <OfferPreview offer={offer} />}
    </li>
  )
}

function Next({ offer }: { readonly offer: OfferView }) {
  const { words } = useWords()
  const who = useWho()
  const adopt = useAdopt(offer)
  if (offer.state === 'recalled') return <span className="state state-recalled">{words.offers.recalled}</span>
  if (offer.copy) return <Link to={`/stories/${offer.copy}/edit`}>{words.offers.openCopy}</Link>
  if (!mayDo(who, 'offer.adopt')) return null
  return (
    <Button onClick={() => adopt.mutate()} loading={adopt.isPending} data-adopt>
      {words.offers.adopt}
    </Button>
  )
}

/** Takes a story over and opens the copy, or the form of its slots. Editing may need a moment: the page of the copy waits for it. */
function useAdopt({ story, slots }: OfferView) {
  const { words } = useWords()
  const navigate = useNavigate()
  return useDoing<void, { copy: string }>({
    act: () => ask(adopted, `/api/offers/${story}/adopt`, 'POST', {}),
    says: words.offers.done,
    renews: [['offers'], ['stories']],
    after: ({ copy }) => void navigate(slots > 0 ? `/stories/${copy}/slots?new=1` : `/stories/${copy}/edit?new=1`),
  })
}
