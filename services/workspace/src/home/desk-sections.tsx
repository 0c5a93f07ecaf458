import type { StoryLine } from '@kitchen/api'
import { Button } from 'antd'
import { useState } from 'react'
import { Nothing } from '../session/page.tsx'
import { useWords } from '../words/provider.tsx'
import { Section } from './section.tsx'
import { StoryRows } from './story-rows.tsx'

/** A desk's stories by what they ask of the person. */
export function DeskSections({ stories }: { readonly stories: readonly StoryLine[] }) {
  const { words } = useWords()
  const waiting = stories.filter(({ waitsForMe }) => waitsForMe)
  const rest = stories.filter(({ waitsForMe }) => !waitsForMe)
  const making = rest.filter(({ state }) => state !== 'released' && state !== 'recalled')
  const done = rest.filter(({ state }) => state === 'released' || state === 'recalled')
  return (
    <>
      <Group title={words.home.waiting} empty={words.home.waitingNone} stories={waiting} />
      <Group title={words.home.making} empty={words.home.makingNone} stories={making} />
      <Group title={words.home.done} empty={words.home.doneNone} stories={done} />
    </>
  )
}

const few = 12
export function Group({
  title,
  empty,
  stories,
}: {
  readonly title: string
  readonly empty: string
  readonly stories: readonly StoryLine[]
}) {
  const { words } = useWords()
  const [shown, setShown] = useState(few)
  return (
    <Section title={title} count={stories.length}>
      {stories.length === 0 ? <Nothing says={empty} /> : <StoryRows stories={stories.slice(0, shown)} />}
      {stories.length > shown && (
        <Button type="link" onClick={() => setShown(shown + 100)}>
          {words.home.show}
        </Button>
      )}
    </Section>
  )
}
