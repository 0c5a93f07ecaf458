import { useWords } from '../words/provider.tsx'

/** A receipt as the outlet gave it: names and values, nested ones indented. */
export function Receipt({ title, facts }: { readonly title: string; readonly facts: Readonly<Record<string, unknown>> | null }) {
  const { words } = useWords()
  return (
    <section>
      <h3>{title}</h3>
      {facts && Object.keys(facts).length > 0 ? <Facts facts={facts} /> : <p className="drawer-outlet">{words.board.noReceipt}</p>}
    </section>
  )
}

function Facts({ facts }: { readonly facts: Readonly<Record<string, unknown>> }) {
  return (
    <dl className="receipt">
      {Object.entries(facts).map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{isRecord(value) ? <Facts facts={value} /> : <Value value={value} />}</dd>
        </div>
      ))}
    </dl>
  )
}

function Value({ value }: { readonly value: unknown }) {
  if (Array.isArray(value))
    return value.map((one) => (isRecord(one) ? <Facts key={JSON.stringify(one)} facts={one} /> : <p key={String(one)}>{String(one)}</p>))
  if (typeof value === 'string' && /^https?:\/\//.test(value))
    return (
      <a href={value} target="_blank" rel="noreferrer">
        {value}
      </a>
    )
  return String(value ?? '–')
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
