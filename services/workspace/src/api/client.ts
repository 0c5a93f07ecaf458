import { QueryCache, QueryClient } from '@tanstack/react-query'
import { Failed } from './failed.ts'

/** Refusals are final; trouble is tried again twice. A lost session leads to the sign-in page. */
export function makeClient(): QueryClient {
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({ onError: (error) => signedOut(error) && client.setQueryData(['session'], null) }),
    defaultOptions: {
      queries: { staleTime: 2_000, gcTime: 600_000, retry: (count, error) => !refused(error) && count < 2, networkMode: 'always' },
      mutations: { networkMode: 'always' },
    },
  })
  return client
}

const refused = (error: unknown) => error instanceof Failed && error.status >= 400 && error.status < 500
const signedOut = (error: unknown) => error instanceof Failed && error.status === 401
