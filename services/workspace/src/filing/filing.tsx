import { type StoryView, storyView } from '@kitchen/api'
import { assetsOf, countCharacters, emptyDocument, headlineOf, parseDocument } from '@kitchen/document'
import { useQueryClient } from '@tanstack/react-query'
import { App, Button } from 'antd'
import type { Node } from 'prosemirror-model'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useNavigate } from 'react-router'
import { ask } from '../api/ask.ts'
import { useDoing } from '../api/doing.ts'
import { useEditor } from '../editor/editor.tsx'
import { Fields } from '../editor/fields.tsx'
import { fitting, insertions } from '../editor/menu.ts'
import type { Slash } from '../editor/slash.ts'
import { chosenAt, SlashMenu } from '../editor/slash-menu.tsx'
import { Sources } from '../editor/sources.ts'
import { Toolbar } from '../editor/toolbar.tsx'
import { useTitle } from '../session/page.tsx'
import { useWords } from '../words/provider.tsx'
import { AssetChoice } from './asset-choice.tsx'
import { AssetPanel } from './asset-panel.tsx'
import { Banner } from './banner.tsx'
import { useBringing } from './bringing.ts'
import { ConflictDialog } from './conflict-dialog.tsx'
import { type DraftCopy, same, setAside } from './draft-copy.ts'
import { FilingBar } from './filing-bar.tsx'
import { type Note, NoteList } from './note-list.tsx'
import { useSaver } from './use-saver.ts'
import { looseIn, useSources } from './use-sources.ts'

type Props = { readonly story: StoryView; readonly draft: DraftCopy | null }

/** The page of a story that is being written. */
export function Filing({ story, draft }: Props) {
  const { words } = useWords()
  useTitle(words.filing.title)
  const { notification } = App.useApp()
  const restored = draft !== null && !same(draft.document, story.document)
  const stale = restored && draft.revision !== story.revision
  const [document, setDocument] = useState<Node>(() => read(restored ? draft.document : story.document))
  const [mustCarry, setMustCarry] = useState(restored ? draft.mustCarry : story.mustCarry)
  const [saver, state] = useSaver(story)
  const [conflict, setConflict] = useState(stale)
  const [notes, setNotes] = useState<Note | null>(null)
  const [picking, setPicking] = useState<'picture' | 'video' | null>(null)
  const newest = useRef({ document, mustCarry })
  newest.current = { document, mustCarry }
  const sources = useSources(story.id, assetsOf(document))
  const menu = useMemo(() => insertions(words, setPicking), [words])
  const take = useRef<(slash: Slash) => boolean>(() => false)

  const changed = (next: Node) => {
    setDocument(next)
    saver.changed({ document: next.toJSON(), mustCarry: newest.current.mustCarry })
  }
  const [box, editor] = useEditor({
    document,
    label: words.filing.editor,
    hints: hintsOf(words.filing),
    changed,
    save: () => void saver.flush(),
    notes: (left) => setNotes({ title: words.filing.pasted, lines: left }),
    files: (files, at) => bring(files, at),
    choose: (slash) => take.current(slash),
  })
  const bring = useBringing({ story: story.id, editor, notes: setNotes })
  const choose = (slash: Slash, insertion: (typeof menu)[number]) => {
    if (!editor) return
    editor.view.dispatch(editor.view.state.tr.delete(slash.from, slash.to))
    insertion.run(editor.view.state, editor.view.dispatch, editor.view)
    if (insertion.key !== 'picture' && insertion.key !== 'video') editor.view.focus()
  }
  take.current = (slash) => {
    const fits = fitting(menu, slash.query)
    const one = fits[chosenAt(slash, fits.length)]
    if (one) choose(slash, one)
    return one !== undefined
  }

  const takeTheirs = (theirs: StoryView) => {
    const mine = {
      story: story.id,
      revision: saver.revision(),
      document: newest.current.document.toJSON(),
      mustCarry: newest.current.mustCarry,
      at: new Date().toISOString(),
    }
    void setAside(mine)
    saver.adopt(theirs.revision)
    const next = read(theirs.document)
    setDocument(next)
    setMustCarry(theirs.mustCarry)
    editor?.replace(next)
    setConflict(false)
  }
  useRestored({
    restored: restored && !stale,
    saver,
    content: { document: document.toJSON(), mustCarry },
    tell: () =>
      notification.info({
        key: 'restored',
        title: words.filing.local,
        duration: 10,
        actions: (
          <Button
            size="small"
            onClick={() => {
              notification.destroy('restored')
              takeTheirs(story)
            }}
          >
            {words.filing.useServer}
          </Button>
        ),
      }),
  })
  useEffect(() => {
    if (state.kind === 'conflict') setConflict(true)
  }, [state.kind])
  useFollow({ story, saver, clean: state.kind === 'clean' && !conflict, follow: takeTheirs, editor: editor !== null })
  const carry = (on: boolean) => {
    setMustCarry(on)
    saver.changed({ document: newest.current.document.toJSON(), mustCarry: on })
  }
  const step = useStep(story.id, saver)
  return (
    <Sources value={sources}>
      <FilingBar
        story={story}
        state={state}
        count={countCharacters(document)}
        ready={{ headline: headlineOf(document) !== '', text: countCharacters(document) > 0 }}
        loose={looseIn(sources, assetsOf(document))}
        busy={step.isPending}
        save={() => void saver.flush()}
        go={step.mutate}
        resolve={() => setConflict(true)}
      />
      <div className="filing">
        <div className="filing-main">
          <h2 className="unseen">{words.filing.text}</h2>
          <Banner story={story} />
          {notes && <NoteList note={notes} close={() => setNotes(null)} />}
          {editor && <Toolbar editor={editor} pick={setPicking} />}
          {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping a file is a short cut; the button beside does the same */}
          <div className="paper" ref={box} onDragOver={(event) => event.preventDefault()} />
          {editor && <Fields editor={editor} />}
          {editor && <SlashMenu editor={editor} all={menu} choose={choose} />}
        </div>
        <AssetPanel
          story={story}
          sources={sources}
          used={assetsOf(document)}
          mustCarry={mustCarry}
          setMustCarry={carry}
          bring={(files) => bring(files, null)}
          insert={(asset, kind) => bring.insert(asset, kind, null)}
        />
      </div>
      <AssetChoice
        kind={picking}
        sources={sources}
        close={() => setPicking(null)}
        choose={(asset, kind) => {
          bring.insert(asset, kind, null)
          setPicking(null)
        }}
        upload={(files) => {
          bring(files, null)
          setPicking(null)
        }}
      />
      {conflict && (
        <ConflictDialog
          story={story.id}
          mine={{ document: document.toJSON(), mustCarry, at: draft?.at ?? null }}
          keepMine={(theirs) => {
            void setAside({
              story: story.id,
              revision: theirs.revision,
              document: theirs.document,
              mustCarry: theirs.mustCarry,
              at: theirs.updatedAt,
            })
            saver.rebase(theirs.revision)
            saver.changed({ document: document.toJSON(), mustCarry })
            setConflict(false)
          }}
          keepTheirs={takeTheirs}
        />
      )}
    </Sources>
  )
}

const read = (value: unknown): Node => {
  try {
    return parseDocument(value)
  } catch {
    return emptyDocument()
  }
}

type Says = ReturnType<typeof useWords>['words']['filing']
const hintsOf = (f: Says) => ({
  kicker: { label: f.kicker, hint: f.kickerHint },
  headline: { label: f.headline, hint: f.headlineHint },
  deck: { label: f.deck, hint: f.deckHint },
  byline: { label: f.byline, hint: f.bylineHint },
  text: { label: f.text, hint: f.textHint },
})

type SaverOf = ReturnType<typeof useSaver>[0]

/** What this browser held is sent again, and said. */
function useRestored({
  restored,
  saver,
  content,
  tell,
}: {
  readonly restored: boolean
  readonly saver: SaverOf
  readonly content: { readonly document: unknown; readonly mustCarry: boolean }
  readonly tell: () => void
}) {
  const done = useRef(false)
  useEffect(() => {
    if (!restored || done.current) return
    done.current = true
    saver.changed(content)
    tell()
  })
}

/** When nothing is unsaved here and the story moved on elsewhere, the newest state is shown. */
function useFollow({
  story,
  saver,
  clean,
  follow,
  editor,
}: {
  readonly story: StoryView
  readonly saver: SaverOf
  readonly clean: boolean
  readonly follow: (story: StoryView) => void
  readonly editor: boolean
}) {
  const moved = editor && clean && story.revision > saver.revision()
  const go = useRef(follow)
  go.current = follow
  useEffect(() => {
    if (moved) go.current(story)
  }, [moved, story])
}

/** Files or seals what was saved, and goes to the story. */
function useStep(id: string, saver: SaverOf) {
  const { words } = useWords()
  const { message } = App.useApp()
  const client = useQueryClient()
  const navigate = useNavigate()
  return useDoing<'file' | 'seal', StoryView | null>({
    act: async (what) =>
      (await saver.flush()) ? ask(storyView, `/api/stories/${id}/${what}`, 'POST', { revision: saver.revision() }) : null,
    renews: [['stories']],
    after: (next) => {
      if (!next) return
      client.setQueryData(['story', id], next)
      void message.success(next.state === 'filed' ? words.filing.filed : words.story.sealed)
      void navigate(next.state === 'filed' ? '/' : `/stories/${id}`)
    },
  })
}
