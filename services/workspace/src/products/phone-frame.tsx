import type { ProductView } from '@kitchen/api'
import { useQuery } from '@tanstack/react-query'
import { z } from 'zod'
import { ask } from '../api/ask.ts'
import { useWords } from '../words/provider.tsx'
import { fileUrl, has } from './files.ts'
import { PageFrame } from './page-frame.tsx'

/** The article on a phone, scrollable; beside it what goes out with it (push text; WeChat digest and covers). */
export function PhoneFrame({ product, title }: { readonly product: ProductView; readonly title: string }) {
  return (
    <figure className="frame frame-phone" aria-label={title}>
      <div className="phone">
        <PageFrame src={fileUrl(product, has(product, 'index.html') ? 'index.html' : 'content.html')} title={title} />
      </div>
      <div className="phone-aside">{product.channel === 'app' ? <Push product={product} /> : <Draft product={product} />}</div>
    </figure>
  )
}

const push = z.looseObject({ title: z.string().optional(), body: z.string().optional() })
function Push({ product }: { readonly product: ProductView }) {
  const { words } = useWords()
  const text = useFile(product, 'push.json', push)
  if (!text) return null
  return (
    <section>
      <p className="frame-title">{words.frame.push}</p>
      <p>
        <strong>{text.title}</strong>
      </p>
      {text.body && <p>{text.body}</p>}
    </section>
  )
}

const draft = z.looseObject({ digest: z.string().optional() })
function Draft({ product }: { readonly product: ProductView }) {
  const { words } = useWords()
  const text = useFile(product, 'draft.json', draft)
  const covers = ['cover.jpg', 'square.jpg'].filter((path) => has(product, path))
  return (
    <section>
      {text?.digest && (
        <>
          <p className="frame-title">{words.frame.digest}</p>
          <p>{text.digest}</p>
        </>
      )}
      {covers.length > 0 && <p className="frame-title">{words.frame.cover}</p>}
      <div className="covers">
        {covers.map((path) => (
          <img key={path} src={fileUrl(product, path)} alt={`${words.frame.cover} ${path}`} />
        ))}
      </div>
    </section>
  )
}

function useFile<S extends z.ZodType>(product: ProductView, path: string, schema: S): z.infer<S> | undefined {
  return useQuery({
    queryKey: ['file', product.product, path],
    queryFn: () => ask(schema, fileUrl(product, path)),
    enabled: has(product, path),
    staleTime: Number.POSITIVE_INFINITY,
  }).data
}
