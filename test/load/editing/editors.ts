import { randomUUID } from 'node:crypto'
import { schema } from '@kitchen/document'
import { type Authority, type Commit, type Confirmed, replay, startAuthority } from '@kitchen/document/authority'

type Editor = { readonly clientId: string; readonly block: number; waiting: number[]; flight: Flight | null; nextId: number }
type Flight = { readonly commitId: number; readonly asked: readonly number[] }
export type Document = Authority['doc']
/** Many people at one story: each writes letters at the end of a paragraph, and has one commit on the way at a time. */
export type Editors = {
  readonly clientIds: readonly string[]
  /** One letter by one of them. */
  readonly type: (editor: number) => void
  /** The server would not take a commit: it is made anew on what is known by now. */
  readonly refused: (editor: number) => void
  readonly heard: (rows: readonly Confirmed[]) => void
  /** Of each letter that was confirmed the milliseconds since it was typed: confirmed is what the stream says. */
  readonly took: readonly number[]
  readonly waiting: () => number
}

/**
 * All of them hear the same stream over links that are equally slow, so one copy of the confirmed text serves all: a hundred whole editors in one process
 * would measure themselves.
 */
export function openEditors(first: Document, version: number, count: number, send: (editor: number, commit: Commit) => void): Editors {
  let text = startAuthority(first, version)
  const took: number[] = []
  const editors: Editor[] = Array.from({ length: count }, (_, n) => ({
    clientId: randomUUID(),
    block: first.childCount - 1 - (n % paragraphs),
    waiting: [],
    flight: null,
    nextId: 1,
  }))
  const submit = (n: number) => {
    const editor = editors[n]!
    if (editor.flight || editor.waiting.length === 0) return
    const steps = editor.waiting.map((_, letter) => insertion(endOf(text.doc, editor.block) + letter))
    editor.flight = { commitId: editor.nextId++, asked: editor.waiting }
    editor.waiting = []
    send(n, { clientId: editor.clientId, commitId: editor.flight.commitId, baseVersion: text.version, steps })
  }
  const confirm = ({ clientId, commitId }: Confirmed) => {
    const editor = editors.find((one) => one.clientId === clientId)
    if (editor?.flight?.commitId !== commitId) return
    took.push(...editor.flight.asked.map((asked) => performance.now() - asked))
    editor.flight = null
  }
  return {
    clientIds: editors.map(({ clientId }) => clientId),
    took,
    type: (n) => {
      editors[n]!.waiting.push(performance.now())
      submit(n)
    },
    refused: (n) => {
      const editor = editors[n]!
      editor.waiting = [...(editor.flight?.asked ?? []), ...editor.waiting]
      editor.flight = null
      submit(n)
    },
    heard: (rows) => {
      for (const row of rows) {
        text = replay(text, [row])
        confirm(row)
      }
      for (const n of editors.keys()) submit(n)
    },
    waiting: () => editors.filter(({ flight, waiting }) => flight || waiting.length > 0).length,
  }
}

const paragraphs = 20
/** A story of 20 paragraphs of 100 characters. */
export function storyToWrite(): Document {
  const titles = ['kicker', 'headline', 'deck', 'byline'].map((name) => schema.node(name, null, [schema.text('春灌')]))
  const text = Array.from({ length: paragraphs }, (_, n) => schema.node('paragraph', { id: `p${n}` }, [schema.text('渠'.repeat(100))]))
  return schema.node('doc', null, [...titles, ...text])
}

function endOf(doc: Document, block: number): number {
  let at = -1
  for (let n = 0; n <= block; n++) at += doc.child(n).nodeSize
  return at
}

const insertion = (at: number): unknown => ({ stepType: 'replace', from: at, to: at, slice: { content: [{ type: 'text', text: '水' }] } })
