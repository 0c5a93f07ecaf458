import { type StoryView, storyView } from '@kitchen/api'
import { assetsOf, countCharacters, headlineOf } from '@kitchen/document'
import { type Live, liveOf } from '@kitchen/document/client'
import { useQueryClient } from '@tanstack/react-query'
import { App } from 'antd'
import type { Node } from 'prosemirror-model'
import { useMemo, useRef, useState, useSyncExternalStore } from 'react'
import { useNavigate } from 'react-router'
import { z } from 'zod'
import { ask } from '../api/ask.ts'
import { useDoing } from '../api/doing.ts'
import { type Editor, useEditor } from '../editor/editor.tsx'
import { Fields } from '../editor/fields.tsx'
import { fitting, insertions } from '../editor/menu.ts'
import type { Slash } from '../editor/slash.ts'
import { chosenAt, SlashMenu } from '../editor/slash-menu.tsx'
import { Sources } from '../editor/sources.ts'
import { BlockLine } from '../editor/together/block-line.tsx'
import { Company } from '../editor/together/company.tsx'
import type { Together } from '../editor/together/store.ts'
import { Toolbar } from '../editor/toolbar.tsx'
import { useTitle } from '../session/page.tsx'
import { useWho } from '../session/who.tsx'
import { useWords } from '../words/provider.tsx'
import { setAside } from './aside.ts'
import { AssetChoice } from './asset-choice.tsx'
import { AssetPanel } from './asset-panel.tsx'
import { Banner } from './banner.tsx'
import { useBringing } from './bringing.ts'
import { FilingBar } from './filing-bar.tsx'
import { type Note, NoteList } from './note-list.tsx'
import { looseIn, useSources } from './use-sources.ts'

type Props = { readonly story: StoryView; readonly opened: { readonly doc: Node; readonly live: Live } }

/** The page of a story that is being written, by however many. */
export function Filing({ story, opened }: Props) {
  const { words } = useWords()
  useTitle(words.filing.title)
  const { message } = App.useApp()
  const who = useWho()
  const [document, setDocument] = useState<Node>(opened.doc)
  const [notes, setNotes] = useState<Note | null>(null)
  const [picking, setPicking] = useState<'picture' | 'video' | null>(null)
  const sources = useSources(story.id, assetsOf(document))
  const menu = useMemo(() => insertions(words, setPicking), [words])
  const take = useRef<(slash: Slash) => boolean>(() => false)

  const [box, editor] = useEditor({
    person: who.person,
    story: story.id,
    opened,
    label: words.filing.editor,
    hints: hintsOf(words.filing),
    changed: setDocument,
    save: () => void editor?.session.flush(1_000),
    notes: (left) => setNotes({ title: words.filing.pasted, lines: left }),
    files: (files, at) => bring(files, at),
    choose: (slash) => take.current(slash),
    setAside: (text) => {
      void setAside({ person: who.person, story: story.id, document: text, mustCarry: story.mustCarry, at: new Date().toISOString() })
      void message.warning(words.together.refused)
    },
  })
  const together = useCompany(editor)
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

  const carry = useDoing({
    act: (mustCarry: boolean) => ask(saved, `/api/stories/${story.id}/draft`, 'PUT', { revision: story.revision, mustCarry }),
    renews: [['story', story.id]],
  })
  const step = useStep(story.id, editor)
  return (
    <Sources value={sources}>
      <FilingBar
        story={story}
        together={together}
        pending={editor ? liveOf(editor.view.state).pending.length : 0}
        count={countCharacters(document)}
        ready={{ headline: headlineOf(document) !== '', text: countCharacters(document) > 0 }}
        loose={looseIn(sources, assetsOf(document))}
        busy={step.isPending}
        save={() => void editor?.session.flush(1_000)}
        go={step.mutate}
      />
      <div className="filing">
        <div className="filing-main">
          <h2 className="unseen">{words.filing.text}</h2>
          <Banner story={story} />
          {notes && <NoteList note={notes} close={() => setNotes(null)} />}
          {editor && <Company editor={editor} />}
          {editor && <Toolbar editor={editor} pick={setPicking} />}
          {editor && <BlockLine editor={editor} story={story} />}
          {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping a file is a short cut; the button beside does the same */}
          <div className="paper" ref={box} onDragOver={(event) => event.preventDefault()} />
          {editor && <Fields editor={editor} />}
          {editor && <SlashMenu editor={editor} all={menu} choose={choose} />}
        </div>
        <AssetPanel
          story={story}
          sources={sources}
          used={assetsOf(document)}
          mustCarry={carry.isPending ? carry.variables : story.mustCarry}
          setMustCarry={carry.mutate}
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
    </Sources>
  )
}

type Says = ReturnType<typeof useWords>['words']['filing']
const hintsOf = (f: Says) => ({
  kicker: { label: f.kicker, hint: f.kickerHint },
  headline: { label: f.headline, hint: f.headlineHint },
  deck: { label: f.deck, hint: f.deckHint },
  byline: { label: f.byline, hint: f.bylineHint },
  text: { label: f.text, hint: f.textHint },
})

const saved = z.object({ revision: z.int() })
/** What is not with the kitchen after so long has to wait for the link. */
const patience = 10_000

/** Files or seals what is confirmed, and goes to the story. */
function useStep(id: string, editor: Editor | null) {
  const { words } = useWords()
  const { message } = App.useApp()
  const client = useQueryClient()
  const navigate = useNavigate()
  return useDoing<'file' | 'seal', StoryView | null>({
    act: async (what) => {
      if (!editor || !(await editor.session.flush(patience))) return null
      return ask(storyView, `/api/stories/${id}/${what}`, 'POST', { revision: liveOf(editor.view.state).version })
    },
    renews: [['stories']],
    after: (next) => {
      if (!next) return
      client.setQueryData(['story', id], next)
      void message.success(next.state === 'filed' ? words.filing.filed : words.story.sealed)
      void navigate(next.state === 'filed' ? '/' : `/stories/${id}`)
    },
  })
}

/** What others do in the text, while there is an editor. */
function useCompany(editor: Editor | null): Together | null {
  return useSyncExternalStore(
    (changed) => editor?.together.subscribe(changed) ?? (() => {}),
    () => editor?.together.now() ?? null,
  )
}
