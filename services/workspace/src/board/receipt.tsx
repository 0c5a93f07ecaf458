import { size } from '../words/amounts.ts'
import { useWords } from '../words/provider.tsx'
import { Time } from '../words/time.tsx'

/** A receipt as the outlet gave it: names and values, nested ones indented. */
export function Receipt({ title, facts }: { readonly title: string; readonly facts: Readonly<Record<string, unknown>> | null }) {
  const { words } = useWords()
  return (
    <section>
      <h2>{title}</h2>
      {facts && Object.keys(facts).length > 0 ? <Facts facts={facts} /> : <p className="drawer-outlet">{words.board.noReceipt}</p>}
    </section>
  )
}

function Facts({ facts }: { readonly facts: Readonly<Record<string, unknown>> }) {
  const { words } = useWords()
  const names: Record<string, string> = words.board.facts
  return (
    <dl className="receipt">
      {Object.entries(facts).map(([name, value]) => (
        <div key={name}>
          <dt>{names[name] ?? name}</dt>
          <dd>{isRecord(value) ? <Facts facts={value} /> : <Value value={value} />}</dd>
        </div>
      ))}
    </dl>
  )
}

function Value({ value }: { readonly value: unknown }) {
  const { words } = useWords()
  if (typeof value === 'boolean') return value ? words.board.yes : words.board.no
  if (typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(value)) return <Time at={value} />
  if (Array.isArray(value)) return <List values={value} />
  if (typeof value === 'string' && /^https?:\/\//.test(value))
    return (
      <a href={value} target="_blank" rel="noreferrer">
        {value}
      </a>
    )
  return String(value ?? '–')
}

/** Files as a name, a size and a hash each; anything else line by line. */
function List({ values }: { readonly values: readonly unknown[] }) {
  return (
    <ul className="receipt-list">
      {values.map((value) => (
        <li key={JSON.stringify(value)}>
          {isFile(value) ? <FileLine file={value} /> : isRecord(value) ? <Facts facts={value} /> : String(value)}
        </li>
      ))}
    </ul>
  )
}

type File = { readonly path: string; readonly bytes: number; readonly sha256: string }
const isFile = (value: unknown): value is File =>
  isRecord(value) && typeof value.path === 'string' && typeof value.bytes === 'number' && typeof value.sha256 === 'string'

const FileLine = ({ file }: { readonly file: File }) => (
  <>
    {file.path} <span>{size(file.bytes)}</span> <code title={file.sha256}>{file.sha256.slice(0, 8)}</code>
  </>
)

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
