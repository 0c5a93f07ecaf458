import type { UseQueryResult } from '@tanstack/react-query'
import { Skeleton } from 'antd'
import { type ReactNode, useEffect, useState } from 'react'
import { useWords } from '../words/provider.tsx'
import { failedFrom } from './failed.ts'
import { Told } from './told.tsx'

type Props<T> = {
  readonly query: UseQueryResult<T>
  readonly rows?: number
  /** The answer is the whole screen: a failure is its heading. */
  readonly page?: boolean
  readonly children: (value: T) => ReactNode
}

/** A question's screen in each of its states: what is known already stays while it is asked again. */
export function Loaded<T>({ query, rows = 4, page = false, children }: Props<T>) {
  if (query.data !== undefined) return children(query.data)
  if (query.error) {
    const told = <Told failure={failedFrom(query.error).told} again={() => void query.refetch()} page={page} />
    return page ? <div className="page">{told}</div> : told
  }
  return <LateSkeleton rows={rows} />
}

/** Nothing for 300 ms, then a skeleton: short waits do not flicker. */
export function LateSkeleton({ rows }: { readonly rows: number }) {
  const { words } = useWords()
  const [late, setLate] = useState(false)
  useEffect(() => {
    const timer = setTimeout(setLate, 300, true)
    return () => clearTimeout(timer)
  }, [])
  return (
    <div aria-busy="true" role="status" aria-label={words.loading} className="late">
      {late && <Skeleton active title={false} paragraph={{ rows }} />}
    </div>
  )
}
