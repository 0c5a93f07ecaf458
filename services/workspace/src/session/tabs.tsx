import { FormOutlined, HomeOutlined, InboxOutlined, SearchOutlined, ToolOutlined } from '@ant-design/icons'
import { NavLink, useLocation } from 'react-router'
import { useNewStory } from '../home/new-story.ts'
import { useWords } from '../words/provider.tsx'
import { mayDo, useWho } from './who.tsx'

/** The places of a phone, under the thumb. A story has its own bar there instead. */
export function Tabs() {
  const { words } = useWords()
  const who = useWho()
  const write = useNewStory()
  const { pathname } = useLocation()
  if (pathname.startsWith('/stories/')) return null
  return (
    <nav className="tabs" aria-label={words.nav.label}>
      <NavLink to="/" end>
        <HomeOutlined aria-hidden />
        {words.nav.home}
      </NavLink>
      {mayDo(who, 'offer.adopt') && (
        <NavLink to="/offers">
          <InboxOutlined aria-hidden />
          {words.nav.offers}
        </NavLink>
      )}
      {mayDo(who, 'story.write') && (
        <button type="button" onClick={() => write.mutate()} disabled={write.isPending}>
          <FormOutlined aria-hidden />
          {words.nav.file}
        </button>
      )}
      <NavLink to="/search">
        <SearchOutlined aria-hidden />
        {words.nav.search}
      </NavLink>
      {mayDo(who, 'system.read') && (
        <NavLink to="/system">
          <ToolOutlined aria-hidden />
          {words.nav.system}
        </NavLink>
      )}
    </nav>
  )
}
