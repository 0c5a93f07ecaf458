import { useQuery } from '@tanstack/react-query'
import { type KeyboardEvent, useDeferredValue, useId, useState } from 'react'
import { suggestionsQuery } from '../api/queries.ts'
import { useWords } from '../words/provider.tsx'

type Props = { readonly text: string; readonly change: (text: string) => void }

/** The field with its suggestions: places and people as one types, by arrows and Enter or by a click. Esc closes them. */
export function SearchField({ text, change }: Props) {
  const { words } = useWords()
  const id = useId()
  const [typed, setTyped] = useState(text)
  const [open, setOpen] = useState(false)
  const [at, setAt] = useState(-1)
  const last = useDeferredValue(typed.split(/\s+/).at(-1) ?? '')
  const offered = useQuery({ ...suggestionsQuery(last), enabled: open && last !== '' })
  const names = open ? (offered.data ?? []).filter(({ name, count }) => count > 0 && name !== last).slice(0, 8) : []
  const write = (next: string, stays: boolean) => {
    setTyped(next)
    setOpen(stays)
    setAt(-1)
    change(next)
  }
  const take = (name: string) => write(`${typed.slice(0, typed.length - last.length)}${name}`, false)
  const pressed = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'ArrowDown' && names.length > 0) setAt((at + 1) % names.length)
    else if (event.key === 'ArrowUp' && names.length > 0) setAt((at - 1 + names.length) % names.length)
    else if (event.key === 'Enter' && names[at]) take(names[at].name)
    else if (event.key === 'Escape' && names.length > 0) setOpen(false)
    else return
    event.preventDefault()
  }
  return (
    <div className="search-field">
      <input
        type="search"
        // biome-ignore lint/a11y/noAutofocus: the page is opened to type
        autoFocus
        role="combobox"
        aria-expanded={names.length > 0}
        aria-controls={id}
        aria-autocomplete="list"
        aria-activedescendant={names[at] ? `${id}-${at}` : undefined}
        aria-label={words.search.label}
        placeholder={words.search.placeholder}
        value={typed}
        maxLength={100}
        onChange={(event) => write(event.target.value, true)}
        onKeyDown={pressed}
        onBlur={() => setOpen(false)}
      />
      <div role="listbox" id={id} aria-label={words.search.suggestions} hidden={names.length === 0}>
        {names.map(({ name, kind, count }, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the field above
          <div
            key={`${kind} ${name}`}
            id={`${id}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === at}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => take(name)}
            onMouseMove={() => setAt(index)}
          >
            <span>{name}</span>
            <small>
              {words.search.suggested[kind]} {count}
            </small>
          </div>
        ))}
      </div>
    </div>
  )
}
