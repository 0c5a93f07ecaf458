import { documentOf, type Ids, secret } from './wall-house.ts'

export type Request = { readonly path: string; readonly body?: object | undefined; readonly headers?: Record<string, string> }
/** `closed`: 403 or 404. `empty`: answered, with nothing of anybody else. `mine`: acts on the caller's own alone. `house`: the same for everybody. */
export type Row = readonly [answer: 'closed' | 'empty' | 'mine' | 'house', requests: (ids: Ids) => readonly Request[]]

const hash = 'a'.repeat(64)
const req = (path: string, body?: object, headers?: Record<string, string>): Request => ({ path, body, ...(headers ? { headers } : {}) })
export const tus = { 'Tus-Resumable': '1.0.0' }

const onBoth = ({ kept, out }: Ids, tail: string, body?: object) => [kept, out].map((id) => req(`/api/stories/${id}${tail}`, body))

/** Every route of every service, asked for what belongs to the county. A route that is missing here fails the first test. */
export const wall: Record<string, Row> = {
  'GET /live': ['house', () => [req('/live')]],
  'GET /ready': ['house', () => [req('/ready')]],
  'GET /metrics': ['house', () => [req('/metrics')]],
  'GET /api/system': ['empty', () => [req('/api/system')]],
  'POST /api/system/:part/act': [
    'closed',
    (ids) => [
      req('/api/system/distribution/act', { id: 'x', do: 'retry' }),
      req('/api/system/ingest/act', { id: ids.growing, do: 'discard' }),
      req('/api/system/generation/act', { id: `${ids.kept}.1`, do: 'retry' }),
      req('/api/system/journal/act', { id: `editing.stories story ${ids.kept}`, do: 'redrive' }),
    ],
  ],
  'GET /media/:sha256/:name': ['house', (ids) => [req(ids.media)]], // whoever knows the hash of bytes has them; hashes are told at home only
  'GET /api/region': ['house', () => [req('/api/region')]],
  'GET /api/session': ['mine', () => [req('/api/session')]],
  'POST /api/session': ['mine', () => []],
  'DELETE /api/session': ['mine', () => []],
  'PUT /api/session/password': ['mine', () => []],
  'GET /api/journal/:story': [
    'closed',
    (ids) => [req(`/api/journal/${ids.kept}`), req(`/api/journal/${ids.out}`), req(`/api/journal/${ids.asset}`), req('/api/journal/none')],
  ],
  'OPTIONS /api/uploads{/:id}': ['house', (ids) => [req(`/api/uploads/${ids.growing}`)]],
  'POST /api/uploads': ['mine', () => []],
  'HEAD /api/uploads/:id': [
    'closed',
    (ids) => [req(`/api/uploads/${ids.growing}`, undefined, tus), req(`/api/uploads/${ids.asset}`, undefined, tus)],
  ],
  'PATCH /api/uploads/:id': [
    'closed',
    (ids) => [
      req(`/api/uploads/${ids.growing}`, undefined, { ...tus, 'Upload-Offset': '0', 'Content-Type': 'application/offset+octet-stream' }),
    ],
  ],
  'DELETE /api/uploads/:id': ['closed', (ids) => [req(`/api/uploads/${ids.growing}`, undefined, tus)]],
  'POST /api/manuscripts': ['mine', () => []],
  'GET /api/assets': [
    'empty',
    (ids) => [req(`/api/assets?ids=${ids.asset},${ids.growing}`), req(`/api/assets?story=${ids.kept}`), req('/api/assets')],
  ],
  'GET /api/renditions': ['empty', (ids) => [req(`/api/renditions?assets=${ids.asset}`)]],
  'POST /api/renditions/:asset': ['closed', (ids) => [req(`/api/renditions/${ids.asset}`, { do: 'pause' })]],
  'POST /api/stories': ['mine', () => []],
  'GET /api/stories': ['empty', () => [req('/api/stories'), req('/api/stories?state=sealed')]],
  'GET /api/stories/:id': ['closed', (ids) => [...onBoth(ids, '')]],
  'GET /api/stories/:id/versions': ['closed', (ids) => [...onBoth(ids, '/versions')]],
  'GET /api/stories/:id/compare': ['closed', (ids) => [...onBoth(ids, '/compare?from=1'), ...onBoth(ids, '/compare?from=1&to=1')]],
  'PUT /api/stories/:id/draft': ['closed', (ids) => [...onBoth(ids, '/draft', { revision: 1, document: documentOf('改写') })]],
  'POST /api/stories/:id/file': ['closed', (ids) => [...onBoth(ids, '/file', { revision: 1 })]],
  'POST /api/stories/:id/seal': ['closed', (ids) => [...onBoth(ids, '/seal', { revision: 1 })]],
  'POST /api/stories/:id/signatures': [
    'closed',
    (ids) => [...onBoth(ids, '/signatures', { version: 1, review: 'first', contentHash: hash, productsHash: hash })],
  ],
  'POST /api/stories/:id/return': ['closed', (ids) => [...onBoth(ids, '/return', { reason: '退回' })]],
  'POST /api/stories/:id/release': ['closed', (ids) => [...onBoth(ids, '/release', { version: 1 })]],
  'POST /api/stories/:id/supplements': ['closed', (ids) => [...onBoth(ids, '/supplements', { version: 1, outlet: '640122-web', hash })]],
  'GET /api/stories/:id/original': ['closed', (ids) => [...onBoth(ids, '/original')]],
  'POST /api/stories/:id/original/take': ['closed', (ids) => [...onBoth(ids, '/original/take', { revision: 1 })]],
  'POST /api/stories/:id/original/undo': ['closed', (ids) => [...onBoth(ids, '/original/undo', { revision: 1 })]],
  'POST /api/stories/:id/original/choose': [
    'closed',
    (ids) => [...onBoth(ids, '/original/choose', { revision: 1, block: 'x', kind: 'text', choice: 'ours' })],
  ],
  'POST /api/stories/:id/original/read': ['closed', (ids) => [...onBoth(ids, '/original/read', { block: 'x' })]],
  'POST /api/stories/:id/recall': ['closed', (ids) => [...onBoth(ids, '/recall', { reason: '撤', confirmation: secret })]],
  'POST /api/stories/:id/correct': ['closed', (ids) => [...onBoth(ids, '/correct', { severity: 'update', note: '', reason: '改' })]],
  'POST /api/stories/:id/abandon': ['closed', (ids) => [...onBoth(ids, '/abandon')]],
  'GET /api/stand-ins': ['empty', () => [req('/api/stand-ins')]],
  'POST /api/stand-ins': [
    'closed',
    () => [
      req('/api/stand-ins', {
        person: '640122-county-editor',
        does: 'first',
        from: '2025-11-24T04:00:00.000Z',
        until: '2099-01-01T00:00:00.000Z',
        reason: '出差',
      }),
    ],
  ],
  'POST /api/stand-ins/:id/end': ['closed', () => [req('/api/stand-ins/01936f00-0000-7000-8000-000000000001/end', {})]],
  'POST /api/stories/:id/discard': ['closed', (ids) => [...onBoth(ids, '/discard')]],
  'POST /api/stories/:id/restore': ['closed', (ids) => [...onBoth(ids, '/restore')]],
  'POST /api/stories/:id/nudge': ['closed', (ids) => [...onBoth(ids, '/nudge')]],
  'GET /api/products': ['empty', (ids) => [req(`/api/products?story=${ids.kept}`), req(`/api/products?story=${ids.out}&version=1`)]],
  'GET /api/products/:product/files/*path': [
    'closed',
    (ids) => [
      req(`/api/products/${ids.product}/files/index.html`),
      req(`/api/products/${ids.product}/files/preview.html`),
      req(`/api/products/${ids.product}/files/..%2f..%2f${ids.blob}`),
    ],
  ],
  'POST /api/products/again': [
    'closed',
    (ids) => [ids.kept, ids.out].map((story) => req('/api/products/again', { story, version: 1, outlet: '640122-web' })),
  ],
  'GET /api/deliveries': ['empty', (ids) => [req(`/api/deliveries?story=${ids.kept}`), req(`/api/deliveries?story=${ids.out}`)]],
  'GET /api/recalls/:story': ['empty', (ids) => [req(`/api/recalls/${ids.kept}`), req(`/api/recalls/${ids.out}`)]],
  'POST /api/recalls/:story/part': [
    'closed',
    (ids) => [req(`/api/recalls/${ids.out}/part`, { channel: 'web', reason: '试', confirmation: '试' })],
  ],
  'POST /api/recalls/targets/:delivery/take': ['closed', (ids) => [req(`/api/recalls/targets/${ids.delivery}/take`, {})]],
  'POST /api/deliveries/:id/retry': ['closed', (ids) => [req(`/api/deliveries/${ids.delivery}/retry`, {})]],
  'POST /api/deliveries/:id/done': ['closed', (ids) => [req(`/api/deliveries/${ids.delivery}/done`, { note: '好' })]],
  'GET /api/offers': ['empty', () => [req('/api/offers')]],
  'POST /api/offers/:story/adopt': ['closed', (ids) => [req(`/api/offers/${ids.kept}/adopt`, {}), req(`/api/offers/${ids.out}/adopt`, {})]],
  'POST /api/offers/:story/open': ['empty', (ids) => [req(`/api/offers/${ids.kept}/open`, {}), req(`/api/offers/${ids.out}/open`, {})]],
  'PUT /api/offers/:story/terms': [
    'closed',
    (ids) =>
      [ids.kept, ids.out].map((story) =>
        req(`/api/offers/${story}/terms`, { leave: 'adapt', locked: [], credit: '', embargo: null, expires: null, to: ['640181'] }),
      ),
  ],
  'GET /api/offer-board': ['mine', () => []], // who sees a copy there is tried by itself
  'GET /api/correction-policy': ['mine', () => [req('/api/correction-policy')]],
  'PUT /api/correction-policy': ['mine', () => []],
  'GET /api/ledger': ['mine', () => []],
  'GET /api/ledger.xlsx': ['mine', () => []],
  'GET /api/copies': ['empty', (ids) => [req(`/api/copies?story=${ids.kept}`), req(`/api/copies?story=${ids.out}`)]],
  'GET /api/search': [
    'empty',
    () => [req(`/api/search?q=${encodeURIComponent(secret)}`), req('/api/search?q=%E5%85%A8%E5%8C%BA'), req('/api/search?kind=photo')],
  ],
  'GET /api/search/suggestions': ['empty', () => [req('/api/search/suggestions?q=%E9%93%B6')]],
  'GET /api/search/similar/:id': ['empty', (ids) => [req(`/api/search/similar/${ids.kept}`), req(`/api/search/similar/${ids.out}`)]],
  'GET /api/search/saved': ['empty', () => [req('/api/search/saved')]],
  'POST /api/search/saved': ['mine', () => []],
  'POST /api/search/saved/:id/seen': ['closed', (ids) => [req(`/api/search/saved/${ids.kept}/seen`, {})]],
  'DELETE /api/search/saved/:id': ['closed', (ids) => [req(`/api/search/saved/${ids.kept}`)]],
}
