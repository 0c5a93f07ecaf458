import { type RecallTarget, type RecallView, type RegionView, recallView } from '@kitchen/api'
import { App, Button } from 'antd'
import { ask } from '../api/ask.ts'
import { useDoing } from '../api/doing.ts'
import type { CellState } from '../board/cell.ts'
import { useNaming } from '../board/naming.ts'
import { Shape } from '../board/shape.tsx'
import { mayDo, useWho } from '../session/who.tsx'
import { useNow } from '../words/now.ts'
import { useWords } from '../words/provider.tsx'
import { Time } from '../words/time.tsx'
import { waitedFor } from '../words/times.ts'
import { letterOf } from './letter.ts'
import { inOrder, isOverdue } from './sum.ts'

type Told = { readonly region: RegionView; readonly recall: RecallView }
const shapes: Record<RecallTarget['stage'], CellState> = {
  ordered: 'waiting',
  sent: 'recalling',
  acknowledged: 'recalling',
  gone: 'recalled',
  person: 'person',
}

/** Every outlet: how far, whose it is and by when, what proves it. */
export function Targets({ region, recall }: Told) {
  const { words } = useWords()
  const { head } = words.recalls
  return (
    <table className="recall-targets">
      <thead>
        <tr>
          {Object.entries(head).map(([key, label]) => (
            <th key={key} scope="col">
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {inOrder(recall.targets).map((target) => (
          <Target key={target.delivery} region={region} recall={recall} target={target} />
        ))}
      </tbody>
    </table>
  )
}

function Target({ region, recall, target }: Told & { readonly target: RecallTarget }) {
  const { words, say } = useWords()
  const naming = useNaming(region)
  const { head, stage } = words.recalls
  const stopped = target.stage === 'gone' && target.proof === null
  return (
    <tr data-outlet={target.outlet} data-stage={target.stage}>
      <th scope="row">
        {naming.centre(target.centre)} {naming.channel(target)}
        {target.story !== recall.story && <span className="recall-mark">{words.recalls.copy}</span>}
      </th>
      <td data-head={head.stage}>
        <Shape state={shapes[target.stage]} /> {stopped ? words.recalls.notSent : stage[target.stage]}
        {target.failure && target.stage !== 'gone' && <p className="recall-why">{say(target.failure.says)}</p>}
      </td>
      <td data-head={head.who}>
        <Who region={region} recall={recall} target={target} />
      </td>
      <td data-head={head.due}>
        <Due target={target} />
      </td>
      <td data-head={head.proof}>
        <Proof target={target} />
      </td>
    </tr>
  )
}

function Due({ target }: { readonly target: RecallTarget }) {
  const { words, language } = useWords()
  const now = useNow()
  if (target.stage === 'gone') return <Time at={target.since} />
  if (!isOverdue(target, now)) return <Time at={target.due} />
  return <strong className="recall-late">{words.recalls.overdueBy(waitedFor(target.due, now, language))}</strong>
}

/** The person, and what they can do: take it, send the letter. */
function Who({ region, recall, target }: Told & { readonly target: RecallTarget }) {
  const { words, say } = useWords()
  const who = useWho()
  const take = useDoing<void, RecallView>({
    act: () => ask(recallView, `/api/recalls/targets/${target.delivery}/take`, 'POST', {}),
    says: words.recalls.taken,
    renews: [['recalls']],
  })
  if (target.stage === 'gone') return null
  const mine = target.centre === who.centre && mayDo(who, 'task.finish') && !(target.who?.taken && target.who.person === who.person)
  return (
    <>
      {target.who ? `${say(target.who.name)}（${target.who.title}）` : words.recalls.nobody}
      <span className="recall-steps">
        {mine && (
          <Button size="small" onClick={() => take.mutate()} loading={take.isPending}>
            {words.recalls.take}
          </Button>
        )}
        <Letter region={region} recall={recall} target={target} />
      </span>
    </>
  )
}

/** 撤稿函, drafted: read it, copy it. */
function Letter({ region, recall, target }: Told & { readonly target: RecallTarget }) {
  const { words, say } = useWords()
  const { modal, message } = App.useApp()
  const naming = useNaming(region)
  const order = recall.orders.find(({ outlets }) => outlets === null || outlets.includes(target.outlet)) ?? recall.orders[0]
  if (!order) return null
  const outlet = region.centres.find(({ id }) => id === target.centre)?.outlets.find(({ id }) => id === target.outlet)
  const show = () => {
    const [from, to] = [naming.centre(order.centre), naming.centre(target.centre)]
    const text = letterOf({ target, order, from, to, outlet: outlet ? say(outlet.name) : target.outlet, now: new Date() })
    void modal.confirm({
      title: words.recalls.letter,
      icon: null,
      width: 560,
      content: <pre className="recall-letter">{text}</pre>,
      okText: words.recalls.letterCopy,
      cancelText: words.close,
      onOk: () => navigator.clipboard.writeText(text).then(() => void message.success(words.recalls.letterCopied)),
    })
  }
  return (
    <Button size="small" onClick={show}>
      {words.recalls.letter}
    </Button>
  )
}

function Proof({ target: { proof, remains, url } }: { readonly target: RecallTarget }) {
  const { words, say } = useWords()
  const { proofs } = words.recalls
  const says = [
    typeof proof?.status === 'number' && proofs.status(proof.status),
    Array.isArray(proof?.outOf) && proofs.outOf,
    proof?.tombstone === true && proofs.tombstone,
    proof?.deleted === true && proofs.deleted,
    typeof proof?.notice === 'string' && proofs.notice,
    typeof proof?.mediaGone === 'number' && proofs.media(proof.mediaGone, Number(proof.mediaElsewhere ?? 0)),
  ].filter((one) => typeof one === 'string')
  return (
    <>
      {words.list(says)}
      {remains && (
        <p className="recall-why">
          {words.recalls.remains}
          {say(remains)}
        </p>
      )}
      {!proof && url && (
        <a href={url} target="_blank" rel="noreferrer">
          {url}
        </a>
      )}
    </>
  )
}
