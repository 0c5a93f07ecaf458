import type { Bilingual } from '@kitchen/model'
import { Button } from 'antd'
import { useWords } from '../words/provider.tsx'

export type Note = { readonly title: string; readonly lines: readonly Bilingual[] }

/** What was left behind when something was pasted or brought in. */
export function NoteList({ note, close }: { readonly note: Note; readonly close: () => void }) {
  const { words, say } = useWords()
  if (note.lines.length === 0) return null
  return (
    <div className="left-behind" role="status">
      <div>
        <strong>{note.title}</strong>
        <ul>
          {note.lines.map((line) => (
            <li key={line.en}>{say(line)}</li>
          ))}
        </ul>
      </div>
      <Button size="small" onClick={close}>
        {words.filing.hide}
      </Button>
    </div>
  )
}
