import { type Manuscript, manuscript } from '@kitchen/api'
import { parseDocument, plainText, schema } from '@kitchen/document'
import { App } from 'antd'
import { Fragment, type Node } from 'prosemirror-model'
import { useMemo } from 'react'
import { ask } from '../api/ask.ts'
import { useComplaint } from '../api/doing.ts'
import type { Editor } from '../editor/editor.tsx'
import { insertBlock, startOf } from '../editor/turn.ts'
import { upload, whenOpened } from '../uploads/queue.ts'
import { useWords } from '../words/provider.tsx'
import type { Note } from './note-list.tsx'

type Kind = 'picture' | 'video'
type Needs = { readonly story: string; readonly editor: Editor | null; readonly notes: (note: Note) => void }
/** Takes files in: manuscripts into the text, photos and video into the queue and at a place of the text: where they were dropped, or at the cursor. */
export type Bringing = ((files: readonly File[], at: number | null) => void) & {
  readonly insert: (asset: string, kind: Kind, at: number | null) => void
}

export function useBringing({ story, editor, notes }: Needs): Bringing {
  const { message } = App.useApp()
  const { words } = useWords()
  const complain = useComplaint()
  return useMemo(() => {
    const insert = (asset: string, kind: Kind, at: number | null) => {
      if (!editor) return
      const { tr } = insertBlock(editor.view.state, schema.node(kind, { asset }), at ?? undefined)
      editor.view.dispatch(tr.scrollIntoView())
    }
    const readIn = async (file: File) => {
      const hide = message.loading(words.filing.manuscriptReading(file.name), 0)
      try {
        const read = await ask(manuscript, `/api/manuscripts?name=${encodeURIComponent(file.name)}`, 'POST', file, 60_000)
        if (editor) put(editor, documentOf(read))
        notes({ title: `${file.name} · ${words.filing.dropped}`, lines: [...read.notes] })
        void message.success(words.filing.manuscriptDone(file.name))
      } catch (error) {
        complain(error)
      } finally {
        hide()
      }
    }
    const bring = (files: readonly File[], at: number | null) => {
      const texts = files.filter(isManuscript)
      const media = files.filter((file) => !isManuscript(file))
      for (const file of texts) void readIn(file)
      upload(story, media).forEach((key, index) => {
        const kind = kindOf(media[index]!)
        if (kind) whenOpened(key, (asset) => insert(asset, kind, at))
      })
    }
    return Object.assign(bring, { insert })
  }, [story, editor, notes, message, words, complain])
}

const isManuscript = ({ name }: File) => /\.(docx|md|markdown|txt|html?)$/i.test(name)
function kindOf({ type, name }: File): Kind | null {
  if (type.startsWith('video/') || /\.(mp4|mov|mxf|mkv|webm|avi|m4v)$/i.test(name)) return 'video'
  return type.startsWith('image/') || /\.(jpe?g|png|heic|heif|webp|avif|tiff?)$/i.test(name) ? 'picture' : null
}

/** Pictures inside a manuscript have become uploads: their blocks name the assets. */
function documentOf({ document, pictures }: Manuscript): Node {
  const assets = new Map(pictures.map(({ name, asset }) => [`file:${name}`, String(asset)]))
  const read = parseDocument(document)
  const children = read.children.map((block) => {
    const asset = assets.get(String(block.attrs.asset))
    return asset ? block.type.create({ ...block.attrs, asset }) : block
  })
  return read.copy(Fragment.fromArray(children))
}

/** An empty story takes all of it; else titles fill what is empty, one that finds its place taken becomes a paragraph, and the text goes to the end. One undo takes it back. */
function put(editor: Editor, brought: Node) {
  const { state } = editor.view
  const { doc } = state
  const tr = state.tr
  if (plainText(doc) === '') tr.replaceWith(0, doc.content.size, brought.content)
  else {
    tr.insert(doc.content.size, Fragment.fromArray([...homeless(doc, brought), ...brought.children.slice(4).filter(hasContent)]))
    for (let index = 3; index >= 0; index--) {
      const field = brought.child(index)
      if (doc.child(index).content.size === 0 && field.content.size > 0) tr.insert(startOf(doc, index) + 1, field.content)
    }
  }
  editor.view.dispatch(tr)
  editor.view.focus()
}

/** Titles of a manuscript whose place in the story is taken by other words: they stay as paragraphs. */
const homeless = (doc: Node, brought: Node): Node[] =>
  brought.children
    .slice(0, 4)
    .filter((field, at) => field.content.size > 0 && doc.child(at).content.size > 0 && field.textContent !== doc.child(at).textContent)
    .map((field) => schema.node('paragraph', null, field.content))
/** The empty paragraph that a manuscript of titles alone ends with says nothing. */
const hasContent = (block: Node): boolean => block.type.name !== 'paragraph' || block.content.size > 0
