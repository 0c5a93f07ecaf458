import { useQuery } from '@tanstack/react-query'
import { Loaded } from '../api/loaded.tsx'
import { storiesQuery } from '../api/queries.ts'
import { Nothing, Page } from '../session/page.tsx'
import { useWho } from '../session/who.tsx'
import { UploadList } from '../uploads/upload-list.tsx'
import { useUploads } from '../uploads/use-uploads.ts'
import { useWords } from '../words/provider.tsx'
import { FileButton } from './file-button.tsx'
import { Section } from './section.tsx'
import { StoryRows } from './story-rows.tsx'

/** Phone first: file now, what is on its way, where my things are. */
export function ReporterHome() {
  const { words, say } = useWords()
  const who = useWho()
  const stories = useQuery(storiesQuery)
  return (
    <Page title={words.home.title(say(who.name))}>
      <div className="file-now">
        <FileButton big />
        <p>{words.home.fileHint}</p>
      </div>
      <Queue />
      <Loaded query={stories}>
        {(all) => {
          const mine = all.filter(({ author }) => author === who.person)
          return (
            <Section title={words.home.mine} count={mine.length}>
              {mine.length === 0 ? <Nothing says={words.home.none} hint={words.home.noneHint} /> : <StoryRows stories={mine} />}
            </Section>
          )
        }}
      </Loaded>
    </Page>
  )
}

/** Uploads that are not done, from every story of this browser. */
export function Queue() {
  const { words } = useWords()
  const lines = useUploads().filter(({ state }) => state !== 'done')
  if (lines.length === 0) return null
  return (
    <Section title={words.home.queue} count={lines.length}>
      <UploadList lines={lines} named />
    </Section>
  )
}
