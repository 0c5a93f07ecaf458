import { type ReactNode, useEffect } from 'react'
import { useWords } from '../words/provider.tsx'

type Props = {
  readonly title: string
  readonly hint?: ReactNode
  readonly actions?: ReactNode
  readonly wide?: boolean
  readonly children: ReactNode
}

/** A screen: its one h1, what can be done, the content; the tab is named after it. */
export function Page({ title, hint, actions, wide = false, children }: Props) {
  useTitle(title)
  return (
    <div className={wide ? 'page page-wide' : 'page'}>
      <header className="page-head">
        <div>
          <h1>{title}</h1>
          {hint && <p className="page-hint">{hint}</p>}
        </div>
        {actions && <div className="page-actions">{actions}</div>}
      </header>
      {children}
    </div>
  )
}

export function useTitle(title: string) {
  const { words } = useWords()
  useEffect(() => {
    document.title = `${title} · ${words.product}`
  }, [title, words])
}

/** Nothing here yet, and the first step. */
export function Nothing({
  says,
  hint,
  children,
}: {
  readonly says: string
  readonly hint?: string | undefined
  readonly children?: ReactNode
}) {
  return (
    <div className="nothing">
      <p>{says}</p>
      {hint && <p className="nothing-hint">{hint}</p>}
      {children}
    </div>
  )
}
