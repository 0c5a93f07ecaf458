import type { ProductView } from '@kitchen/api'
import { channelNames } from '@kitchen/model'
import { Told } from '../api/told.tsx'
import { useWords } from '../words/provider.tsx'
import { PhoneFrame } from './phone-frame.tsx'
import { PrintFrame } from './print-frame.tsx'
import './products.css'
import { TvFrame } from './tv-frame.tsx'
import { WebFrame } from './web-frame.tsx'

type Props = { readonly product: ProductView; readonly centre: string; readonly address: string | null }

/** The product itself in the frame of its channel, or why it is not there. */
export function ProductFrame({ product, centre, address }: Props) {
  const { words, say } = useWords()
  const title = words.frame.product(say(channelNames[product.channel]), centre)
  if (product.state === 'refused') return product.failure ? <Told failure={product.failure} /> : null
  if (product.state !== 'made') return <Making product={product} />
  switch (product.channel) {
    case 'print':
      return <PrintFrame key={product.product} product={product} title={title} />
    case 'tv':
      return <TvFrame key={product.product} product={product} title={title} />
    case 'web':
      return <WebFrame key={product.product} product={product} title={title} address={address} />
    case 'app':
    case 'wechat':
      return <PhoneFrame key={product.product} product={product} title={title} />
  }
}

function Making({ product }: { readonly product: ProductView }) {
  const { words } = useWords()
  return (
    <div className="frame-making" role="status">
      <p>{product.state === 'making' ? words.frame.making(product.percent) : words.frame.waiting}</p>
      {product.state === 'making' && <progress max={100} value={product.percent} aria-label={words.frame.making(product.percent)} />}
      {product.waitsFor.length > 0 && <p>{words.story.waitsFor(words.list(product.waitsFor))}</p>}
    </div>
  )
}
