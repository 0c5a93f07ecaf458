import { useQuery } from '@tanstack/react-query'
import { Loaded } from '../api/loaded.tsx'
import { offersQuery } from '../api/queries.ts'
import { Forbidden } from '../session/no-page.tsx'
import { Nothing, Page } from '../session/page.tsx'
import { mayDo, useWho } from '../session/who.tsx'
import { useWords } from '../words/provider.tsx'
import { OfferRows } from './offer-rows.tsx'

/** The inbox of a centre: what others have opened to it. */
export function OffersPage() {
  const { words } = useWords()
  const who = useWho()
  const offers = useQuery(offersQuery)
  if (!mayDo(who, 'offer.adopt')) return <Forbidden />
  return (
    <Page title={words.offers.title} hint={`${words.offers.hint}${words.offers.licence}`}>
      <Loaded query={offers} rows={8}>
        {(all) => (all.length === 0 ? <Nothing says={words.offers.none} hint={words.offers.noneHint} /> : <OfferRows offers={all} />)}
      </Loaded>
    </Page>
  )
}
