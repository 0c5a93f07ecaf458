import type { OfferView } from '@kitchen/api'
import { channelNames } from '@kitchen/model'
import { useQuery } from '@tanstack/react-query'
import { Segmented } from 'antd'
import { useState } from 'react'
import { productsQuery, useRegion } from '../api/queries.ts'
import { ProductFrame } from '../products/product-frame.tsx'
import { useWho } from '../session/who.tsx'
import { DocumentText } from '../story/document-text.tsx'
import { useWords } from '../words/provider.tsx'

/** What is offered, as text with its pictures; where it goes out here by standing authorisation, as this centre's own products too. */
export function OfferPreview({ offer }: { readonly offer: OfferView }) {
  const { words, say } = useWords()
  const who = useWho()
  const region = useRegion()
  const products = useQuery({ ...productsQuery(offer.story, offer.version), enabled: offer.mustCarry && offer.state !== 'recalled' })
  const [view, setView] = useState('text')
  const own = (products.data ?? []).filter(({ centre, state }) => centre === who.centre && state === 'made')
  const chosen = own.find(({ outlet }) => outlet === view)
  const centre = region.data?.centres.find(({ id }) => id === who.centre)
  const options = [
    { value: 'text', label: words.story.text },
    ...own.map(({ outlet, channel }) => ({
      value: String(outlet),
      label: say({ zh: channelNames[channel].sign, en: channelNames[channel].en }),
    })),
  ]
  return (
    <div className="offer-preview">
      {own.length > 0 && <Segmented value={view} onChange={setView} options={options} aria-label={words.inbox.preview} />}
      {chosen ? (
        <ProductFrame product={chosen} centre={centre ? say(centre.name) : who.centre} address={null} />
      ) : (
        <DocumentText document={offer.document} />
      )}
    </div>
  )
}
