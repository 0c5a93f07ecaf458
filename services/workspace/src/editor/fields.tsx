import { useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { createPortal } from 'react-dom'
import { useWords } from '../words/provider.tsx'
import type { Editor } from './editor.tsx'
import { Figure } from './figure.tsx'
import type { Host } from './hosts.ts'

/** The fields of blocks, shown inside the text. */
export function Fields({ editor }: { readonly editor: Editor }) {
  const hosts = useSyncExternalStore(editor.hosts.subscribe, editor.hosts.now)
  return hosts.map((host) => createPortal(<FieldsOf host={host} />, host.place, host.key))
}

function FieldsOf({ host }: { readonly host: Host }) {
  const { words } = useWords()
  switch (host.node.type.name) {
    case 'picture':
    case 'video':
      return <Figure host={host} />
    case 'quotation':
      return <Field host={host} name="attribution" label={words.filing.attribution} />
    case 'table':
      return (
        <>
          <Field host={host} name="title" label={words.filing.tableTitle} />
          <Field host={host} name="note" label={words.filing.tableNote} />
        </>
      )
    default:
      return <Field host={host} name="title" label={words.filing.boxTitle} />
  }
}

/** One attribute as a line to write in. What is typed goes to the document at once; undo brings back what was. */
export function Field({ host, name, label }: { readonly host: Host; readonly name: string; readonly label: string }) {
  const there = String(host.node.attrs[name] ?? '')
  const [typed, setTyped] = useState(there)
  const composing = useRef(false)
  useEffect(() => {
    if (!composing.current) setTyped(there)
  }, [there])
  const change = (value: string) => {
    setTyped(value)
    if (!composing.current) host.set({ [name]: value })
  }
  return (
    <input
      className="field"
      aria-label={label}
      placeholder={label}
      value={typed}
      maxLength={500}
      data-field-name={name}
      onChange={(event) => change(event.target.value)}
      onCompositionStart={() => {
        composing.current = true
      }}
      onCompositionEnd={(event) => {
        composing.current = false
        change(event.currentTarget.value)
      }}
    />
  )
}
