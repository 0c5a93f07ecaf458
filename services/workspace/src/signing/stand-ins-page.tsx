import { type StandInView, standInList, standInView } from '@kitchen/api'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { ask } from '../api/ask.ts'
import { useDoing } from '../api/doing.ts'
import { Loaded } from '../api/loaded.tsx'
import { useNames } from '../session/names.ts'
import { Nothing, Page } from '../session/page.tsx'
import { mayDo, useWho } from '../session/who.tsx'
import '../story/story.css'
import { useNow } from '../words/now.ts'
import { useWords } from '../words/provider.tsx'
import { Time } from '../words/time.tsx'
import { GrantForm } from './grant-form.tsx'

const standInsQuery = queryOptions({ queryKey: ['stand-ins'], queryFn: async () => (await ask(standInList, '/api/stand-ins')).standIns })

/** 代审: who signs in place of whom at this centre, for how long, by whose leave. */
export function StandInsPage() {
  const { words } = useWords()
  const who = useWho()
  const standIns = useQuery(standInsQuery)
  return (
    <Page title={words.story.standIns} hint={words.story.standInsNoneHint}>
      {mayDo(who, 'review.delegate') && <GrantForm />}
      <Loaded query={standIns} rows={4}>
        {(all) => (all.length === 0 ? <Nothing says={words.story.standInsNone} /> : <List all={all} />)}
      </Loaded>
    </Page>
  )
}

const List = ({ all }: { readonly all: readonly StandInView[] }) => (
  <ul className="stand-ins">
    {all.map((one) => (
      <Line key={one.id} one={one} />
    ))}
  </ul>
)

function Line({ one }: { readonly one: StandInView }) {
  const { words } = useWords()
  const nameOf = useNames()
  const who = useWho()
  const state = stateOf(one, useNow())
  const end = useDoing<void, StandInView>({
    act: () => ask(standInView, `/api/stand-ins/${one.id}/end`, 'POST', {}),
    says: words.story.standInEnded,
    renews: [['stand-ins'], ['stories']],
  })
  const says = {
    ended: words.story.standInEnded,
    over: words.story.standInOver,
    later: words.story.standInLater,
    now: words.story.standInNow,
  }
  return (
    <li className="stand-in" data-state={state}>
      <strong>{nameOf(one.person, one.name)}</strong>
      <span>{one.does === 'proof' ? words.story.standInProof : words.story.review[one.does]}</span>
      <span>
        <Time at={one.from} /> – <Time at={one.until} />
      </span>
      <span>{says[state]}</span>
      <span className="stand-in-why">
        {one.reason}　{words.story.standInBy(nameOf(one.grantedBy, one.grantedName))}
      </span>
      {(state === 'now' || state === 'later') && mayDo(who, 'review.delegate') && (
        <Button size="small" onClick={() => end.mutate()} loading={end.isPending}>
          {words.story.standInEnd}
        </Button>
      )}
    </li>
  )
}

function stateOf({ ended, from, until }: StandInView, now: Date): 'ended' | 'over' | 'later' | 'now' {
  if (ended) return 'ended'
  if (Date.parse(until) <= now.getTime()) return 'over'
  return Date.parse(from) > now.getTime() ? 'later' : 'now'
}
