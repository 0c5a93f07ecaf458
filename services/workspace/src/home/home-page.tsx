import { lazy } from 'react'
import { homeOf, useWho } from '../session/who.tsx'
import { CountyHome } from './county-home.tsx'
import { DeskHome } from './desk-home.tsx'
import './home.css'
import { ReporterHome } from './reporter-home.tsx'

const SystemPage = lazy(async () => ({ default: (await import('../system/system-page.tsx')).SystemPage }))

/** Each person lands on the home of their role. */
export function HomePage() {
  const who = useWho()
  switch (homeOf(who)) {
    case 'reporter':
      return <ReporterHome />
    case 'county':
      return <CountyHome />
    case 'operator':
      return <SystemPage />
    case 'desk':
      return <DeskHome />
  }
}
