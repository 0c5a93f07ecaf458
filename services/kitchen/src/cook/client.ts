import { createReadStream, statSync } from 'node:fs'
import { basename } from 'node:path'
import type { StoryLine } from '@kitchen/api'
import {
  type AssetView,
  adopted,
  assetList,
  copyList,
  type DeliveryView,
  deliveryList,
  type Manuscript,
  manuscript,
  type OfferView,
  offerList,
  type ProductView,
  problem,
  productList,
  type RenditionsView,
  renditionList,
  type StoryView,
  storyList,
  storyView,
} from '@kitchen/api'
import type { Review, Severity } from '@kitchen/model'
import * as tus from 'tus-js-client'
import type { z } from 'zod'
import { toldFailure } from './table.ts'

/** A refusal of the kitchen, in the person's words. */
export class Refused extends Error {
  readonly code: string
  constructor(code: string, sentence: string) {
    super(sentence)
    this.code = code
    this.name = 'Refused'
  }
}

export type Client = ReturnType<typeof connect>

/** The kitchen as one signed-in person sees it: the same requests that the browser makes. */
export function connect(origin: string) {
  let cookie = ''
  const call = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Response> => {
    const raw = body instanceof Uint8Array
    const response = await fetch(`${origin}${path}`, {
      method,
      headers: {
        ...(cookie ? { Cookie: cookie } : {}),
        ...(body === undefined ? {} : { 'Content-Type': raw ? 'application/octet-stream' : 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: raw ? Buffer.from(body) : JSON.stringify(body) }),
      signal: AbortSignal.timeout(120_000),
    })
    if (response.ok) return response
    const told = problem.safeParse(await response.json().catch(() => ({})))
    throw told.success ? new Refused(told.data.code, toldFailure(told.data)) : new Refused('http', `${method} ${path}: ${response.status}`)
  }
  const ask = async <Schema extends z.ZodType>(schema: Schema, method: string, path: string, body?: unknown): Promise<z.infer<Schema>> =>
    schema.parse(await (await call(method, path, body)).json())
  return {
    origin,
    signIn: async (person: string): Promise<void> => {
      const response = await call('POST', '/api/session', { person })
      cookie = response.headers
        .getSetCookie()
        .map((line) => line.split(';')[0])
        .join('; ')
    },
    stories: async (): Promise<readonly StoryLine[]> => (await ask(storyList, 'GET', '/api/stories')).stories,
    story: (id: string): Promise<StoryView> => ask(storyView, 'GET', `/api/stories/${id}`),
    create: (document: unknown, mustCarry: boolean): Promise<StoryView> => ask(storyView, 'POST', '/api/stories', { document, mustCarry }),
    save: async (id: string, revision: number, document: unknown): Promise<void> => {
      await call('PUT', `/api/stories/${id}/draft`, { revision, document })
    },
    file: (id: string, revision: number): Promise<StoryView> => ask(storyView, 'POST', `/api/stories/${id}/file`, { revision }),
    seal: (id: string, revision: number): Promise<StoryView> => ask(storyView, 'POST', `/api/stories/${id}/seal`, { revision }),
    sign: (id: string, wanted: { version: number; review: Review; contentHash: string; productsHash: string }): Promise<StoryView> =>
      ask(storyView, 'POST', `/api/stories/${id}/signatures`, wanted),
    release: (id: string, version: number): Promise<StoryView> => ask(storyView, 'POST', `/api/stories/${id}/release`, { version }),
    recall: (id: string, reason: string, confirmation: string): Promise<StoryView> =>
      ask(storyView, 'POST', `/api/stories/${id}/recall`, { reason, confirmation }),
    correct: (id: string, correction: { severity: Severity; note: string; reason: string }): Promise<StoryView> =>
      ask(storyView, 'POST', `/api/stories/${id}/correct`, correction),
    manuscript: async (name: string, bytes: Uint8Array): Promise<Manuscript> =>
      manuscript.parse(await (await call('POST', `/api/manuscripts?name=${encodeURIComponent(name)}`, bytes)).json()),
    assets: async (ids: readonly string[]): Promise<readonly AssetView[]> =>
      ids.length === 0 ? [] : (await ask(assetList, 'GET', `/api/assets?ids=${ids.join(',')}`)).assets,
    renditions: async (ids: readonly string[]): Promise<readonly RenditionsView[]> =>
      ids.length === 0 ? [] : (await ask(renditionList, 'GET', `/api/renditions?assets=${ids.join(',')}`)).assets,
    products: async (story: string, version: number): Promise<readonly ProductView[]> =>
      (await ask(productList, 'GET', `/api/products?story=${story}&version=${version}`)).products,
    productFile: async (product: string, path: string): Promise<Buffer> =>
      Buffer.from(
        await (await call('GET', `/api/products/${product}/files/${path.split('/').map(encodeURIComponent).join('/')}`)).arrayBuffer(),
      ),
    deliveries: async (story: string): Promise<readonly DeliveryView[]> =>
      (await ask(deliveryList, 'GET', `/api/deliveries?story=${story}`)).deliveries,
    offers: async (): Promise<readonly OfferView[]> => (await ask(offerList, 'GET', '/api/offers')).offers,
    adopt: async (story: string): Promise<string> => (await ask(adopted, 'POST', `/api/offers/${story}/adopt`, {})).copy,
    copies: async (story: string) => (await ask(copyList, 'GET', `/api/copies?story=${story}`)).copies,
    upload: (file: string, story: string): Promise<string> => upload(origin, cookie, file, story),
    get: async (path: string): Promise<unknown> => (await call('GET', path)).json(),
    post: async (path: string, body: unknown): Promise<void> => {
      await call('POST', path, body)
    },
    put: async (path: string, body: unknown): Promise<void> => {
      await call('PUT', path, body)
    },
  }
}

/** Resumable upload of one file; answers the asset's id, which ends the upload's address. */
function upload(origin: string, cookie: string, file: string, story: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const sending = new tus.Upload(createReadStream(file), {
      endpoint: `${origin}/api/uploads`,
      uploadSize: statSync(file).size,
      chunkSize: 8 * 1024 * 1024,
      metadata: { filename: basename(file), story },
      headers: { Cookie: cookie },
      retryDelays: [200, 1000, 3000, 5000],
      storeFingerprintForResuming: false,
      onError: (error) => reject(error),
      onSuccess: () => resolve(String(sending.url?.split('/').at(-1))),
    })
    sending.start()
  })
}
