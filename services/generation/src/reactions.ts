import type { Tx } from '@kitchen/database'
import type { Reactions } from '@kitchen/event-log'
import type { Body } from '@kitchen/events'
import type { Region } from '@kitchen/model'
import { enqueue, refuseUnfinished } from './queue/enqueue.ts'
import { remake } from './queue/remake.ts'
import { refuse } from './refusals.ts'
import { ladderOf } from './requirements.ts'

/** What generation hears: sealed versions become rows of the queue, assets its own view of renditions, releases what other centres may see, recalls a tombstone. */
export function reactionsOf({ region, clock }: { readonly region: Region; readonly clock: () => Date }): Reactions {
  return {
    'version.sealed': (tx, { body }) => enqueue(tx, body, region, clock()),
    'asset.received': async (tx, { body: { asset, aigc } }) => {
      await tx.query('insert into generation.asset values ($1, $2) on conflict (asset) do update set aigc = excluded.aigc', [
        asset,
        aigc !== null,
      ])
    },
    'asset.refused': async (tx, { body: { asset, failure } }) => keep(tx, { asset, recipe: '*', failure }),
    'asset.rendered': async (tx, { body }) => {
      const late = await hadFailed(tx, body)
      await keep(tx, body)
      await keepLadder(tx, body.asset)
      if (late) await remake(tx, keysOf(body), clock())
    },
    'asset.failed': async (tx, { body }) => {
      await keep(tx, body)
      await keepLadder(tx, body.asset)
    },
    'story.released': async (tx, { body: { story, version } }) => {
      await tx.query('update generation.product set released = true where story = $1 and version = $2', [story, version])
    },
    'story.supplemented': async (tx, { body: { story, version, product } }) => {
      const text = 'update generation.product set released = true where (story, version, outlet, hash) = ($1, $2, $3, $4)'
      await tx.query(text, [story, version, product.outlet, product.hash])
    },
    'story.recalled': async (tx, { body: { story, at } }) => {
      await tx.query('insert into generation.tombstone values ($1, $2) on conflict do nothing', [story, at])
      return refuseUnfinished(tx, story, refuse('generation/recalled'), clock())
    },
  }
}

type One = { readonly asset: string; readonly recipe: string }
/** What a product may wait for that this recipe belongs to. */
const keysOf = ({ asset, recipe }: One) => [
  `${asset}/${recipe}`,
  ...(/^w\d+\./.test(recipe) || recipe === 'master.jpg' ? [`${asset}/ladder`] : []),
]

async function hadFailed(tx: Tx, { asset, recipe }: One): Promise<boolean> {
  const { rows } = await tx.query('select from generation.rendition where key = $1 and failure is not null', [`${asset}/${recipe}`])
  return rows.length > 0
}

type Kept = Pick<Body<'asset.rendered'>, 'asset' | 'recipe'> &
  Partial<Pick<Body<'asset.rendered'>, 'files' | 'width' | 'height' | 'durationMs'>> & { failure?: unknown }

/** A failure never takes the place of what was rendered. */
async function keep(tx: Tx, { asset, recipe, files = [], width = null, height = null, durationMs = null, failure }: Kept): Promise<void> {
  await tx.query(upsert, [
    `${asset}/${recipe}`,
    asset,
    recipe,
    JSON.stringify(files),
    width,
    height,
    durationMs,
    failure === undefined ? null : JSON.stringify(failure),
  ])
  await tx.query('insert into generation.asset values ($1, false) on conflict do nothing', [asset])
}
const upsert = `insert into generation.rendition as r values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (key) do update
  set files = excluded.files, width = excluded.width, height = excluded.height, duration_ms = excluded.duration_ms, failure = excluded.failure where excluded.failure is null or r.failure is not null`

/** The ladder of a picture is there when every width and format is settled; how many there are follows from its master. Without a master there is none. */
async function keepLadder(tx: Tx, asset: string): Promise<void> {
  const { rows } = await tx.query<{ recipe: string; width: number | null; failed: boolean }>(recipes, [asset])
  const master = rows.find(({ recipe }) => recipe === 'master.jpg')
  const settled = new Set(rows.map(({ recipe }) => recipe))
  const wanted = master && !master.failed ? ladderOf(master.width ?? 0) : []
  if (!master || settled.has('ladder') || !wanted.every((recipe) => settled.has(recipe))) return
  await tx.query(upsert, [`${asset}/ladder`, asset, 'ladder', '[]', null, null, null, null])
}
const recipes = 'select recipe, width, failure is not null as failed from generation.rendition where asset = $1'
