import type { StuckView, SystemView } from '@kitchen/api'
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { Link } from 'react-router'
import { tell } from '../api/ask.ts'
import { useDoing } from '../api/doing.ts'
import { Loaded } from '../api/loaded.tsx'
import { systemQuery, useRegion } from '../api/queries.ts'
import { Section } from '../home/section.tsx'
import '../home/home.css'
import { Forbidden } from '../session/no-page.tsx'
import { Nothing, Page } from '../session/page.tsx'
import { mayDo, useWho } from '../session/who.tsx'
import { useNow } from '../words/now.ts'
import { useWords } from '../words/provider.tsx'
import { Time } from '../words/time.tsx'
import { waitedFor } from '../words/times.ts'
import './system.css'

/** What is stuck, why, since when, and one button each; below, every part with its figures. */
export function SystemPage() {
  const { words } = useWords()
  const who = useWho()
  const system = useQuery({ ...systemQuery, enabled: mayDo(who, 'system.read') })
  if (!mayDo(who, 'system.read')) return <Forbidden />
  return (
    <Page title={words.system.title} hint={words.system.hint}>
      <Loaded query={system} rows={8}>
        {({ stuck, parts }) => (
          <>
            <Section title={words.system.stuck} count={stuck.length}>
              {stuck.length === 0 ? <Nothing says={words.system.none} /> : <Stuck all={stuck} />}
            </Section>
            <Section title={words.system.parts} count={parts.length}>
              <Parts parts={parts} />
            </Section>
          </>
        )}
      </Loaded>
    </Page>
  )
}

const Stuck = ({ all }: { readonly all: readonly StuckView[] }) => (
  <ul className="stuck">
    {all.map((one) => (
      <StuckRow key={`${one.part}/${one.id}`} stuck={one} />
    ))}
  </ul>
)

function StuckRow({ stuck }: { readonly stuck: StuckView }) {
  const { words, say, language } = useWords()
  const now = useNow()
  const region = useRegion()
  const centre = region.data?.centres.find(({ id }) => id === stuck.centre)
  return (
    <li className={`stuck-row stuck-${stuck.kind}`}>
      <span className="stuck-kind">{words.system.kind[stuck.kind]}</span>
      <div className="stuck-body">
        <p className="stuck-what">
          {centre && <span>{say(centre.name)} · </span>}
          {say(stuck.what)}
        </p>
        <p className="stuck-why">{say(stuck.why)}</p>
        <p className="stuck-next">{say(stuck.next)}</p>
        {stuck.details && (
          <details className="stuck-details">
            <summary>{words.system.details}</summary>
            <pre>{stuck.details}</pre>
          </details>
        )}
        <p className="stuck-facts">
          <PartName part={stuck.part} />
          <span>
            <Time at={stuck.since} /> {words.wait.since(waitedFor(stuck.since, now, language))}
          </span>
          {stuck.story && <Link to={`/stories/${stuck.story}`}>{words.system.story}</Link>}
        </p>
      </div>
      <Actions stuck={stuck} />
    </li>
  )
}

function Actions({ stuck }: { readonly stuck: StuckView }) {
  const { words, say } = useWords()
  const who = useWho()
  const act = useDoing({
    act: (what: string) => tell(`/api/system/${stuck.part}/act`, 'POST', { id: stuck.id, do: what }),
    says: words.system.done,
    renews: [['system']],
  })
  if (!mayDo(who, 'system.operate')) return null
  return (
    <div className="stuck-actions">
      {stuck.actions.map((action) => (
        <Button key={action.do} onClick={() => act.mutate(action.do)} loading={act.isPending && act.variables === action.do}>
          {say(action.label)}
        </Button>
      ))}
    </div>
  )
}

function PartName({ part }: { readonly part: string }) {
  const { words } = useWords()
  const names: Record<string, string> = words.system.part
  return <span>{names[part] ?? part}</span>
}

function Parts({ parts }: { readonly parts: SystemView['parts'] }) {
  const { words, say, language } = useWords()
  const units: Record<string, string> = words.system.units
  return (
    <ul className="parts">
      {parts.map(({ part, state, figures }) => (
        <li key={part} className="part">
          <span className="part-name">
            <PartName part={part} />
          </span>
          <span className={`part-state part-${state}`}>{words.system.state[state]}</span>
          <span className="part-figures">
            {figures.filter(isTelling).map(({ name, value, unit }) => (
              <span key={name.en}>
                {say(name)} <b>{value.toLocaleString(language === 'zh' ? 'zh-CN' : 'en')}</b>
                {units[unit] ?? unit}
              </span>
            ))}
          </span>
        </li>
      ))}
    </ul>
  )
}

/** How long the oldest waits is worth a word only while something waits. */
const isTelling = ({ value, unit }: SystemView['parts'][number]['figures'][number]): boolean =>
  value !== 0 || !['s', 'seconds'].includes(unit)
