import { Button, Progress } from 'antd'
import { Link } from 'react-router'
import { Told } from '../api/told.tsx'
import { size } from '../words/amounts.ts'
import { useWords } from '../words/provider.tsx'
import type { UploadLine } from './line.ts'
import { pause, raise, reselect, resume } from './queue.ts'
import './uploads.css'
import { useRemove } from './use-uploads.ts'

/** What is on its way: how far, how fast, and a button for each. */
export function UploadList({ lines, named = false }: { readonly lines: readonly UploadLine[]; readonly named?: boolean }) {
  return (
    <ul className="uploads">
      {lines.map((line) => (
        <Line key={line.key} line={line} named={named} />
      ))}
    </ul>
  )
}

function Line({ line, named }: { readonly line: UploadLine; readonly named: boolean }) {
  const { words } = useWords()
  const percent = line.size === 0 ? 0 : Math.floor((line.sent / line.size) * 100)
  return (
    <li className="upload" data-state={line.state}>
      {line.seen && line.type.startsWith('image/') ? <img src={line.seen} alt="" /> : <span className="upload-blank" aria-hidden />}
      <div className="upload-body">
        <p className="upload-name" title={line.name}>
          {line.name}
        </p>
        <Progress
          percent={percent}
          size="small"
          showInfo={false}
          status={line.state === 'failed' ? 'exception' : 'normal'}
          aria-label={words.assets.progress(line.name)}
        />
        <p className="upload-facts">
          <span>{words.assets.state[line.state]}</span>
          <span>
            {size(line.sent)} / {size(line.size)}
          </span>
          {line.rate > 0 && <span>{words.assets.rate(size(line.rate))}</span>}
          {named && line.story !== '' && <Link to={`/stories/${line.story}/edit`}>{words.assets.story}</Link>}
        </p>
        {line.failure && <Told failure={line.failure} />}
        <Buttons line={line} />
      </div>
    </li>
  )
}

function Buttons({ line }: { readonly line: UploadLine }) {
  const { words } = useWords()
  const removeIt = useRemove()
  const { key, state } = line
  return (
    <fieldset className="upload-buttons" aria-label={words.assets.actions(line.name)}>
      {(state === 'sending' || state === 'waiting') && <Small does={() => pause(key)} says={words.assets.pause} />}
      {state === 'paused' && <Small does={() => resume(key)} says={words.assets.resume} />}
      {state === 'failed' && <Small does={() => resume(key)} says={words.assets.retry} />}
      {state === 'waiting' && <Small does={() => raise(key)} says={words.assets.raise} />}
      {state === 'lost' && <Reselect line={line} />}
      <Small does={() => removeIt(line)} says={words.assets.remove} />
    </fieldset>
  )
}

const Small = ({ does, says }: { readonly does: () => void; readonly says: string }) => (
  <Button size="small" type="text" onClick={does}>
    {says}
  </Button>
)

function Reselect({ line }: { readonly line: UploadLine }) {
  const { words } = useWords()
  return (
    <label className="pick pick-small">
      {words.assets.reselect}
      <input type="file" onChange={({ target }) => target.files?.[0] && reselect(line.key, target.files[0])} />
    </label>
  )
}
