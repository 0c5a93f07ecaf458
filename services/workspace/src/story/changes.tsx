import type { ComparedTexts, StoryView, VersionLine } from '@kitchen/api'
import { type BlockChange, changesBetween } from '@kitchen/document'
import { useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { useState } from 'react'
import { compareQuery, versionsQuery } from '../api/queries.ts'
import { useNames } from '../session/names.ts'
import { useNow } from '../words/now.ts'
import { useWords } from '../words/provider.tsx'
import { shortTime } from '../words/times.ts'
import './changes.css'

/** 花脸稿: what changed since this person last signed, else since the version before; any two texts can be chosen. Nothing while there is one text only. */
export function Changes({ story }: { readonly story: StoryView }) {
  const versions = useQuery(versionsQuery(story.id)).data ?? []
  const isOpen = story.state === 'draft' || story.state === 'filed'
  const [newest] = versions
  if (!newest || (versions.length === 1 && !isOpen)) return null
  const older = isOpen ? versions : versions.slice(1)
  const first = older.find(({ signed }) => signed) ?? older[0]!
  return <Chosen key={newest.version} story={story.id} versions={versions} first={first} last={isOpen ? null : newest.version} />
}

type Offered = {
  readonly story: string
  readonly versions: readonly VersionLine[]
  readonly first: VersionLine
  readonly last: number | null
}
function Chosen({ story, versions, first, last }: Offered) {
  const { words, language } = useWords()
  const now = useNow()
  const [[from, to], choose] = useState<readonly [number, number | null]>([first.version, last])
  const compared = useQuery(compareQuery(story, from, to))
  const lines = versions.map(({ version, at }) => ({
    value: version,
    label: words.versions.version(version, shortTime(at, now, language)),
  }))
  const ends = last === null ? [{ value: 0, label: words.versions.now }, ...lines] : lines
  return (
    <section className="panel changes">
      <h2>{words.versions.title}</h2>
      {first.signed && from === first.version && to === last && <p>{words.versions.sinceSigned(first.version)}</p>}
      <div className="changes-choice">
        <Select aria-label={words.versions.from} value={from} options={lines} onChange={(value) => choose([value, to])} />
        <span aria-hidden="true">→</span>
        <Select aria-label={words.versions.to} value={to ?? 0} options={ends} onChange={(value) => choose([from, value || null])} />
      </div>
      {compared.data && <Marked texts={compared.data} />}
    </section>
  )
}

function Marked({ texts }: { readonly texts: ComparedTexts }) {
  const { words } = useWords()
  const changes = changesBetween(texts.from.document, texts.to.document)
  const touched = changes.filter(({ is, moved }) => is !== 'same' || moved)
  if (touched.length === 0) return <p>{words.versions.none}</p>
  const count = (wanted: 'put' | 'cut') =>
    touched.flatMap(({ runs }) => runs.filter(({ is }) => is === wanted)).reduce((sum, { text }) => sum + [...text.trim()].length, 0)
  return (
    <>
      <p className="changes-sum">
        {words.versions.sum(count('put'), count('cut'))} · {words.versions.grave}
      </p>
      <ol className="changes-blocks" lang="zh-CN">
        {touched.map((change) => (
          <Block
            key={`${change.id} ${change.is}`}
            change={change}
            people={texts.hands.find(({ block }) => block === change.id)?.people ?? []}
          />
        ))}
      </ol>
      <p className="changes-sum">{words.versions.rest(changes.length - touched.length)}</p>
    </>
  )
}

type Changed = { readonly change: BlockChange; readonly people: ComparedTexts['hands'][number]['people'] }
function Block({ change: { type, is, moved, runs }, people }: Changed) {
  const { words } = useWords()
  const nameOf = useNames()
  const t = words.versions
  const isText = runs.some((run) => run.is !== 'kept')
  const notes = [
    is === 'put' ? t.put : is === 'cut' ? t.cut : '',
    moved ? t.moved : '',
    is === 'changed' && !isText ? t.set : '',
    people.length > 0 ? t.by(words.list(people.map(({ person, name }) => nameOf(person, name)))) : '',
  ].filter((note) => note !== '')
  return (
    <li className={`changes-${type}`}>
      <span className="changes-note">{notes.join(' · ')}</span>
      <p>
        {runs.map((run, at) => {
          const key = `${at} ${run.is}`
          if (run.is === 'kept') return <span key={key}>{run.text}</span>
          const Mark = run.is === 'put' ? 'ins' : 'del'
          return (
            <Mark key={key} className={run.grave ? 'changes-grave' : undefined}>
              {run.text}
            </Mark>
          )
        })}
      </p>
    </li>
  )
}
