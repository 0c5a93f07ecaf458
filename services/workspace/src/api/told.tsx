import type { Failure } from '@kitchen/api'
import { Button } from 'antd'
import { useWords } from '../words/provider.tsx'

/** What failed, why and what next, in the person's language; with a button when it can be tried again. */
export function Told({
  failure,
  again,
  page = false,
}: {
  readonly failure: Failure
  readonly again?: (() => void) | undefined
  readonly page?: boolean
}) {
  const { words, say } = useWords()
  return (
    <div className="told" role="alert">
      {page ? <h1 className="told-says">{say(failure.says)}</h1> : <p className="told-says">{say(failure.says)}</p>}
      <p className="told-next">
        {say(failure.next)} <code title={words.trouble.code}>{failure.code}</code>
      </p>
      {again && (
        <Button size="small" onClick={again}>
          {words.retry}
        </Button>
      )}
    </div>
  )
}
