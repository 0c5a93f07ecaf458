import { liveOf } from '@kitchen/document/client'
import { Button } from 'antd'
import { useNames } from '../../session/names.ts'
import { useWords } from '../../words/provider.tsx'
import { type Editor, useEditorState, useTogether } from '../editor.tsx'
import { colourOf } from './colours.ts'
import { othersKey } from './cursors.ts'

/** Who is in the story now, and what changed while one was away. */
export function Company({ editor }: { readonly editor: Editor }) {
  const { words } = useWords()
  const nameOf = useNames()
  const { clientId } = liveOf(useEditorState(editor))
  const { people, meanwhile } = useTogether(editor)
  const there = people.filter((one) => one.clientId !== clientId)
  return (
    <>
      {there.length > 0 && (
        <ul className="company" aria-label={words.together.here}>
          {there.map(({ clientId: id, person, name }) => (
            <li key={id} style={{ ['--hand' as string]: colourOf(person) }}>
              {bare(nameOf(person, name))}
            </li>
          ))}
        </ul>
      )}
      {meanwhile.length > 0 && <Changed editor={editor} />}
    </>
  )
}

function Changed({ editor }: { readonly editor: Editor }) {
  const { words } = useWords()
  const nameOf = useNames()
  const { meanwhile } = useTogether(editor)
  const names = [...new Map(meanwhile.map(({ person, name }) => [person, bare(nameOf(person, name))])).values()]
  const blocks = new Set(meanwhile.flatMap((row) => row.blocks))
  const seen = () => {
    editor.together.set({ meanwhile: [] })
    editor.view.dispatch(editor.view.state.tr.setMeta(othersKey, { changed: new Map() }))
  }
  return (
    <div className="left-behind meanwhile" role="status">
      <span>{words.together.meanwhile(words.list(names), blocks.size)}</span>
      <Button size="small" onClick={seen}>
        {words.together.shown}
      </Button>
    </div>
  )
}

/** Without what the sample says behind a name. */
const bare = (name: string) => name.replace(/（.*）$| \(.*\)$/, '')
