import { useQuery } from '@tanstack/react-query'
import { Loaded } from '../api/loaded.tsx'
import { storiesQuery } from '../api/queries.ts'
import { Page } from '../session/page.tsx'
import { mayDo, useWho } from '../session/who.tsx'
import { useWords } from '../words/provider.tsx'
import { DeskSections } from './desk-sections.tsx'
import { FileButton } from './file-button.tsx'
import { Queue } from './reporter-home.tsx'

/** Editor, section head, editor in chief: waiting for me, in the making, released. */
export function DeskHome() {
  const { words, say } = useWords()
  const who = useWho()
  const stories = useQuery(storiesQuery)
  return (
    <Page title={words.home.title(say(who.name))} actions={mayDo(who, 'story.write') && <FileButton />}>
      <Queue />
      <Loaded query={stories} rows={8}>
        {(all) => <DeskSections stories={all} />}
      </Loaded>
    </Page>
  )
}
