import { bilingual, centreId, channel, instant, outletId, sha256, storyId, versionNumber } from '@kitchen/model'
import { z } from 'zod'
import { failure } from './problem.ts'

/** A file of a product; `path` is relative to the product. */
export const productFile = z.object({ path: z.string(), sha256, bytes: z.int(), mediaType: z.string() })

/** One cell of a version's products. `percent` while it is being made; `waitsFor` names the assets it still needs. */
export const productView = z.object({
  story: storyId,
  version: versionNumber,
  centre: centreId,
  outlet: outletId,
  channel,
  state: z.enum(['waiting', 'making', 'made', 'refused']),
  percent: z.int(),
  waitsFor: z.array(z.string()),
  product: z.string().nullable(),
  hash: sha256.nullable(),
  files: z.array(productFile),
  notes: z.array(bilingual),
  failure: failure.nullable(),
  at: instant.nullable(),
})
/** GET /api/products?story=&version= (version optional: the newest) answers `{products}` (generation). */
export const productList = z.object({ products: z.array(productView) })
/** POST /api/products/again → 202 `{products}`: a refused product is made again, by its story's centre; after the release it needs a signature of its own. */
export const remakeProduct = z.strictObject({ story: storyId, version: versionNumber, outlet: outletId })
/**
 * GET /api/products/:product/files/<path> serves a file of a product with a sandboxing Content-Security-Policy; for web, app and wechat
 * `index.html` renders, `page.pdf` for print, `script.txt`, `still.jpg` or `video.mp4` for tv. `preview.html` is there for every channel.
 */
export type ProductView = z.infer<typeof productView>
export type ProductFile = z.infer<typeof productFile>

/** waiting → sending → delivered, or retrying / person; after a recall: withdrawing → withdrawn, or person. */
export const deliveryState = z.enum(['waiting', 'sending', 'retrying', 'delivered', 'person', 'withdrawing', 'withdrawn', 'stopped'])
export const deliveryView = z.object({
  id: z.string(),
  story: storyId,
  version: versionNumber,
  centre: centreId,
  origin: centreId,
  outlet: outletId,
  channel,
  product: z.string(),
  state: deliveryState,
  tries: z.int(),
  nextTry: instant.nullable(),
  receipt: z.record(z.string(), z.unknown()).nullable(),
  withdrawal: z.record(z.string(), z.unknown()).nullable(),
  remains: bilingual.nullable(),
  failure: failure.nullable(),
  since: instant,
  at: instant,
  url: z.string().nullable(),
})
/** GET /api/deliveries?story= answers `{deliveries}`; POST /api/deliveries/:id/retry `{}` and /done `{url?, note?}` (a person did it by hand) → `deliveryView` (distribution). */
export const deliveryList = z.object({ deliveries: z.array(deliveryView) })
export const doneByHand = z.strictObject({ url: z.url().max(500).optional(), note: z.string().max(500).optional() })
export type DeliveryView = z.infer<typeof deliveryView>
