import { SearchOutlined } from '@ant-design/icons'
import { Link, NavLink } from 'react-router'
import { useRegion } from '../api/queries.ts'
import { useWords } from '../words/provider.tsx'
import { Account } from './account.tsx'
import { mayDo, useWho } from './who.tsx'

/** The name in 朱红, where one is, where one can go. */
export function Masthead({ openPalette, openKeys }: { readonly openPalette: () => void; readonly openKeys: () => void }) {
  const { words, say } = useWords()
  const who = useWho()
  const region = useRegion()
  const centre = region.data?.centres.find(({ id }) => id === who.centre)
  return (
    <header className="masthead">
      <Link to="/" className="masthead-name">
        {words.product}
      </Link>
      {centre && <span className="masthead-centre">{say(centre.masthead)}</span>}
      <nav className="masthead-nav" aria-label={words.nav.label}>
        <NavLink to="/" end>
          {words.nav.home}
        </NavLink>
        {mayDo(who, 'offer.adopt') && <NavLink to="/offers">{words.nav.offers}</NavLink>}
        {mayDo(who, 'offer.adopt') && <NavLink to="/given">{words.nav.given}</NavLink>}
        <NavLink to="/search">{words.nav.search}</NavLink>
        {mayDo(who, 'system.read') && <NavLink to="/system">{words.nav.system}</NavLink>}
      </nav>
      <button type="button" className="masthead-find" onClick={openPalette}>
        <SearchOutlined aria-hidden />
        <span>{words.nav.palette}</span>
        <kbd>{isApple ? '⌘K' : 'Ctrl K'}</kbd>
      </button>
      <Account openKeys={openKeys} />
    </header>
  )
}

const isApple = /mac|iphone|ipad/i.test(navigator.userAgent)
