import './no-eval.ts'
import { QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { RouterProvider } from 'react-router/dom'
import { makeClient } from './api/client.ts'
import { makeRouter } from './routes.tsx'
import './theme/screen.css'
import { ThemeProvider } from './theme/provider.tsx'
import { WordsProvider } from './words/provider.tsx'

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <WordsProvider>
      <ThemeProvider>
        <QueryClientProvider client={makeClient()}>
          <RouterProvider router={makeRouter()} />
        </QueryClientProvider>
      </ThemeProvider>
    </WordsProvider>
  </StrictMode>,
)
