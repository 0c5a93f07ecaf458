import type { ProductView, RegionView, StoryView } from '@kitchen/api'
import { type Channel, channelNames, channels } from '@kitchen/model'
import { useQuery } from '@tanstack/react-query'
import { Segmented, Select } from 'antd'
import { useState } from 'react'
import { Loaded } from '../api/loaded.tsx'
import { deliveriesQuery, productsQuery, useRegion } from '../api/queries.ts'
import { ProductFrame } from '../products/product-frame.tsx'
import { useWords } from '../words/provider.tsx'
import { DocumentText } from './document-text.tsx'

type View = Channel | 'text'

/** The products of the sealed version, channel by channel, of any centre; before the seal the text. */
export function Previews({ story }: { readonly story: StoryView }) {
  const { words, say } = useWords()
  const region = useRegion()
  const products = useQuery({ ...productsQuery(story.id, story.sealed?.version), enabled: story.sealed !== null })
  const [chosen, setView] = useState<View>()
  const view = chosen ?? (story.sealed ? 'web' : 'text')
  const [centre, setCentre] = useState<string>(story.centre)
  if (!story.sealed)
    return (
      <>
        <p className="story-hint">{words.story.notSealed}</p>
        <DocumentText document={story.document} />
      </>
    )
  const options = [
    ...channels.map((channel) => ({
      value: channel,
      label: say({ zh: channelNames[channel].sign, en: channelNames[channel].en }),
      title: say(channelNames[channel]),
    })),
    { value: 'text' as const, label: words.story.text },
  ]
  return (
    <section className="previews" aria-label={words.story.previews}>
      <div className="previews-bar">
        <Segmented<View> value={view} onChange={setView} options={options} aria-label={words.story.previews} />
        {view !== 'text' && region.data && products.data && (
          <CentrePicker region={region.data} products={products.data} centre={centre} choose={setCentre} />
        )}
        {story.sealed.made + story.sealed.refused < story.sealed.expected && (
          <span className="story-hint">{words.story.progress(story.sealed.made, story.sealed.expected)}</span>
        )}
        {story.sealed.refused > 0 && <span className="previews-refused">{words.story.refusedCount(story.sealed.refused)}</span>}
      </div>
      {view === 'text' ? (
        <DocumentText document={story.document} />
      ) : (
        <Loaded query={products} rows={10}>
          {(all) =>
            region.data && (
              <Chosen story={story} region={region.data} products={all.filter((one) => one.centre === centre && one.channel === view)} />
            )
          }
        </Loaded>
      )}
    </section>
  )
}

function Chosen({
  story,
  region,
  products,
}: {
  readonly story: StoryView
  readonly region: RegionView
  readonly products: readonly ProductView[]
}) {
  const { words, say } = useWords()
  const deliveries = useQuery({ ...deliveriesQuery(story.id), enabled: story.published !== null })
  if (products.length === 0) {
    const { made = 0, refused = 0, expected = 0 } = story.sealed ?? {}
    return <p className="nothing">{made + refused < expected ? words.frame.waiting : words.frame.missing}</p>
  }
  return products.map((product) => {
    const centre = region.centres.find(({ id }) => id === product.centre)
    const delivery = deliveries.data?.find(({ outlet, version }) => outlet === product.outlet && version === product.version)
    return (
      <div key={product.outlet} className="preview">
        <ProductFrame product={product} centre={centre ? say(centre.name) : product.centre} address={delivery?.url ?? null} />
        {product.notes.length > 0 && (
          <ul className="preview-notes" aria-label={words.story.notes}>
            {product.notes.map((note) => (
              <li key={note.en}>{say(note)}</li>
            ))}
          </ul>
        )}
      </div>
    )
  })
}

function CentrePicker({
  region,
  products,
  centre,
  choose,
}: {
  readonly region: RegionView
  readonly products: readonly ProductView[]
  readonly centre: string
  readonly choose: (centre: string) => void
}) {
  const { words, say } = useWords()
  const has = new Set<string>(products.map((one) => one.centre))
  const options = region.centres.filter(({ id }) => has.has(id)).map(({ id, name }) => ({ value: String(id), label: say(name) }))
  if (options.length < 2) return null
  return (
    <Select
      aria-label={words.frame.centre}
      value={centre}
      onChange={choose}
      options={options}
      showSearch={{ optionFilterProp: 'label' }}
      className="centre-picker"
      popupMatchSelectWidth={160}
    />
  )
}
