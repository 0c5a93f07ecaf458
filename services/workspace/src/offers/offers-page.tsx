import { type CorrectionPolicy, correctionPolicy, type OfferView } from '@kitchen/api'
import { type Severity, severityNames } from '@kitchen/model'
import { useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { ask } from '../api/ask.ts'
import { useDoing } from '../api/doing.ts'
import { Loaded } from '../api/loaded.tsx'
import { offersQuery, policyQuery } from '../api/queries.ts'
import { Forbidden } from '../session/no-page.tsx'
import { Nothing, Page } from '../session/page.tsx'
import { mayDo, useWho } from '../session/who.tsx'
import { useWords } from '../words/provider.tsx'
import { OfferRows } from './offer-rows.tsx'

/** The inbox of a centre: the five of today, then what others have opened to it, and how corrections from above go in. */
export function OffersPage() {
  const { words } = useWords()
  const who = useWho()
  const offers = useQuery(offersQuery)
  if (!mayDo(who, 'offer.adopt')) return <Forbidden />
  return (
    <Page title={words.offers.title} hint={`${words.offers.hint}${words.offers.licence}`}>
      <Loaded query={offers} rows={8}>
        {(all) => (all.length === 0 ? <Nothing says={words.offers.none} hint={words.offers.noneHint} /> : <Inbox offers={all} />)}
      </Loaded>
      <Policy />
    </Page>
  )
}

function Inbox({ offers }: { readonly offers: readonly OfferView[] }) {
  const { words } = useWords()
  const today = offers.filter((one) => one.today)
  const rest = offers.filter((one) => !one.today)
  return (
    <>
      {today.length > 0 && (
        <section aria-label={words.inbox.today}>
          <h2 className="offers-title">{words.inbox.today}</h2>
          <p className="page-hint">{words.inbox.keys}</p>
          <OfferRows offers={today} />
        </section>
      )}
      {rest.length > 0 && (
        <section aria-label={words.inbox.rest}>
          <h2 className="offers-title">{words.inbox.rest}</h2>
          <OfferRows offers={rest} />
        </section>
      )}
    </>
  )
}

const severities: readonly Severity[] = ['error', 'update', 'refinement']

function Policy() {
  const { words, say } = useWords()
  const who = useWho()
  const policy = useQuery(policyQuery)
  const save = useDoing<CorrectionPolicy, unknown>({
    act: (next) => ask(correctionPolicy, '/api/correction-policy', 'PUT', next),
    says: words.inbox.policySaved,
    renews: [['policy']],
  })
  if (!policy.data) return null
  const options = (['itself', 'person'] as const).map((value) => ({ value, label: words.inbox.by[value] }))
  return (
    <section className="policy" aria-label={words.inbox.policy}>
      <h2 className="offers-title">{words.inbox.policy}</h2>
      {severities.map((severity) => (
        <span key={severity}>
          {say(severityNames[severity])}
          <Select
            aria-label={`${words.inbox.policy} ${say(severityNames[severity])}`}
            value={policy.data[severity]}
            options={options}
            disabled={!mayDo(who, 'story.release') || save.isPending}
            onChange={(by) => save.mutate({ ...policy.data, [severity]: by })}
          />
        </span>
      ))}
    </section>
  )
}
