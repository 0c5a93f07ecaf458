import type { RegionView } from '@kitchen/api'
import { level, roleNames } from '@kitchen/model'
import { Input } from 'antd'
import { useId, useState } from 'react'
import { useWords } from '../words/provider.tsx'

type Centre = RegionView['centres'][number]
type Person = RegionView['people'][number]
type Props = { readonly region: RegionView; readonly busy: boolean; readonly choose: (person: string) => void }

/** People grouped by centre: the region's first, then cities and counties. */
export function SamplePeople({ region, busy, choose }: Props) {
  const { words } = useWords()
  const id = useId()
  const [sought, setSought] = useState('')
  const rows = rowsOf(region, sought.trim().toLowerCase())
  return (
    <section className="signin-people" aria-labelledby={id}>
      <div className="signin-people-head">
        <div>
          <h2 id={id}>{words.signIn.sample}</h2>
          <p>{words.signIn.sampleHint}</p>
        </div>
        <Input
          type="search"
          aria-label={words.signIn.find}
          placeholder={words.signIn.find}
          value={sought}
          onChange={(event) => setSought(event.target.value)}
          allowClear
        />
      </div>
      {rows.length === 0 && <p className="nothing">{words.signIn.none}</p>}
      {level.options.map((one) => (
        <Level key={one} title={words.levels[one]} rows={rows.filter(({ centre }) => centre.level === one)} busy={busy} choose={choose} />
      ))}
    </section>
  )
}

type Row = { readonly centre: Centre; readonly people: readonly Person[] }
function Level({
  title,
  rows,
  busy,
  choose,
}: {
  readonly title: string
  readonly rows: readonly Row[]
  readonly busy: boolean
  readonly choose: (person: string) => void
}) {
  const { say } = useWords()
  if (rows.length === 0) return null
  return (
    <div className="signin-level">
      <h3>{title}</h3>
      {rows.map(({ centre, people }) => (
        <div key={centre.id} className="signin-centre">
          <span className="signin-centre-name">{say(centre.name)}</span>
          <ul>
            {people.map((person) => (
              <li key={person.id}>
                <button type="button" disabled={busy} onClick={() => choose(person.id)} data-person={person.id}>
                  <strong>{say(person.name)}</strong>
                  <RoleName person={person} />
                </button>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </div>
  )
}

function RoleName({ person }: { readonly person: Person }) {
  const { language } = useWords()
  const [first] = person.roles
  return <span>{language === 'zh' || !first ? person.title : roleNames[first].en}</span>
}

/** Centres in the order of the file with the people that fit what is sought. */
function rowsOf({ centres, people }: RegionView, sought: string): readonly Row[] {
  const fits = (...texts: string[]) => texts.some((text) => text.toLowerCase().includes(sought))
  return centres
    .map((centre) => {
      const own = people.filter((one) => one.centre === centre.id)
      const all = fits(centre.name.zh, centre.name.en, centre.id)
      return { centre, people: all ? own : own.filter(({ name, title, id }) => fits(name.zh, name.en, title, id)) }
    })
    .filter((row) => row.people.length > 0)
}
