import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Navigate, Outlet, ScrollRestoration, useLocation } from 'react-router'
import { failedFrom } from '../api/failed.ts'
import { LateSkeleton } from '../api/loaded.tsx'
import { sessionQuery } from '../api/queries.ts'
import { Told } from '../api/told.tsx'
import { LiveProvider } from '../live/live.tsx'
import { OfflineBar } from '../live/offline-bar.tsx'
import { KeyList } from '../search/key-list.tsx'
import { Palette } from '../search/palette.tsx'
import { useShortcuts } from '../search/shortcuts.ts'
import { useUploadsResumed } from '../uploads/use-uploads.ts'
import { useWords } from '../words/provider.tsx'
import { Masthead } from './masthead.tsx'
import { Tabs } from './tabs.tsx'
import { WhoProvider } from './who.tsx'

/** The frame of every screen behind the sign-in page. */
export function Shell() {
  const session = useQuery(sessionQuery)
  const location = useLocation()
  if (session.data === undefined) return <Opening error={session.error} again={() => void session.refetch()} />
  if (session.data === null) return <Navigate to={`/sign-in?to=${encodeURIComponent(location.pathname + location.search)}`} replace />
  return (
    <WhoProvider value={session.data}>
      <LiveProvider key={session.data.person}>
        <Inside />
      </LiveProvider>
    </WhoProvider>
  )
}

function Inside() {
  const { words } = useWords()
  const [open, setOpen] = useState<'palette' | 'keys' | null>(null)
  useShortcuts(setOpen)
  useUploadsResumed()
  return (
    <>
      <a className="skip" href="#content">
        {words.skip}
      </a>
      <Masthead openPalette={() => setOpen('palette')} openKeys={() => setOpen('keys')} />
      <OfflineBar />
      <main id="content" className="shell-main" tabIndex={-1}>
        <Outlet />
      </main>
      <Tabs />
      <Palette open={open === 'palette'} close={() => setOpen(null)} />
      <KeyList open={open === 'keys'} close={() => setOpen(null)} />
      <ScrollRestoration />
    </>
  )
}

function Opening({ error, again }: { readonly error: unknown; readonly again: () => void }) {
  return <main className="shell-main">{error ? <Told failure={failedFrom(error).told} again={again} /> : <LateSkeleton rows={6} />}</main>
}
