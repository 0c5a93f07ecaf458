import { type ReactNode, useId } from 'react'

type Props = { readonly title: string; readonly count?: number | undefined; readonly aside?: ReactNode; readonly children: ReactNode }

/** A titled part of a home, with how many are in it. */
export function Section({ title, count, aside, children }: Props) {
  const id = useId()
  return (
    <section className="section" aria-labelledby={id}>
      <header className="section-head">
        <h2 id={id}>
          {title}
          {count !== undefined && <span className="section-count">{count}</span>}
        </h2>
        {aside}
      </header>
      {children}
    </section>
  )
}
