import { Modal } from 'antd'
import { useWords } from '../words/provider.tsx'
import './search.css'

/** What `?` shows. */
export function KeyList({ open, close }: { readonly open: boolean; readonly close: () => void }) {
  const { words } = useWords()
  const keys: readonly (readonly [string, string])[] = [
    ['⌘K / Ctrl K', words.keys.palette],
    ['?', words.keys.help],
    ['G', words.keys.home],
    ['N', words.keys.file],
    ['/', words.keys.search],
    ['Ctrl S', words.keys.save],
    ['Ctrl Z', words.keys.undo],
    ['Ctrl Shift Z', words.keys.redo],
    ['Ctrl B', words.keys.strong],
    ['/', words.keys.slash],
    ['← ↑ ↓ →', words.keys.arrows],
    ['Enter', words.keys.enter],
    ['Esc', words.keys.escape],
  ]
  return (
    <Modal open={open} onCancel={close} footer={null} title={words.keys.title} width={420}>
      <dl className="keys">
        {keys.map(([key, does]) => (
          <div key={`${key}${does}`}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  )
}
