import { createBrowserRouter } from 'react-router'
import { Broken, Missing } from './session/no-page.tsx'
import { Shell } from './session/shell.tsx'
import { SignInPage } from './session/sign-in-page.tsx'

/** Before the first chunk is here: nothing, it is a moment. */
const Nothing = () => null

/** Every address of the workspace; each screen is a chunk of its own, the editor above all. */
export const makeRouter = () =>
  createBrowserRouter([
    { path: '/sign-in', element: <SignInPage />, errorElement: <Broken /> },
    {
      element: <Shell />,
      errorElement: <Broken />,
      HydrateFallback: Nothing,
      children: [
        { index: true, lazy: async () => ({ Component: (await import('./home/home-page.tsx')).HomePage }) },
        { path: 'stories/:id', lazy: async () => ({ Component: (await import('./story/story-page.tsx')).StoryPage }) },
        { path: 'stories/:id/edit', lazy: async () => ({ Component: (await import('./filing/filing-page.tsx')).FilingPage }) },
        { path: 'stories/:id/board', lazy: async () => ({ Component: (await import('./board/board-page.tsx')).BoardPage }) },
        { path: 'stories/:id/recall', lazy: async () => ({ Component: (await import('./recall/recall-page.tsx')).RecallPage }) },
        { path: 'stand-ins', lazy: async () => ({ Component: (await import('./signing/stand-ins-page.tsx')).StandInsPage }) },
        { path: 'stories/:id/original', lazy: async () => ({ Component: (await import('./original/original-page.tsx')).OriginalPage }) },
        { path: 'stories/:id/slots', lazy: async () => ({ Component: (await import('./slots/slots-page.tsx')).SlotsPage }) },
        { path: 'given', lazy: async () => ({ Component: (await import('./given/given-page.tsx')).GivenPage }) },
        { path: 'ledger', lazy: async () => ({ Component: (await import('./ledger/ledger-page.tsx')).LedgerPage }) },
        { path: 'offers', lazy: async () => ({ Component: (await import('./offers/offers-page.tsx')).OffersPage }) },
        { path: 'system', lazy: async () => ({ Component: (await import('./system/system-page.tsx')).SystemPage }) },
        { path: 'search', lazy: async () => ({ Component: (await import('./search/search-page.tsx')).SearchPage }) },
        { path: '*', element: <Missing /> },
      ],
    },
  ])
