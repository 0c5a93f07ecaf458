import type { StoryLine } from '@kitchen/api'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { Loaded } from '../api/loaded.tsx'
import { offersQuery, storiesQuery } from '../api/queries.ts'
import { OfferRows } from '../offers/offer-rows.tsx'
import { Nothing, Page } from '../session/page.tsx'
import { useWho } from '../session/who.tsx'
import { useWords } from '../words/provider.tsx'
import { Group } from './desk-sections.tsx'
import { FileButton } from './file-button.tsx'
import { Queue } from './reporter-home.tsx'
import { Section } from './section.tsx'
import { StoryRows } from './story-rows.tsx'

/** County centre: the inbox of offers, what waits for me, my copies, then the rest. */
export function CountyHome() {
  const { words, say } = useWords()
  const who = useWho()
  const stories = useQuery(storiesQuery)
  return (
    <Page title={words.home.title(say(who.name))} actions={<FileButton />}>
      <Queue />
      <Inbox />
      <Loaded query={stories} rows={8}>
        {(all) => <Stories all={all} />}
      </Loaded>
    </Page>
  )
}

function Inbox() {
  const { words } = useWords()
  const offers = useQuery(offersQuery)
  const open = offers.data?.filter(({ state }) => state === 'open')
  return (
    <Section title={words.home.offers} count={open?.length} aside={<Link to="/offers">{words.home.allOffers}</Link>}>
      <Loaded query={offers}>
        {(all) => {
          const first = all.filter(({ state }) => state === 'open').slice(0, 6)
          return first.length === 0 ? <Nothing says={words.home.offersNone} hint={words.offers.noneHint} /> : <OfferRows offers={first} />
        }}
      </Loaded>
    </Section>
  )
}

function Stories({ all }: { readonly all: readonly StoryLine[] }) {
  const { words } = useWords()
  const local = (story: StoryLine) => story.origin !== null && (story.state === 'draft' || !story.waitsForMe)
  const waiting = all.filter((story) => story.waitsForMe && !local(story))
  const copies = all.filter(local)
  const others = all.filter(({ origin, waitsForMe }) => !origin && !waitsForMe)
  return (
    <>
      <Group title={words.home.waiting} empty={words.home.waitingNone} stories={waiting} />
      <Section title={words.home.copies} count={copies.length}>
        {copies.length === 0 ? <Nothing says={words.home.copiesNone} hint={words.home.copiesHint} /> : <StoryRows stories={copies} />}
      </Section>
      {others.length > 0 && <Group title={words.home.others} empty="" stories={others} />}
    </>
  )
}
