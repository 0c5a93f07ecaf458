import { useEffect, useRef } from 'react'
import { useWords } from '../words/provider.tsx'
import { type Editor, useEditorState } from './editor.tsx'
import { fitting, type Insertion } from './menu.ts'
import { type Slash, slashKey } from './slash.ts'

/** The list under the slash. Keys are handled by the text; a tap works as well. */
export function SlashMenu({
  editor,
  all,
  choose,
}: {
  readonly editor: Editor
  readonly all: readonly Insertion[]
  readonly choose: (slash: Slash, insertion: Insertion) => void
}) {
  const { words } = useWords()
  const state = useEditorState(editor)
  const list = useRef<HTMLDivElement>(null)
  const open = slashKey.getState(state)?.slash
  useEffect(() => {
    list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' })
  })
  if (!open || !editor.view.hasFocus()) return null
  const fits = fitting(all, open.query)
  const place = editor.view.coordsAtPos(open.from)
  const below = place.bottom + 300 < innerHeight
  const style = {
    left: Math.min(place.left, innerWidth - 216),
    ...(below ? { top: place.bottom + 4 } : { bottom: innerHeight - place.top + 4 }),
  }
  return (
    <div className="slash" role="listbox" aria-label={words.filing.slash} style={style} ref={list}>
      {fits.length === 0 && <p>{words.filing.slashNone}</p>}
      {fits.map((one, index) => (
        <div
          key={one.key}
          role="option"
          tabIndex={-1}
          aria-selected={index === chosenAt(open, fits.length)}
          onMouseDown={(event) => {
            event.preventDefault()
            choose(open, one)
          }}
        >
          {one.label}
        </div>
      ))}
    </div>
  )
}

/** Past the end starts again. */
export const chosenAt = ({ at }: Slash, count: number): number => (count === 0 ? 0 : at % count)
