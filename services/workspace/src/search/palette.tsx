import { useQuery } from '@tanstack/react-query'
import { Modal } from 'antd'
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { useNavigate } from 'react-router'
import { regionQuery, searchQuery, storiesQuery } from '../api/queries.ts'
import { useNewStory } from '../home/new-story.ts'
import { useSignOut } from '../session/account.tsx'
import { mayDo, useWho } from '../session/who.tsx'
import { useWords } from '../words/provider.tsx'
import './search.css'
import { type Entry, entriesOf, plain } from './entries.ts'

/** ⌘K: any story, centre, person, command, by a few letters. */
export function Palette({ open, close }: { readonly open: boolean; readonly close: () => void }) {
  const { words } = useWords()
  return (
    <Modal open={open} onCancel={close} footer={null} title={words.palette.title} width={560} style={{ top: 72 }} destroyOnHidden>
      <Chooser close={close} />
    </Modal>
  )
}

function Chooser({ close }: { readonly close: () => void }) {
  const { words } = useWords()
  const id = useId()
  const [typed, setTyped] = useState('')
  const [at, setAt] = useState(0)
  const entries = useEntries(typed)
  const navigate = useNavigate()
  const list = useRef<HTMLDivElement>(null)
  const go = (entry: Entry | undefined) => {
    if (!entry) return
    close()
    if (typeof entry.to === 'string') void navigate(entry.to)
    else entry.to()
  }
  const pressed = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'ArrowDown') setAt(Math.min(at + 1, entries.length - 1))
    else if (event.key === 'ArrowUp') setAt(Math.max(at - 1, 0))
    else if (event.key === 'Enter') go(entries[at])
    else return
    event.preventDefault()
  }
  useEffect(() => {
    list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' })
  })
  return (
    <div className="palette">
      <input
        // biome-ignore lint/a11y/noAutofocus: the palette is opened to type
        autoFocus
        type="text"
        role="combobox"
        aria-expanded="true"
        aria-controls={id}
        aria-activedescendant={entries[at] ? `${id}-${at}` : undefined}
        aria-label={words.palette.placeholder}
        placeholder={words.palette.placeholder}
        value={typed}
        onKeyDown={pressed}
        onChange={(event) => {
          setTyped(event.target.value)
          setAt(0)
        }}
      />
      {entries.length === 0 && <p className="nothing">{words.palette.none}</p>}
      <div ref={list} role="listbox" id={id} aria-label={words.palette.title}>
        {entries.map((entry, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the field above
          <div
            key={entry.key}
            id={`${id}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === at}
            onClick={() => go(entry)}
            onMouseMove={() => setAt(index)}
          >
            <span>{entry.label}</span>
            <small>{entry.kind}</small>
          </div>
        ))}
      </div>
    </div>
  )
}

function useEntries(typed: string): readonly Entry[] {
  const { words, say, language, speak } = useWords()
  const who = useWho()
  const navigate = useNavigate()
  const write = useNewStory()
  const signOut = useSignOut()
  const region = useQuery(regionQuery)
  const stories = useQuery(storiesQuery)
  const found = useQuery(searchQuery({ text: typed, filters: typed.trim() === '' ? {} : { kind: 'story' } }, 8))
  const commands: Entry[] = [
    ...(mayDo(who, 'story.write') ? [{ key: 'file', label: words.nav.file, to: () => write.mutate() }] : []),
    { key: 'home', label: words.nav.home, to: '/' },
    ...(mayDo(who, 'offer.adopt') ? [{ key: 'offers', label: words.nav.offers, to: '/offers' }] : []),
    { key: 'search', label: words.nav.search, to: '/search' },
    ...(mayDo(who, 'system.read') ? [{ key: 'system', label: words.nav.system, to: '/system' }] : []),
    { key: 'language', label: words.nav.language, to: () => speak(language === 'zh' ? 'en' : 'zh') },
    { key: 'out', label: words.nav.signOut, to: () => void signOut() },
  ].map((entry) => ({ ...entry, kind: words.palette.commands }))
  const own: Entry[] = (stories.data ?? []).map(({ id, headline, state }) => ({
    key: id,
    kind: words.state[state],
    label: headline || words.home.untitled,
    to: `/stories/${id}`,
  }))
  const others: Entry[] = (found.data?.hits ?? []).map(({ id, centre, headline }) => ({
    key: id,
    kind: words.palette.stories,
    label: plain(headline),
    to: centre === who.centre ? `/stories/${id}` : '/offers',
  }))
  const centres: Entry[] = (region.data?.centres ?? []).map((one) => ({
    key: one.id,
    kind: words.palette.centres,
    label: words.palette.centreStories(say(one.name)),
    also: `${one.name.zh} ${one.name.en} ${one.id}`,
    to: () => void navigate(`/search?centre=${one.id}`),
  }))
  const people: Entry[] = (region.data?.people ?? []).map((one) => ({
    key: one.id,
    kind: one.title,
    label: say(one.name),
    also: `${one.name.zh} ${one.name.en}`,
    to: `/search?q=${encodeURIComponent(one.name.zh)}`,
  }))
  return entriesOf(typed, { commands, stories: own, found: others, centres, people })
}
