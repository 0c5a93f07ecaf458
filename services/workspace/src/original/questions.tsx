import type { OriginalView, Question } from '@kitchen/api'
import { Button } from 'antd'
import { type KeyboardEvent, useEffect, useRef } from 'react'
import { DocumentText } from '../story/document-text.tsx'
import { useWords } from '../words/provider.tsx'
import { alone } from './rows.ts'
import { useAmend } from './use-amend.ts'

type Choice = 'ours' | 'theirs' | 'base'
const keys: Readonly<Record<string, Choice>> = { 1: 'ours', 2: 'theirs', 3: 'base' }

/** What has to be chosen, one choice a block; with 1, 2, 3 the next question comes under the hand. */
export function Questions({ original }: { readonly original: OriginalView }) {
  const { words } = useWords()
  const { questions, revision, story } = original
  const choose = useAmend<{ revision: number; block: string; kind: Question['kind']; choice: Choice }>(
    story,
    'choose',
    words.original.chosen,
  )
  const list = useRef<HTMLOListElement>(null)
  const answered = useRef(false)
  useEffect(() => {
    if (answered.current && questions.length > 0) list.current?.querySelector<HTMLElement>('[data-question]')?.focus()
  }, [questions])
  if (questions.length === 0) return null
  const decide = ({ block, kind }: Question, choice: Choice) => {
    answered.current = true
    if (!choose.isPending) choose.mutate({ revision, block, kind, choice })
  }
  return (
    <section className="questions" aria-label={words.original.questions(questions.length)}>
      <h2>{words.original.questions(questions.length)}</h2>
      <p className="page-hint">{words.original.keys}</p>
      <ol ref={list}>
        {questions.map((question) => (
          <Asked
            key={`${question.block} ${question.kind}`}
            question={question}
            busy={choose.isPending}
            decide={(choice) => decide(question, choice)}
          />
        ))}
      </ol>
    </section>
  )
}

type AskedProps = { readonly question: Question; readonly busy: boolean; readonly decide: (choice: Choice) => void }
function Asked({ question, busy, decide }: AskedProps) {
  const { words } = useWords()
  const w = words.original
  const pressed = (event: KeyboardEvent) => {
    const choice = keys[event.key]
    if (!choice || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    decide(choice)
  }
  return (
    <li>
      <fieldset className="question" data-question={question.block} tabIndex={-1} onKeyDown={pressed}>
        <legend>{w.asked[question.kind]}</legend>
        <div className="question-sides">
          {(['base', 'theirs', 'ours'] as const).map((side) => (
            <div key={side} className="question-side" data-side={side}>
              <h3>{w[side]}</h3>
              <Side node={question[side]} hunks={question.hunks.map((hunk) => hunk[side])} />
              {(side !== 'base' || question.kind !== 'order') && (
                <Button disabled={busy} type={side === 'theirs' ? 'primary' : 'default'} onClick={() => decide(side)}>
                  {w.choose[side]}
                </Button>
              )}
            </div>
          ))}
        </div>
      </fieldset>
    </li>
  )
}

/** The words that differ, then the block around them. */
function Side({ node, hunks }: { readonly node: unknown; readonly hunks: readonly string[] }) {
  const { words } = useWords()
  const told = hunks.filter((text) => text !== '')
  return (
    <>
      {told.length > 0 && (
        <p className="question-words">
          {told.map((text) => (
            <mark key={text}>{text}</mark>
          ))}
        </p>
      )}
      {node ? <DocumentText document={alone(node)} /> : <p className="nothing">{words.original.gone}</p>}
    </>
  )
}
